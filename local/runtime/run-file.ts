import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalRun } from '../local-run.ts';

/**
 * Writes `run.json`, by which the command finds a running stack: `url`, `region`, `endpoints`, `credentials`
 * and the names of queues, table and parameters.
 *
 * @returns what removes it
 */
export function writeRunFile(run: LocalRun, dataDir: string): () => void {
  const { url, stackName, queueUrl, deadLetterQueueUrl, tableName, parameterPrefix } = run;
  const names = { stackName, queueUrl, deadLetterQueueUrl, tableName, parameterPrefix };
  const file = join(dataDir, 'run.json');
  const remove = () => rmSync(file, { force: true });
  remove(); // one that a killed run left: the mode counts only for a new file
  const content = { pid: process.pid, url, ...run.aws, ...names };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  return remove;
}
