import type { Settings } from '../../lambdas/core/settings.ts';
import { awsAccount as concurrencyOf } from '../../lib/deploy/aws-account.ts';
import { preflight } from '../../lib/deploy/preflight.ts';
import { CommandError } from '../commands/command-error.ts';
import type { DoctorPorts } from '../commands/doctor/doctor-ports.ts';
import { awsAccess, findTarget, type TargetOptions } from '../commands/target.ts';
import { environmentSlackUrl, localSlackUrl } from './environment-secrets.ts';
import { askByHttp } from './http.ts';
import { undeployedNotionUrl } from './notion-access.ts';
import { parameterStore } from './parameter-store.ts';
import { deployedSecrets, localSecrets } from './secret-readers.ts';
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
    secrets: deployedSecrets(settings, parameters),
    ses: sesAccount(awsAccess(options)),
    concurrency: () => preflight(settings, concurrencyOf(options, process.env)),
    awsAheadMs: parameters.aheadMs,
  };
}

function undeployedSlackUrl({ local }: TargetOptions): string | undefined {
  return local ? localSlackUrl() : environmentSlackUrl();
}
