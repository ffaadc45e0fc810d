import type { Ending, NoticeTrace, Trace } from './trace.ts';

/** One go at a page: the messages that asked for it, and the notices that it sent or tried to send. */
export interface Run {
  notices: NoticeTrace[];
  /** Never none. */
  endings: Ending[];
}

/**
 * The consumer logs a page's notices, then one ending for each message that was about the page. It works on a
 * page only once at a time, so the lines of one page are never those of two runs mixed.
 *
 * @param traces in the order in which they were logged
 */
export function runsOf(traces: readonly Trace[]): Run[] {
  const runs: Run[] = [];
  const latest = new Map<string, Run>();
  const notices = new Map<string, NoticeTrace[]>();
  for (const trace of traces) {
    if (trace.kind === 'notice') {
      notices.set(trace.pageId, [...(notices.get(trace.pageId) ?? []), trace]);
    } else if (trace.kind === 'ending') {
      const { pageId = '' } = trace;
      const before = latest.get(pageId);
      if (before && !notices.has(pageId) && before.endings.some((ending) => isSameRun(ending, trace))) {
        before.endings.push(trace);
        continue;
      }
      const run = { notices: notices.get(pageId) ?? [], endings: [trace] };
      notices.delete(pageId);
      latest.set(pageId, run);
      runs.push(run);
    }
  }
  return runs;
}

/** All messages of a run are logged with the one result. */
function isSameRun(one: Ending, other: Ending): boolean {
  return one.outcome === other.outcome && one.reason === other.reason && one.durationMs === other.durationMs;
}
