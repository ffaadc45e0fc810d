import settings from '#config';
import { powertoolsLog } from '../adapters/log.ts';
import { jobQueue, openSqs } from '../adapters/queue.ts';
import { dueItems } from '../adapters/table/due-items.ts';
import { openTable } from '../adapters/table/table.ts';
import { timerEnvironment } from '../core/environment.ts';
import { tick } from './tick.ts';

const environment = timerEnvironment(process.env);

const log = powertoolsLog();
const ports = {
  log,
  now: Date.now,
  items: dueItems(openTable(environment.TABLE_NAME)),
  queue: jobQueue(openSqs(), environment.QUEUE_URL),
};

export async function handler(): Promise<void> {
  try {
    await tick(settings.workspaces, ports);
  } finally {
    log.flush();
  }
}
