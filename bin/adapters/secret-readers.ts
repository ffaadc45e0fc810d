import { PARAMETERS, parameterPrefix } from '../../lambdas/core/names.ts';
import type { Settings } from '../../lambdas/core/settings.ts';
import { CommandError } from '../commands/command-error.ts';
import type { SecretName, SecretReader } from '../commands/doctor/doctor-ports.ts';
import { environmentSecrets } from './environment-secrets.ts';
import type { LocalRunAccess } from './local-run.ts';
import { type ParameterStore, parameterStore } from './parameter-store.ts';

/** Of a stack, deployed or not yet. */
export function deployedSecrets({ stage }: Settings, parameters: ParameterStore): SecretReader {
  return storedSecrets(parameters, parameterPrefix(stage), 'Run `pagebell setup` to store one.');
}

/** Of the run, or of what it would be started with. */
export function localSecrets(
  settings: Settings,
  run: Pick<LocalRunAccess, 'parameterPrefix' | 'ssm'> | undefined,
): SecretReader {
  const remedy = 'Run `pagebell setup`, then start `npm start` again.';
  if (run) return storedSecrets(parameterStore(run.ssm), run.parameterPrefix, remedy);
  const keys = settings.workspaces.map(({ key }) => key);
  return {
    remedy,
    read: async (workspace, name) => {
      const { variable, value } = environmentSecrets(keys, workspace)[name];
      if (value !== undefined || OPTIONAL.has(name)) return value;
      throw new CommandError(
        `${variable} is not set, and there is no local run that may know one`,
        'Start `npm start`: without a token it simulates Notion. Or set one with `pagebell setup`.',
      );
    },
  };
}

const OPTIONAL: ReadonlySet<SecretName> = new Set([PARAMETERS.slackWebhookUrl, PARAMETERS.slackBotToken]);

function storedSecrets(parameters: ParameterStore, prefix: string, remedy: string): SecretReader {
  return { remedy, read: (workspace, name) => parameters.read(`${prefix}/${workspace}/${name}`) };
}
