import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import dynalite from 'dynalite';
import { listen, stop } from '../simulation/listen.ts';
import { repairIndexes } from './repair-indexes.ts';

export interface DynamoDb {
  url: string;
  close(): Promise<void>;
}

/**
 * Starts dynalite. A new table is active within a turn of the event loop, but not yet when it is answered.
 *
 * @param directory of its files; undefined: memory only
 */
export async function startDynamoDb(directory: string | undefined): Promise<DynamoDb> {
  if (directory !== undefined) mkdirSync(dirname(directory), { recursive: true });
  const server = dynalite({
    ...(directory === undefined ? {} : { path: directory }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  // dynalite rethrows a request's error: one client that dies while it sends would end the whole run.
  server.on('request', (request) => {
    request.removeAllListeners('error');
    request.on('error', () => undefined);
  });
  const url = await listen(server);
  if (directory !== undefined) await repairIndexes(url);
  return { url, close: () => stop(server) };
}
