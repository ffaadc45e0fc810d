import * as fc from 'fast-check';
import { mailFault, notionFault, slackFault } from './arbitrary-http-faults.ts';
import type { Crash } from './invocation.ts';
import type { TargetedFault } from './schedule.ts';

const SECOND = 1000;

const tableFault: fc.Arbitrary<TargetedFault> = fc.record({
  service: fc.constant('table'),
  target: fc.constantFrom(
    'table',
    'table.get',
    'table.get.page',
    'table.put.page',
    'table.update.workspace',
    'table.update.data-source',
    'table.put.user',
    'table.update.digest',
    'table.get.digest',
    'table.delete.digest',
    'table.put.slack-user',
    'table.put.overdue',
    'table.get.overdue',
    'table.query',
  ),
  fault: fc.oneof(
    fc.constantFrom(
      { kind: 'throttled' } as const,
      { kind: 'lost-answer' } as const,
      { kind: 'repeated' } as const,
    ),
    fc.integer({ min: 1, max: 200 }).map((tenths) => ({ kind: 'echo', delayMs: tenths * 100 }) as const),
    fc.integer({ min: 1, max: 12 }).map((seconds) => ({ kind: 'slow', delayMs: seconds * SECOND }) as const),
  ),
});

const queueFault: fc.Arbitrary<TargetedFault> = fc.record({
  service: fc.constant('queue'),
  target: fc.constantFrom('queue.send', 'queue.hide', 'dead-letters.send'),
  fault: fc.constantFrom({ kind: 'unavailable' } as const, { kind: 'lost-answer' } as const),
});

const secretsFault: fc.Arbitrary<TargetedFault> = fc.constant({
  service: 'secrets',
  target: 'secrets',
  fault: { kind: 'refused' },
});

export const anyFault = fc.oneof(
  { weight: 8, arbitrary: notionFault },
  { weight: 4, arbitrary: slackFault },
  { weight: 2, arbitrary: mailFault },
  { weight: 4, arbitrary: tableFault },
  { weight: 2, arbitrary: queueFault },
  { weight: 1, arbitrary: secretsFault },
);

/** Calls that few schedules come to. */
const RARE_CALLS = [
  'queue.send',
  'clock.sleep',
  'workspaces.rewrite',
  'notion.comments',
  'notion.dataSources',
  'notion.schema',
  'dataSources.saveSchema',
  'digests.join',
  'digests.move',
  'digests.remove',
  'notion.email',
  'slackBot.userIdOf',
  'users.loadSlack',
  'users.saveSlack',
  'overdue.load',
  'overdue.add',
  'overdue.move',
  'dueTimes.putOff',
  'notion.queryDue',
  'notion.update',
];

/** Empty: whatever call comes next, of those that are added later, too. */
export const CRASH_CALLS = [
  '',
  'pages.load',
  'pages.loadAll',
  'pages.save',
  'workspaces.take',
  'workspaces.rewrite',
  'workspaces.free',
  'workspaces.searchDueAt',
  'workspaces.setSearchDueAt',
  'dataSources.load',
  'dataSources.add',
  'dataSources.saveWatch',
  'dataSources.moveSweep',
  'digests.load',
  'digests.join',
  'digests.move',
  'digests.remove',
  'users.load',
  'users.save',
  'queue.send',
  'deliveries.hide',
  'deadLetters.park',
  'connect',
  'notion.page',
  'notion.people',
  'notion.user',
  'notion.me',
  'notion.comment',
  'notion.comments',
  'notion.query',
  'notion.dataSources',
  'notion.schema',
  'dataSources.saveSchema',
  'notion.email',
  'slack.post',
  'slackBot.post',
  'slackBot.userIdOf',
  'users.loadSlack',
  'users.saveSlack',
  'mailer.send',
  'overdue.load',
  'overdue.add',
  'overdue.move',
  'dueTimes.putOff',
  'notion.queryDue',
  'notion.update',
  'clock.sleep',
] as const;

export const CRASHES: readonly Crash[] = [{ kind: 'dies-before' }, { kind: 'dies-after' }, { kind: 'hangs' }];
export const crash = fc.constantFrom(...CRASHES);

export const crashCall = fc.constantFrom(...CRASH_CALLS, ...RARE_CALLS);
