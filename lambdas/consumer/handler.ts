import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import settings from '#config';
import { connector } from '../adapters/connector.ts';
import { powertoolsLog } from '../adapters/log.ts';
import { mailerOnDemand } from '../adapters/mailer-on-demand.ts';
import { openQueues } from '../adapters/queue.ts';
import { Secrets } from '../adapters/secrets.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { openStores } from '../adapters/table/stores.ts';
import { consumerEnvironment } from '../core/environment.ts';
import { attachMirrors } from '../core/mirror/attach-mirrors.ts';
import { fromSqs, toSqs } from './batch.ts';
import { consume } from './consume.ts';
import { RememberedDataSources } from './data-sources/remembered.ts';

const workspaces = attachMirrors(settings);
const environment = consumerEnvironment(process.env);
const log = powertoolsLog();
const ports = {
  ...openStores(environment.TABLE_NAME),
  ...openQueues(environment.QUEUE_URL, environment.DEAD_LETTER_QUEUE_URL),
  connect: connector(
    new Secrets(environment.PARAMETER_PREFIX),
    environment.NOTION_BASE_URL,
    environment.SLACK_API_URL,
  ),
  dashboardUrl: environment.DASHBOARD_URL,
  clock: systemClock,
  log,
  random: Math.random,
  warned: new Set<string>(),
  addresses: new Map(),
  remembered: new RememberedDataSources(),
  mailer: mailerOnDemand(),
};

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const deadline = Date.now() + context.getRemainingTimeInMillis();
  const givenBack = await consume(fromSqs(event), workspaces, deadline, ports);
  log.flush();
  return toSqs(givenBack);
}
