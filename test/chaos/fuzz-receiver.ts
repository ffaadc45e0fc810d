import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { resolveConfig } from '../../lambdas/core/config-schema/resolve-config.ts';
import type { Job } from '../../lambdas/core/envelope.ts';
import { hashSetupKey } from '../../lambdas/core/handshake.ts';
import { receive } from '../../lambdas/ingress/receive.ts';
import { toRequest, toResult } from '../../lambdas/ingress/request.ts';
import { MemoryTable } from '../fakes/memory-table.ts';
import { RecordingLog } from '../fakes/recording-log.ts';
import { gatewayEvent } from '../unit/ingress/ingress-bench.ts';
import { type FuzzedRequest, fuzzedRequest, LIVE_SETUP_KEY } from './fuzzed-request.ts';
import { ACTIVE, CANARY, PREVIOUS } from './fuzzed-signature.ts';

export interface FuzzResult {
  /** The simplest request found that is answered wrongly, and why. */
  violation: string | undefined;
  /** How many got which status. */
  answers: Record<string, number>;
}

const NOW = Date.parse('2026-11-02T09:00:00Z');
const HOUR_SECONDS = 3600;
const { workspaces } = resolveConfig({ workspaces: [{ key: 'main' }] });

/** Sends generated requests through the receiver and checks each answer, each enqueued job and each log line. */
export async function fuzzReceiver(requests: number, seed = 1): Promise<FuzzResult> {
  const answers: Record<string, number> = {};
  const property = fc.asyncProperty(fuzzedRequest, async (request) => {
    const { status, sent, wrong } = await post(request);
    const name = `${status}${sent.length > 0 ? ', queued' : ''}`;
    answers[name] = (answers[name] ?? 0) + 1;
    if (wrong.length > 0) throw new Error(wrong.join('; '));
  });
  const result = await fc.check(property, { numRuns: requests, seed });
  if (!result.failed) return { violation: undefined, answers };
  return { violation: fc.defaultReportMessage(result) ?? 'the receiver failed', answers };
}

async function post(request: FuzzedRequest): Promise<{ status: number; sent: Job[]; wrong: string[] }> {
  const log = new RecordingLog();
  const table = new MemoryTable();
  const setupKeyHash = hashSetupKey(LIVE_SETUP_KEY);
  table.waiting.set('main', { setupKeyHash, expiresAt: NOW / 1000 + HOUR_SECONDS });
  const sent: Job[] = [];
  const queue = {
    send: async (job: Job) => void sent.push(job),
    sendAll: async () => {
      throw new Error('the receiver sends one job at a time');
    },
  };
  const { pathParameters, queryStringParameters, ...event } = request.event;
  const answer = await receive(
    toRequest(
      gatewayEvent({
        ...event,
        ...(pathParameters && { pathParameters }),
        ...(queryStringParameters && { queryStringParameters }),
      }),
    ),
    workspaces,
    { log, now: () => NOW, queue, handshakes: table.handshakes, tokens: async () => [ACTIVE, PREVIOUS] },
  );
  const { statusCode: status = 0 } = toResult(answer);
  const stored = table.waiting.get('main')?.token;
  return { status, sent, wrong: faultsOf(request, status, sent, stored, log) };
}

function faultsOf(
  { event }: FuzzedRequest,
  status: number,
  sent: readonly Job[],
  storedToken: string | undefined,
  log: RecordingLog,
): string[] {
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  const digests = [ACTIVE, PREVIOUS].map((token) => createHmac('sha256', token).update(bytes).digest('hex'));
  const header = Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'x-notion-signature');
  const isSigned = digests.some((digest) => header?.[1].toLowerCase() === `sha256=${digest}`);
  const hasLiveKey = event.queryStringParameters?.['setup'] === LIVE_SETUP_KEY;
  const logged = JSON.stringify([log.lines, [...log.counts]]);
  const secrets = { token: ACTIVE, 'previous token': PREVIOUS, 'setup key': LIVE_SETUP_KEY, body: CANARY };
  return [
    ...([200, 400, 401, 404, 413].includes(status) ? [] : [`answered ${status}`]),
    ...(sent.length > 0 && !isSigned ? ['queued what nobody signed'] : []),
    ...(sent.length > 1 ? ['queued one event more than once'] : []),
    ...(storedToken !== undefined && !hasLiveKey ? ['kept a token without a live setup key'] : []),
    ...Object.entries(secrets)
      .filter(([, secret]) => logged.includes(secret))
      .map(([name]) => `logged the ${name}`),
    ...(digests.some((digest) => logged.includes(digest)) ? ['logged an expected signature'] : []),
  ];
}
