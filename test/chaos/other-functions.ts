import { jobQueue } from '../../lambdas/adapters/queue.ts';
import { dueItems } from '../../lambdas/adapters/table/due-items.ts';
import { handshakeStore } from '../../lambdas/adapters/table/handshakes.ts';
import { receive } from '../../lambdas/ingress/receive.ts';
import { toRequest, toResult } from '../../lambdas/ingress/request.ts';
import { tick } from '../../lambdas/timer/tick.ts';
import { gatewayEvent } from '../unit/ingress/ingress-bench.ts';
import { EVENTS_URL } from './chaos-queues.ts';
import type { Surroundings } from './surroundings.ts';
import { WEBHOOK_TOKEN, type WebhookPost } from './webhooks.ts';

const MINUTE = 60_000;

/**
 * The receiver. Resolves to the status that it answers.
 *
 * @param workspace as the address names it; undefined: the first one
 */
export async function runIngress(
  { body, signature }: WebhookPost,
  around: Surroundings,
  workspace?: string,
): Promise<number> {
  const { time, log, table, queues, deployment, workspaces } = around;
  const now = () => time.now();
  const queue = deployment.writing(jobQueue(queues.client, EVENTS_URL), queues.events, now);
  const handshakes = handshakeStore(table.table);
  const tokens = async () => [WEBHOOK_TOKEN];
  const headers = { 'x-notion-signature': signature };
  const pathParameters = workspace === undefined ? {} : { workspace };
  const request = toRequest(gatewayEvent({ body, headers, pathParameters }));
  const response = await receive(request, workspaces, { log, now, queue, handshakes, tokens });
  return toResult(response).statusCode ?? 0;
}

/** The timer, at the next full minute and from then on; minutes in which nothing can be due are passed over. */
export function startTimer(around: Surroundings): void {
  const { time, log, table, queues, workspaces } = around;
  time.at(minuteAfter(time.now()), async () => {
    const items = dueItems(table.table);
    const queue = jobQueue(queues.client, EVENTS_URL);
    // A tick that fails is repeated by the next one.
    await tick(workspaces, { log, now: () => time.now(), items, queue }).catch(() => {});
    const nextUse = Math.min(table.earliestDue() ?? Number.POSITIVE_INFINITY, time.nextAt() ?? time.now());
    time.at(minuteAfter(Math.max(time.now(), nextUse)) - MINUTE, () => startTimer(around));
  });
}

function minuteAfter(time: number): number {
  return (Math.floor(time / MINUTE) + 1) * MINUTE;
}
