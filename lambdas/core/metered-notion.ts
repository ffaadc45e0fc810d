import type { Budget } from './budget.ts';
import { classify } from './classify.ts';
import type { Result } from './failure.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Notion } from './ports/notion.ts';

/**
 * Notion, within the workspace's budget and the invocation's time: a call that would go beyond either is not
 * made, and none is made after an answer that halts the workspace.
 *
 * @param lastCallAt no call begins after this (ms): it could outlive the invocation
 * @param log counts what stops the workspace
 * @param onHalt told until when (ms), whatever the caller makes of such an answer
 */
export function meterNotion(
  notion: Notion,
  budget: Budget,
  clock: Clock,
  lastCallAt: number,
  log: Pick<Log, 'count'>,
  onHalt: (until: number) => void,
): Notion {
  let halted = { until: 0, reason: '' };

  /** Why no call may begin now, if none may. */
  function refusal(): Result<never> | undefined {
    const now = clock.now();
    if (now < halted.until) return notTried(halted.until, halted.reason);
    return now > lastCallAt ? notTried(now, 'no time left in this invocation') : undefined;
  }

  async function within<Value>(call: () => Promise<Result<Value>>): Promise<Result<Value>> {
    const refused = refusal();
    if (refused) return refused;
    const spent = budget.spend(clock.now());
    if (spent.kind === 'empty') {
      log.count('BudgetExhausted');
      return notTried(spent.until, 'the budget of calls is used up');
    }
    if (spent.waitMs > 0) {
      await clock.sleep(spent.waitMs);
      const refusedMeanwhile = refusal();
      if (refusedMeanwhile) return refusedMeanwhile;
    }
    const result = await call();
    const verdict = result.ok ? undefined : classify('read', result.failure, clock.now());
    if (verdict?.kind === 'halted') halt(clock.now() + verdict.forMs, verdict.reason);
    return result;
  }

  /** Calls are made side by side: of several that halt, the longest counts. */
  function halt(until: number, reason: string): void {
    log.count('WorkspaceHalted');
    if (until > halted.until) halted = { until, reason };
    onHalt(until);
  }

  return {
    page: (...args) => within(() => notion.page(...args)),
    people: (...args) => within(() => notion.people(...args)),
    user: (...args) => within(() => notion.user(...args)),
    email: (...args) => within(() => notion.email(...args)),
    me: () => within(() => notion.me()),
    update: (...args) => within(() => notion.update(...args)),
    comment: (...args) => within(() => notion.comment(...args)),
    comments: (...args) => within(() => notion.comments(...args)),
    query: (...args) => within(() => notion.query(...args)),
    queryDue: (...args) => within(() => notion.queryDue(...args)),
    schema: (...args) => within(() => notion.schema(...args)),
    dataSources: (...args) => within(() => notion.dataSources(...args)),
  };
}

function notTried(until: number, message: string): Result<never> {
  return { ok: false, failure: { kind: 'not-tried', service: 'notion', until, message } };
}
