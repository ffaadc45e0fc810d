import { type FaultUse, reportOf } from '../../../local/ui/demonstration/report.ts';
import type { FaultName, SeenAssignment } from '../../../local/ui/state.ts';

const told: SeenAssignment = {
  id: '1',
  page: 'Invoices',
  person: 'Ben',
  webhooks: 1,
  comments: 1,
  slack: 1,
};
const { slack: _, ...toldWithoutSlack } = told;

function report(name: FaultName, use: Partial<FaultUse>, ...assignments: SeenAssignment[]) {
  return reportOf(name, { on: false, struck: 0, answers: [], isHeldUp: false, ...use }, assignments);
}

test.each<[string, SeenAssignment[], 'open' | 'kept' | 'broken']>([
  ['everybody is told once', [told, told], 'kept'],
  ['somebody is not told yet', [told, { ...told, comments: 0, slack: 0 }], 'open'],
  ['only Slack is still to come', [{ ...told, slack: 0 }], 'open'],
  ['only the comment is still to come', [{ ...told, comments: 0 }], 'open'],
  ['a comment is there twice', [{ ...told, comments: 2 }], 'broken'],
  ['a Slack message is there twice', [told, { ...told, slack: 2 }], 'broken'],
  ['two comments, while Slack is to come', [{ ...told, comments: 2, slack: 0 }], 'broken'],
  ['there is no Slack to be looked at', [toldWithoutSlack], 'kept'],
])('the verdict when %s', (_, assignments, verdict) => {
  expect(report('deliver-twice', { on: true }, ...assignments)?.verdict).toBe(verdict);
});

test.each<[FaultName, Partial<FaultUse>, SeenAssignment[], string, string | undefined]>([
  ['deliver-twice', { on: true }, [], 'Switched on.', 'Now assign somebody to a task.'],
  [
    'deliver-twice',
    { on: true },
    [{ ...told, webhooks: 2 }],
    '1 assignment: 2 webhooks, 1 comment, 1 Slack message.',
    undefined,
  ],
  [
    'deliver-twice',
    { on: true },
    [told, toldWithoutSlack],
    '2 assignments: 2 webhooks, 2 comments, 1 Slack message.',
    undefined,
  ],
  [
    'drop-second',
    { struck: 1 },
    [toldWithoutSlack],
    '1 webhook lost. 1 assignment: 1 webhook, 1 comment.',
    undefined,
  ],
  [
    'slack-down',
    { on: true, struck: 2 },
    [{ ...told, slack: 0 }],
    'Slack refused 2 messages. 1 assignment: 1 webhook, 1 comment, 0 Slack messages.',
    'Now switch it off, and let 15 minutes pass.',
  ],
  [
    'slack-down',
    { struck: 1 },
    [{ ...told, slack: 0 }],
    'Slack refused 1 message. 1 assignment: 1 webhook, 1 comment, 0 Slack messages.',
    'Now let 15 minutes pass: what waits is tried again.',
  ],
  [
    'notion-429',
    { on: true, struck: 1 },
    [{ ...told, comments: 0, slack: 0 }],
    'Notion refused 1 call. 1 assignment: 1 webhook, 0 comments, 0 Slack messages.',
    'Now switch it off: Pagebell goes on within ten seconds.',
  ],
  [
    'kill-consumer',
    { struck: 1 },
    [{ ...told, slack: 0 }],
    'The consumer was killed. 1 assignment: 1 webhook, 1 comment, 0 Slack messages.',
    'Its messages come again after their visibility time-out, two minutes at most; “Let 15 minutes pass” shortens the wait.',
  ],
  [
    'deliver-twice',
    { on: true, isHeldUp: true },
    [{ ...told, comments: 0, slack: 0 }],
    '1 assignment: 1 webhook, 0 comments, 0 Slack messages.',
    'This may wait behind the messages of the killed consumer, which come again after their visibility time-out, two minutes at most; “Let 15 minutes pass” shortens the wait.',
  ],
  [
    'deliver-twice',
    { isHeldUp: true },
    [told],
    '1 assignment: 1 webhook, 1 comment, 1 Slack message.',
    undefined,
  ],
  [
    'slack-down',
    { struck: 1, isHeldUp: true },
    [{ ...told, slack: 0 }],
    'Slack refused 1 message. 1 assignment: 1 webhook, 1 comment, 0 Slack messages.',
    'Now let 15 minutes pass: what waits is tried again.',
  ],
  [
    'kill-consumer',
    { on: true },
    [{ ...told, comments: 0, slack: 0 }],
    '1 assignment: 1 webhook, 0 comments, 0 Slack messages.',
    undefined,
  ],
])('%s, %j: what is said, and what to do next', (name, use, assignments, summary, next) => {
  const said = report(name, use, ...assignments);
  expect({ summary: said?.summary, next: said?.next }).toEqual({ summary, next });
});

test('nothing is said of a switch that was on while nobody was assigned', () => {
  expect(report('slack-down', { on: false })).toBeUndefined();
});

test.each([
  [[401], 'kept', '1 forged webhook, answered 401: nothing was queued, and nobody was told.'],
  [[401, 401], 'kept', '2 forged webhooks, answered 401: nothing was queued, and nobody was told.'],
  [[401, 200], 'broken', '2 forged webhooks, answered 401 and 200: it should have been 401.'],
])('forged webhooks that are answered %j', (answers, verdict, summary) => {
  expect(report('forge-signature', { answers })).toMatchObject({ verdict, summary });
});
