import type { Delivery } from '../notion/webhooks.ts';
import type { Directory } from './directory.ts';
import { runsOf } from './runs.ts';
import type { Way } from './state.ts';
import { isAcknowledged, stepsOf, type Traces } from './steps.ts';
import type { Arrival, Ending, NoticeTrace, Trace } from './trace.ts';
import { whatHappened, whatTypeTells } from './what-happened.ts';

/** What was collected for one way. */
interface Collected extends Traces {
  arrivals: Arrival[];
  endings: Ending[];
  notices: NoticeTrace[];
}

const MOST_WAYS = 40;

/**
 * Joins what Notion sent with what the functions logged: by event id, a run's notices by its page, and what
 * became of a notice later by the notice's id.
 *
 * @param traces in the order in which they were logged
 * @returns the newest first
 */
export function waysOf(
  deliveries: readonly Delivery[],
  traces: readonly Trace[],
  directory: Directory,
): Way[] {
  const ways = [...collect(deliveries, traces)].flatMap(([id, collected]) => {
    const way = toWay(id, collected, directory);
    return way ? [way] : [];
  });
  return ways.sort((one, other) => other.at - one.at).slice(0, MOST_WAYS);
}

function collect(deliveries: readonly Delivery[], traces: readonly Trace[]): Map<string, Collected> {
  const ways = new Map<string, Collected>();
  const wayOf = (id: string): Collected => {
    const known = ways.get(id) ?? { arrivals: [], endings: [], notices: [] };
    ways.set(id, known);
    return known;
  };
  for (const delivery of deliveries) wayOf(delivery.payload.id).delivery = delivery;
  for (const trace of traces) {
    if (trace.kind === 'queued' || trace.kind === 'ignored') wayOf(eventKey(trace)).arrivals.push(trace);
  }
  const latest = new Map(traces.flatMap((one) => (one.kind === 'notice' ? [[one.noticeId, one]] : [])));
  for (const { endings, notices } of runsOf(traces)) {
    for (const ending of endings) {
      const way = wayOf(endingKey(ending));
      way.endings.push(ending);
      way.notices.push(...notices.map((notice) => latest.get(notice.noticeId) ?? notice));
    }
  }
  return ways;
}

/** An event without an id, as some tutorials send them, is told from others by its page alone. */
function eventKey({ eventId, entityId = 'unknown' }: Pick<Arrival, 'eventId' | 'entityId'>): string {
  return eventId ?? entityId;
}

function endingKey(ending: Ending): string {
  if (ending.job === 'event') return eventKey({ eventId: ending.eventId, entityId: ending.pageId });
  return ending.messageId;
}

/** Undefined for a delivery that an earlier run took: nothing is logged of it any more. */
function toWay(id: string, collected: Collected, directory: Directory): Way | undefined {
  const { delivery, arrivals, endings } = collected;
  const logged = arrivals[0] ?? endings[0];
  if (!logged && (!delivery || isAcknowledged(delivery))) return undefined;
  const { type, pageId } = subjectOf(collected);
  return {
    id,
    at: delivery ? Date.parse(delivery.payload.timestamp) : (logged?.at ?? 0),
    what: whatOf(collected, directory),
    type,
    pageId,
    page: pageId === undefined ? undefined : directory.page(pageId),
    steps: stepsOf(collected),
    ...endOf(collected),
  };
}

function subjectOf({ delivery, arrivals, endings }: Collected): Pick<Way, 'type' | 'pageId'> {
  if (delivery) {
    const { payload } = delivery;
    const pageId = payload.type === 'comment.created' ? payload.data.page_id : payload.entity.id;
    return { type: payload.type, pageId };
  }
  const [arrival] = arrivals;
  const [ending] = endings;
  return { type: arrival?.type ?? ending?.type, pageId: arrival?.entityId ?? ending?.pageId };
}

function whatOf({ delivery, arrivals, endings }: Collected, directory: Directory): string {
  if (delivery) {
    const told = whatHappened(delivery.payload, directory);
    return delivery.fate === 'forged' ? `Forged: “${told}”` : told;
  }
  const [ending] = endings;
  switch (ending?.job) {
    case 'due':
      return 'The timer found something due';
    case 'retry':
      return 'Tried again for an operator';
    case 'mirror':
      return 'Mirrored from another workspace';
    default:
      return whatTypeTells(arrivals[0]?.type ?? ending?.type);
  }
}

function endOf(collected: Collected): Pick<Way, 'outcome' | 'reason' | 'durationMs' | 'retryAt'> {
  const { delivery, arrivals, endings, notices } = collected;
  if (delivery?.fate === 'lost') return { outcome: 'lost', reason: 'the webhook was dropped on its way' };
  if (delivery?.fate === 'forged') return { outcome: 'rejected', reason: 'not signed by Notion' };
  const last = endings.at(-1);
  if (last) {
    const { outcome, reason, durationMs } = last;
    const isMadeGood = notices.length > 0 && notices.every((notice) => notice.outcome === 'delivered');
    if (outcome === 'deferred' && isMadeGood) return { outcome: 'done', reason: 'delivered in the end' };
    return { outcome, reason, durationMs };
  }
  const arrival = arrivals.at(-1);
  if (arrival?.kind === 'ignored') return { outcome: 'ignored', reason: arrival.reason };
  if (arrival || !delivery || delivery.attempts.length === 0) return { outcome: 'open' };
  const { nextAt } = delivery;
  return {
    outcome: 'refused',
    reason: nextAt === undefined ? 'given up' : 'Notion tries again',
    retryAt: nextAt,
  };
}
