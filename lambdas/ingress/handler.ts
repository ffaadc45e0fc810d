import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import settings from '#config';
import { powertoolsLog } from '../adapters/log.ts';
import { jobQueue, openSqs } from '../adapters/queue.ts';
import { Secrets } from '../adapters/secrets.ts';
import { handshakesOnDemand } from '../adapters/table/handshakes-on-demand.ts';
import { webhookTokens } from '../adapters/webhook-tokens.ts';
import { ingressEnvironment } from '../core/environment.ts';
import { receive } from './receive.ts';
import { toRequest, toResult } from './request.ts';

const environment = ingressEnvironment(process.env);
/** For one try: whoever sends a webhook is waiting. */
const SQS_TIMEOUT_MS = 1500;

const log = powertoolsLog();
const ports = {
  log,
  now: Date.now,
  queue: jobQueue(openSqs(SQS_TIMEOUT_MS), environment.QUEUE_URL),
  handshakes: handshakesOnDemand(environment.TABLE_NAME),
  tokens: webhookTokens(new Secrets(environment.PARAMETER_PREFIX), Date.now),
};

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const response = await receive(toRequest(event), settings.workspaces, ports);
  log.flush();
  return toResult(response);
}
