import type { Calls } from '../core/budget.ts';
import { HOUR, type HourFigures, LATENCY_BOUNDS } from '../core/journal.ts';
import type { PageRecord, Progress } from '../core/page-record.ts';
import type { QueueState } from '../core/ports/queue.ts';
import type { WorkspaceSettings } from '../core/settings.ts';
import { type FoundLines, findLines, type LineFilter } from './find-lines.ts';
import type { DashboardPorts } from './ports.ts';

/** Hours that the plot shows, the current one included. */
const HOURS = 24;
const MINUTE_SECONDS = 60;

/** All that the first page shows of one workspace. */
export interface Overview {
  at: number;
  /** Undefined where SQS does not answer. */
  queue: QueueState | undefined;
  deferred: number;
  budget: { used: number; limit: number };
  /** A halt keeps the workspace from working before (ms). */
  closedUntil: number | undefined;
  parked: ParkedGroup[];
  /** Parked records of this workspace that cannot be read. */
  unreadable: number;
  /** There are more parked pages than `parked` has. */
  hasMoreParked: boolean;
  /** One for each of the last 24 hours, the earliest first. */
  hours: HourFigures[];
  found: FoundLines;
}

/** What an operator must look at, for one reason. */
export interface ParkedGroup {
  reason: string;
  hint: string;
  /** Of notices and reads. */
  count: number;
  /** When the last of them was given up (ms). */
  lastAt: number;
  /** Some of the pages concerned. */
  pages: { pageId: string; title: string | undefined }[];
}

/** @throws {StoreUnavailable} if the table does not answer; the queues may be out of reach */
export async function readOverview(
  { key, callsPerMinute }: WorkspaceSettings,
  filter: LineFilter,
  ports: DashboardPorts,
): Promise<Overview> {
  const at = ports.clock.now();
  const since = Math.floor(at / HOUR) * HOUR - (HOURS - 1) * HOUR;
  const [queue, standing, hours, found] = await Promise.all([
    ports.queues.read().catch((error: unknown) => {
      ports.log.warn('The queues could not be read', { reason: String(error) });
      return undefined;
    }),
    ports.standing.read(key),
    ports.journal.hours(key, since, at),
    findLines((limit, before) => ports.journal.latest(key, limit, before), filter),
  ]);
  const { closedUntil = 0 } = standing;
  return {
    at,
    queue,
    deferred: standing.deferred,
    budget: { used: usedOf(standing.calls, at), limit: callsPerMinute },
    closedUntil: closedUntil > at ? closedUntil : undefined,
    parked: groupParked(standing.parked),
    unreadable: standing.unreadable,
    hasMoreParked: standing.hasMoreParked,
    hours: withEmptyHours(hours, since),
    found,
  };
}

/** Calls of the trailing minute, which begins with a whole second as the budget's does. */
function usedOf(calls: Calls, now: number): number {
  const oldest = Math.floor(now / 1000) - MINUTE_SECONDS;
  return Object.entries(calls).reduce(
    (sum, [second, count]) => sum + (Number(second) >= oldest ? count : 0),
    0,
  );
}

type Failed = Extract<Progress, { state: 'failed' }>;

/** By reason, the one that came last at first. */
export function groupParked(records: readonly PageRecord[]): ParkedGroup[] {
  const groups = new Map<string, ParkedGroup>();
  for (const { pageId, state, outbox } of records) {
    for (const { progress } of outbox) {
      if (progress.state === 'failed') add(progress, { pageId, title: state?.title });
    }
  }
  return [...groups.values()].sort((a, b) => b.lastAt - a.lastAt);

  function add({ reason, hint, failedAt }: Failed, page: ParkedGroup['pages'][number]): void {
    const group = groups.get(reason) ?? { reason, hint, count: 0, lastAt: failedAt, pages: [] };
    group.count += 1;
    group.lastAt = Math.max(group.lastAt, failedAt);
    if (!group.pages.some(({ pageId }) => pageId === page.pageId)) group.pages.push(page);
    groups.set(reason, group);
  }
}

function withEmptyHours(hours: readonly HourFigures[], since: number): HourFigures[] {
  const known = new Map(hours.map((figures) => [figures.hour, figures]));
  return Array.from({ length: HOURS }, (_, index) => {
    const hour = since + index * HOUR;
    return known.get(hour) ?? { hour, outcomes: {}, latencies: LATENCY_BOUNDS.map(() => 0).concat(0) };
  });
}
