import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES } from '../../lambdas/core/names.ts';
import type { LocalRun } from '../local-run.ts';
import type { AwsAccess } from './aws-access.ts';

/** By which the command finds a running stack. */
export interface RunFile
  extends AwsAccess,
    Pick<
      LocalRun,
      | 'url'
      | 'stackName'
      | 'queueUrl'
      | 'deadLetterQueueUrl'
      | 'tableName'
      | 'parameterPrefix'
      | 'notionUrl'
      | 'sesUrl'
    > {
  dashboardUrl: string;
  slackApiUrl?: string | undefined;
}

/**
 * Writes `run.json`.
 *
 * @returns what removes it
 */
export function writeRunFile(run: LocalRun, dataDir: string): () => void {
  const { url, stackName, queueUrl, deadLetterQueueUrl, tableName, parameterPrefix } = run;
  const names = { stackName, queueUrl, deadLetterQueueUrl, tableName, parameterPrefix };
  const { notionUrl, slackApiUrl, sesUrl } = run;
  const file = join(dataDir, 'run.json');
  const remove = () => rmSync(file, { force: true });
  remove(); // one that a killed run left: the mode counts only for a new file
  const dashboardUrl = url + ROUTES.dashboard;
  const content = {
    pid: process.pid,
    url,
    dashboardUrl,
    ...run.aws,
    ...names,
    notionUrl,
    slackApiUrl,
    sesUrl,
  } satisfies RunFile & {
    pid: number;
  };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  return remove;
}
