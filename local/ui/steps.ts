import type { Delivery } from '../notion/webhooks.ts';
import type { Step } from './state.ts';
import type { Arrival, Ending, NoticeTrace } from './trace.ts';

/** All that is known of one way. */
export interface Traces {
  /** Where Notion is simulated. */
  delivery?: Delivery | undefined;
  arrivals: readonly Arrival[];
  /** One for each time that the consumer had it. */
  endings: readonly Ending[];
  /** The latest word on each notice that it led to. */
  notices: readonly NoticeTrace[];
}

const CHANNELS = ['comment', 'slack', 'email'] as const;
/** Shown only where somebody is told there. */
const OPTIONAL: ReadonlySet<string> = new Set(['email']);

/** What does not happen to a webhook that is turned away. */
const NOT_TAKEN = (['queued', 'consumed', ...CHANNELS.filter((one) => !OPTIONAL.has(one))] as const).map(
  (name): Step => ({ name, state: 'none' }),
);

/** In their order: a webhook is answered only once its event is queued. */
export function stepsOf(traces: Traces): Step[] {
  const { delivery, arrivals } = traces;
  if (delivery?.fate === 'lost') return [];
  if (delivery?.fate === 'forged') return [answeredStep(delivery), ...NOT_TAKEN];
  return [
    ...(delivery || arrivals.length > 0 ? [queuedStep(traces)] : []),
    ...(delivery ? [answeredStep(delivery)] : []),
    consumedStep(traces),
    ...channelsIn(traces).map((channel) => channelStep(channel, traces)),
  ];
}

function channelsIn({ notices }: Traces): (typeof CHANNELS)[number][] {
  const used = new Set(notices.map(({ channel }) => channel));
  return CHANNELS.filter((channel) => !OPTIONAL.has(channel) || used.has(channel));
}

export function isAcknowledged({ attempts }: Delivery): boolean {
  const last = attempts.at(-1);
  return last !== undefined && isTaken(last);
}

function isTaken(attempt: Delivery['attempts'][number]): boolean {
  return 'status' in attempt && attempt.status >= 200 && attempt.status < 300;
}

function queuedStep({ arrivals, endings }: Traces): Step {
  const queued = arrivals.find(({ kind }) => kind === 'queued');
  if (queued) return { name: 'queued', state: 'done', at: queued.at };
  if (arrivals.length > 0) return { name: 'queued', state: 'none' };
  // What an earlier run queued is not in this one's log.
  return { name: 'queued', state: endings.length > 0 ? 'done' : 'waiting' };
}

function answeredStep(delivery: Delivery): Step {
  const last = delivery.attempts.at(-1);
  if (!last) return { name: 'answered', state: 'waiting' };
  const tries = delivery.attempts.length;
  const { status, error } = 'status' in last ? { ...last, error: undefined } : { ...last, status: undefined };
  const taken = delivery.attempts.filter(isTaken).length;
  const times = taken > 1 ? `delivered ${taken} times` : `try ${tries}`;
  const notes = [...(error === undefined ? [] : [error]), ...(tries > 1 ? [times] : [])];
  return {
    name: 'answered',
    state: isAcknowledged(delivery) ? 'done' : 'failed',
    at: last.at,
    status,
    note: notes.join(', ') || undefined,
  };
}

function consumedStep({ arrivals, endings, notices }: Traces): Step {
  const last = endings.at(-1);
  if (!last) return { name: 'consumed', state: isIgnored(arrivals) ? 'none' : 'waiting' };
  const isLost = last.outcome === 'failed' || last.outcome === 'parked';
  // A notice that failed is shown at its own step.
  const state = isLost && notices.length === 0 ? 'failed' : 'done';
  return { name: 'consumed', state, at: last.at - (last.durationMs ?? 0) };
}

function channelStep(name: (typeof CHANNELS)[number], { arrivals, endings, notices }: Traces): Step {
  const own = notices.filter(({ channel }) => channel === name);
  const last = own.at(-1);
  if (!last) {
    const isOver = isIgnored(arrivals) || (endings.length > 0 && !isToComeAgain(endings));
    return { name, state: isOver ? 'none' : 'waiting' };
  }
  const states = own.map(({ outcome }) => stateOf(outcome));
  const state = (['failed', 'waiting', 'done'] as const).find((one) => states.includes(one)) ?? 'none';
  const decisive = own.findLast(({ outcome }) => stateOf(outcome) === state) ?? last;
  const note = decisive.outcome === 'observed' ? 'observed, not sent' : decisive.reason;
  return { name, state, at: decisive.at, note };
}

function isIgnored(arrivals: readonly Arrival[]): boolean {
  return arrivals.length > 0 && arrivals.every(({ kind }) => kind === 'ignored');
}

/** Its message goes back to the queue, or its page's read is still owed. */
function isToComeAgain(endings: readonly Ending[]): boolean {
  const outcome = endings.at(-1)?.outcome;
  return outcome === 'halted' || outcome === 'failed' || outcome === 'deferred';
}

function stateOf(outcome: string): Step['state'] {
  switch (outcome) {
    case 'delivered':
    case 'observed':
      return 'done';
    case 'failed':
      return 'failed';
    case 'dropped':
      return 'none';
    default:
      return 'waiting';
  }
}
