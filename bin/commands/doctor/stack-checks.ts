import type { JournalLine } from '../../../lambdas/core/journal.ts';
import { type ReadLines, walkJournal } from '../../../lambdas/core/journal-walk.ts';
import type { Settings } from '../../../lambdas/core/settings.ts';
import { parseWebhookTokens } from '../../../lambdas/core/webhook-tokens.ts';
import type { Preflight } from '../../../lib/deploy/preflight.ts';
import { ago, span } from '../time-words.ts';
import { counted } from '../words.ts';
import type { StackView } from './doctor-ports.ts';
import { broken, lowerFirst, ok, unchecked, type Verdict } from './finding.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** As the alarm has it. */
const OLDEST_SECONDS = 15 * 60;
/** AWS refuses requests that are signed five minutes wrong; far less is a sign that nobody keeps the time. */
const SKEW_MS = 30_000;
const LINES_AT_ONCE = 100;
const MOST_LINES = 1000;

/** @param stored the parameter's value */
export function checkWebhookToken(stored: string | undefined, now: number): Verdict {
  if (stored === undefined) {
    return broken(
      'none is active: every webhook is answered 503',
      'Run `pagebell connect`, which gets one from Notion.',
    );
  }
  try {
    const { previous } = parseWebhookTokens(stored);
    const until =
      previous && previous.until > now
        ? `, and the one before for another ${span(previous.until - now)}`
        : '';
    return ok(`active${until}`);
  } catch {
    return broken(
      'what is stored cannot be read',
      'Delete the parameter webhook-token and run `pagebell connect`.',
    );
  }
}

/** How long ago the last event came. */
export async function checkEvents(
  stack: StackView,
  workspace: string,
  { alarmSilentHours }: Settings,
  now: number,
): Promise<Verdict> {
  const { last, looked } = await lastEvent(stack, workspace);
  if (!last) {
    const where = looked > 0 ? ` among the last ${looked} outcomes` : ' yet';
    return unchecked(
      `no event has come${where}`,
      'Edit a shared page in Notion, or try the way with `pagebell send-test`.',
    );
  }
  const age = now - (last.receivedAt ?? last.endedAt);
  const isSilent = alarmSilentHours !== 'off' && age > alarmSilentHours * HOUR;
  if (!isSilent) return ok(`the last one came ${ago(age)} (${last.outcome})`);
  return broken(
    `the last one came ${ago(age)}`,
    'If pages were edited since, look under Webhooks in the settings of your connection in Notion: a paused subscription is silent. If it is gone, run `pagebell connect`.',
  );
}

/** Sweeps and retries write lines as well. */
async function lastEvent(
  stack: StackView,
  workspace: string,
): Promise<{ last: JournalLine | undefined; looked: number }> {
  let looked = 0;
  const read: ReadLines = (limit, before) => stack.latest(workspace, limit, before);
  for await (const { lines } of walkJournal(read, LINES_AT_ONCE)) {
    looked += lines.length;
    const last = lines.find(({ job }) => job === 'event');
    if (last || looked >= MOST_LINES) return { last, looked };
  }
  return { last: undefined, looked };
}

export async function checkQueue(stack: StackView): Promise<Verdict> {
  const { waiting, inFlight, oldestSeconds } = await stack.queues();
  const depth = `${waiting} waiting, ${inFlight} in work or put off`;
  const age =
    oldestSeconds === undefined
      ? 'age of the oldest unknown'
      : `the oldest ${span(oldestSeconds * 1000)} old`;
  const text = waiting + inFlight === 0 ? 'empty' : `${depth}, ${age}`;
  if (oldestSeconds === undefined || oldestSeconds <= OLDEST_SECONDS) return ok(text);
  return broken(
    `${depth}, ${age}`,
    'Nothing is lost, but Pagebell does not get on: `pagebell events` shows why, most often a revoked token or a Notion limit that is used up.',
  );
}

/** The queue forgets after 14 days, the records never: what is in either waits for a person. */
export async function checkDeadLetters(stack: StackView, workspaces: readonly string[]): Promise<Verdict> {
  const [{ deadLetters }, ...pages] = await Promise.all([
    stack.queues(),
    ...workspaces.map((key) => stack.parkedPages(key)),
  ]);
  const parkedPages = pages.reduce((sum, count) => sum + count, 0);
  if (deadLetters === 0 && parkedPages === 0) return ok('none');
  const found = [
    ...(parkedPages > 0 ? [`${counted(parkedPages, 'page')} with notices that were given up`] : []),
    ...(deadLetters > 0 ? [`${counted(deadLetters, 'message')} in the dead-letter queue`] : []),
  ];
  return broken(
    found.join(', '),
    'Read the hints with `pagebell dlq list`, mend what they say, then `pagebell dlq retry`.',
  );
}

export function checkConcurrency(preflight: Preflight): Verdict {
  switch (preflight.kind) {
    case 'go':
      return ok('enough for what the configuration reserves');
    case 'unchecked':
      return unchecked(oneLine(preflight.reason));
    case 'barred':
      return unchecked(lowerFirst(oneLine(preflight.reason)), 'The line about the stack tells more.');
    case 'stop': {
      const [text = '', ...remedies] = preflight.message.split('\n');
      return broken(text.replace(/\.$/, ''), remedies.join(' '));
    }
  }
}

/** @param clocks how far each service's clock is ahead of ours (ms), by name; undefined: it did not tell */
export function checkClock(clocks: ReadonlyMap<string, number | undefined>): Verdict {
  const known = [...clocks].flatMap(([name, ahead]) => (ahead === undefined ? [] : [{ name, ahead }]));
  if (known.length === 0) return unchecked('no service told its time');
  const worst = known.reduce((one, other) => (Math.abs(other.ahead) > Math.abs(one.ahead) ? other : one));
  if (Math.abs(worst.ahead) <= SKEW_MS) return ok(`right, by ${known.map(({ name }) => name).join(' and ')}`);
  const direction = worst.ahead > 0 ? 'behind' : 'ahead of';
  return broken(
    `this machine is ${span(Math.abs(worst.ahead))} ${direction} ${worst.name}`,
    'Switch on automatic time: AWS refuses requests of a machine that is five minutes wrong.',
  );
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, '; ');
}
