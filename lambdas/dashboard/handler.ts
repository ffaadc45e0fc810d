import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import settings from '#config';
import { dashboardKey } from '../adapters/dashboard-key.ts';
import { powertoolsLog } from '../adapters/log.ts';
import { openSqs } from '../adapters/queue.ts';
import { openCloudWatch, queueFigures } from '../adapters/queue-figures.ts';
import { Secrets } from '../adapters/secrets.ts';
import { journalReader } from '../adapters/table/journal.ts';
import { pageStore } from '../adapters/table/pages.ts';
import { standingReader } from '../adapters/table/standing.ts';
import { openTable } from '../adapters/table/table.ts';
import { dashboardEnvironment } from '../core/environment.ts';
import { dashboard } from './app.ts';

const environment = dashboardEnvironment(process.env);
const table = openTable(environment.TABLE_NAME, 2000);
const log = powertoolsLog();

/** Of `browser/`, which lies beside the bundle. */
const file = (name: string) => readFileSync(new URL(`./browser/${name}`, import.meta.url), 'utf8');

const app = dashboard(
  {
    workspaces: settings.workspaces,
    isOpenToLoopback: environment.DASHBOARD_OPEN === 'loopback',
    files: { style: file('style.css'), script: file('script.js'), icon: file('icon.svg') },
  },
  {
    log,
    clock: { now: Date.now, sleep: (ms) => sleep(ms) },
    journal: journalReader(table, log),
    standing: standingReader(table),
    pages: pageStore(table),
    queues: queueFigures({
      sqs: openSqs(1500),
      cloudwatch: openCloudWatch(),
      queueUrl: environment.QUEUE_URL,
      deadLetterQueueUrl: environment.DEAD_LETTER_QUEUE_URL,
    }),
    key: dashboardKey(new Secrets(environment.PARAMETER_PREFIX)),
  },
);
const serve = handle(app);

export async function handler(event: LambdaEvent, context: LambdaContext) {
  try {
    return await serve(event, context);
  } finally {
    log.flush();
  }
}
