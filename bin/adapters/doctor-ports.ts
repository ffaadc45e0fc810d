import { PARAMETERS, parameterPrefix } from '../../lambdas/core/names.ts';
import type { Settings } from '../../lambdas/core/settings.ts';
import { awsAccount as concurrencyOf } from '../../lib/deploy/aws-account.ts';
import { preflight } from '../../lib/deploy/preflight.ts';
import { CommandError } from '../commands/command-error.ts';
import type { DoctorPorts, SecretName, SecretReader } from '../commands/doctor/doctor-ports.ts';
import { awsAccess, findTarget, type Target, type TargetOptions } from '../commands/target.ts';
import {
  environmentNotionUrl,
  environmentSecrets,
  environmentSlackUrl,
  localNotionUrl,
  localSlackUrl,
} from './environment-secrets.ts';
import { askByHttp } from './http.ts';
import { type ParameterStore, parameterStore } from './parameter-store.ts';
import { sesAccount } from './ses-account.ts';
import { stackView } from './stack-view.ts';

/** What the doctor looks at, as far as it is there: also before a deployment, or a first `npm start`. */
export async function doctorPorts(settings: Settings, options: TargetOptions): Promise<DoctorPorts> {
  const target = await findTarget(options).catch((error: unknown) => {
    if (error instanceof CommandError) return error;
    throw error;
  });
  const found = target instanceof CommandError ? undefined : target;
  const common = {
    ask: askByHttp,
    notionBaseUrl: found ? found.notionBaseUrl : undeployedNotionUrl(options),
    slackApiUrl: found ? found.slackApiUrl : undeployedSlackUrl(options),
    stack: target instanceof CommandError ? target : stackView(target),
    now: Date.now,
  };
  if (options.local) {
    return {
      ...common,
      secrets: localSecrets(settings, found),
      ses: found && sesAccount(found.ses),
      concurrency: undefined,
      awsAheadMs: undefined,
    };
  }
  const parameters = parameterStore(awsAccess(options));
  return {
    ...common,
    secrets: storedSecrets(parameters, parameterPrefix(settings.stage), 'Run `pagebell setup` to store one.'),
    ses: sesAccount(awsAccess(options)),
    concurrency: () => preflight(settings, concurrencyOf(options, process.env)),
    awsAheadMs: parameters.aheadMs,
  };
}

function undeployedNotionUrl({ local }: TargetOptions): string | undefined {
  return local ? localNotionUrl() : environmentNotionUrl();
}

function undeployedSlackUrl({ local }: TargetOptions): string | undefined {
  return local ? localSlackUrl() : environmentSlackUrl();
}

/** Of the run, or of what it would be started with. */
function localSecrets(settings: Settings, run: Target | undefined): SecretReader {
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
