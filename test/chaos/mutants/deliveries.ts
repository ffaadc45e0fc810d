import type { Mutant } from './mutant.ts';

/** Of what is sent, and may have been. */
export const DELIVERIES: readonly Mutant[] = [
  {
    name: 'a comment is repeated without a look',
    file: 'lambdas/consumer/notices/deliver.ts',
    text: "if (!delivery.lookFirst || delivery.notice.channel !== 'comment') return undefined;",
    replacement: 'if (delivery.notice.attempts < 1000) return undefined;',
  },
  {
    name: 'a claim does not outlast late effects',
    file: 'lambdas/consumer/work-workspace.ts',
    text: 'claimUntil: deadline + LATE_EFFECT_MS,',
    replacement: 'claimUntil: ports.clock.now() + (LATE_EFFECT_MS - LATE_EFFECT_MS),',
  },
  {
    name: 'any comment of the bot counts as this one',
    file: 'lambdas/core/comment-text.ts',
    text: 'isMarkedWith(links: readonly string[], noticeId: string): boolean {',
    replacement: `isMarkedWith(links: readonly string[], noticeId: string): boolean {
  if (links.length > 0) return true;`,
  },
  {
    name: 'the mark does not name the notice',
    file: 'lambdas/core/comment-text.ts',
    text: 'noticeLinkOf(dashboardUrl: string, noticeId: string): string {',
    replacement: `noticeLinkOf(dashboardUrl: string, noticeId: string): string {
  if (noticeId.length > 0) return dashboardUrl + '/notices/1';`,
  },
  {
    name: 'a call that died is not looked after',
    file: 'lambdas/core/outbox.ts',
    text: "return entry.progress.state !== 'failed' && entry.progress.at <= now;",
    replacement: "return entry.progress.state === 'pending' && entry.progress.at <= now;",
  },
  {
    name: 'an unknown outcome of a comment counts as none',
    file: 'lambdas/core/classify.ts',
    text: "return isRepeatable(operation) ? { kind: 'deferred', reason, retryAfterMs } : { kind: 'unknown', reason };",
    replacement: "return { kind: 'deferred', reason, retryAfterMs };",
  },
  {
    name: 'a message that nobody answered counts as sent',
    file: 'lambdas/core/classify.ts',
    text: "? { kind: 'deferred', reason: reasonOf(failure) }",
    replacement:
      "? { kind: failure.service === 'notion' ? 'deferred' : 'committed', reason: reasonOf(failure) }",
  },
  {
    name: 'what somebody died over is told, whether it is still so or not',
    file: 'lambdas/consumer/notices/still-wished.ts',
    text: 'const still = whereItHolds(notice, known, watchOf(workspace, dataSourceId));',
    replacement: 'const still = whereItHolds(notice, known, watchOf(workspace, dataSourceId)) ?? notice;',
  },
  {
    name: 'who left before being told stays in the notice',
    file: 'lambdas/core/pending-notices.ts',
    text: 'const isUnchanged = people.length === waiting.size && people.every(({ id }) => waiting.has(id));',
    replacement: 'const isUnchanged = pending.length > 0 && people.every(({ id }) => waiting.has(id));',
  },
];
