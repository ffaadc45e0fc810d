import type { Settings } from '../../lambdas/core/settings.ts';
import { CommandError } from '../commands/command-error.ts';
import type { NotionAccess } from '../commands/doctor/doctor-ports.ts';
import { awsAccess, type TargetOptions } from '../commands/target.ts';
import { environmentNotionUrl, localNotionUrl } from './environment-secrets.ts';
import { askByHttp } from './http.ts';
import { findLocalRun } from './local-run.ts';
import { parameterStore } from './parameter-store.ts';
import { deployedSecrets, localSecrets } from './secret-readers.ts';

/** What Notion is asked with, as far as it is there: also before a deployment, or a first `npm start`. */
export async function notionAccess(settings: Settings, options: TargetOptions): Promise<NotionAccess> {
  const undeployed = { ask: askByHttp, notionBaseUrl: undeployedNotionUrl(options) };
  if (!options.local)
    return { ...undeployed, secrets: deployedSecrets(settings, parameterStore(awsAccess(options))) };
  const run = await findLocalRun().catch((error: unknown) => {
    if (error instanceof CommandError) return undefined;
    throw error;
  });
  return {
    ...undeployed,
    ...(run && { notionBaseUrl: run.notionBaseUrl }),
    secrets: localSecrets(settings, run),
  };
}

export function undeployedNotionUrl({ local }: TargetOptions): string | undefined {
  return local ? localNotionUrl() : environmentNotionUrl();
}
