import type { Outbox } from '../../../lambdas/core/page-record.ts';
import { plan } from '../../../lambdas/core/plan.ts';
import type { PlanInput } from '../../../lambdas/core/plan-input.ts';
import { planGone } from '../../../lambdas/core/untold.ts';
import {
  ASSIGNEE_PROPERTY,
  DAY,
  HOUR,
  idsOf,
  MINUTE,
  NOW,
  notice,
  owedReadEntry,
  people,
  person,
  planInput,
  planSettings,
  reading,
  sighting,
  state,
} from './builders.ts';

const [ANA, BEN, CHO] = [person(1, 'Ana'), person(2, 'Ben'), person(3, 'Cho')];

/** What is owed to whom: one `channel state: names` for each notice. */
function owed(outbox: Outbox): string[] {
  return outbox.flatMap((entry) => {
    if (entry.kind !== 'notice') return [entry.kind];
    const names = entry.people.map(({ name }) => name).join(', ');
    return [`${entry.channel} ${entry.progress.state}: ${names}`];
  });
}

const owedAfter = (input: PlanInput) => owed(plan(input).outbox);

describe('direct messages', () => {
  const settings = planSettings({ channels: { ...planSettings().channels, assigned: ['slack-dm'] } });
  const waiting = notice([ANA], {
    id: 'ana',
    channel: 'slack-dm',
    progress: { state: 'pending', at: NOW + HOUR },
    attempts: 4,
    since: NOW - HOUR,
  });

  test('are one for each person, with ids of their own', () => {
    const { outbox } = plan(planInput([ANA, BEN, CHO], { settings }));
    expect(owed(outbox)).toEqual(['slack-dm pending: Ana', 'slack-dm pending: Ben', 'slack-dm pending: Cho']);
    expect(new Set(outbox.map(({ id }) => id)).size).toBe(3);
  });

  test('leave one that has trouble as it is, and take over nothing of it', () => {
    const { outbox } = plan(planInput([ANA, BEN], { previous: state([ANA]), outbox: [waiting], settings }));
    expect(outbox).toEqual([
      waiting,
      expect.objectContaining({ people: [BEN], attempts: 0, progress: { state: 'pending', at: NOW } }),
    ]);
  });

  test('of whom it does not hold any more are taken out alone', () => {
    const bens = { ...waiting, id: 'ben', people: [BEN] };
    const { outbox } = plan(
      planInput([BEN], { previous: state([ANA, BEN]), outbox: [waiting, bens], settings }),
    );
    expect(outbox).toEqual([bens]);
  });

  test('decide, where nothing else tells, who is forgotten with a page that is gone', () => {
    const gone = planGone({ state: state([ANA, BEN]), outbox: [waiting] }, NOW);
    expect(gone).toEqual({ state: state([BEN], { isGone: true }), outbox: [] });
  });
});

describe('a new assignee', () => {
  test('is owed one notice in each channel', () => {
    const { state: planned, outbox } = plan(planInput([ANA, BEN]));
    expect(planned).toEqual(state([ANA, BEN]));
    expect(owed(outbox)).toEqual(['comment pending: Ana, Ben', 'slack pending: Ana, Ben']);
    expect(outbox.map(({ progress, attempts, since }) => ({ progress, attempts, since }))).toEqual(
      outbox.map(() => ({ progress: { state: 'pending', at: NOW }, attempts: 0, since: NOW })),
    );
  });

  test.each([
    [['comment'] as const, ['comment pending: Ana']],
    [['slack'] as const, ['slack pending: Ana']],
    [[] as const, []],
  ])('is owed nothing but %j', (channels, expected) => {
    expect(
      owedAfter(
        planInput([ANA], {
          settings: planSettings({ channels: { ...planSettings().channels, assigned: channels } }),
        }),
      ),
    ).toEqual(expected);
  });

  test('joins those who still wait, and all wait as long as the last of them', () => {
    const waiting = notice([ANA], {
      progress: { state: 'pending', at: NOW + HOUR },
      attempts: 4,
      since: NOW - HOUR,
    });
    const { outbox } = plan(planInput([ANA, BEN], { previous: state([ANA]), outbox: [waiting] }));
    expect(owed(outbox)).toEqual(['comment pending: Ana, Ben', 'slack pending: Ben']);
    expect(outbox[0]).toMatchObject({
      progress: { at: NOW + HOUR },
      attempts: 4,
      since: NOW - HOUR,
      id: expect.stringMatching(/-5-assigned-comment$/),
    });
  });

  test.each([
    ['being sent', { state: 'sending', at: NOW - MINUTE } as const],
    ['given up', { state: 'failed', failedAt: NOW, reason: 'no', hint: 'mend it' } as const],
  ])('gets a notice beside one that is %s', (_, progress) => {
    const other = notice([ANA], { progress });
    const input = planInput([ANA, BEN], { previous: state([ANA]), outbox: [other] });
    expect(plan(input).outbox[0]).toEqual(other);
    expect(owedAfter(input).slice(1)).toEqual(['comment pending: Ben', 'slack pending: Ben']);
  });

  test('of a page with more than 45 is owed a part of several', () => {
    const { outbox } = plan(planInput(people(50)));
    expect(outbox.map((entry) => (entry.kind === 'notice' ? [entry.people.length, entry.part] : []))).toEqual(
      [
        [45, { number: 1, of: 2 }],
        [5, { number: 2, of: 2 }],
        [50, undefined],
      ],
    );
  });
});

test('parts that wait for different times are made anew together, for the latest', () => {
  const part = (number: number, at: number, attempts: number) =>
    notice([person(number)], {
      id: `part-${number}`,
      part: { number, of: 2 },
      progress: { state: 'pending', at },
      attempts,
      since: NOW - number * MINUTE,
    });
  const outbox = [part(1, NOW + HOUR, 1), part(2, NOW, 3)];
  const input = planInput([ANA], { previous: state([ANA, BEN]), outbox });
  expect(plan(input).outbox).toEqual([
    expect.objectContaining({
      people: [ANA],
      progress: { state: 'pending', at: NOW + HOUR },
      attempts: 3,
      since: NOW - 2 * MINUTE,
    }),
  ]);
  expect(plan(input).outbox[0]).not.toHaveProperty('part');
});

describe('who is not told any more', () => {
  const waiting = [notice([ANA, BEN]), notice([ANA, BEN], { id: 's', channel: 'slack' })];
  const known = { previous: state([ANA, BEN]), outbox: waiting };

  test('whoever was removed before', () => {
    expect(owedAfter(planInput([BEN], known))).toEqual(['comment pending: Ben', 'slack pending: Ben']);
    expect(owedAfter(planInput([], known))).toEqual([]);
  });

  test('whoever was muted meanwhile', () => {
    const settings = planSettings({ mute: { ...planSettings().mute, comment: [ANA.id], slack: [ANA.id] } });
    expect(owedAfter(planInput([ANA, BEN], { ...known, settings }))).toEqual([
      'comment pending: Ben',
      'slack pending: Ben',
    ]);
  });

  test('whoever turned out to be a bot', () => {
    const bot = { ...ANA, kind: 'bot' } as const;
    expect(owedAfter(planInput([bot, BEN], known))).toEqual(['comment pending: Ben', 'slack pending: Ben']);
  });
});

test('what still waits stays as it is while nobody comes or goes', () => {
  const waiting = [
    owedReadEntry(),
    notice([ANA], { progress: { state: 'pending', at: NOW + HOUR }, attempts: 4, since: NOW - DAY }),
    notice([ANA], { id: 's', channel: 'slack' }),
  ];
  const renamed = reading([ANA], { state: state([ANA], { title: 'Another title' }) });
  const input = planInput([ANA], { previous: state([ANA]), current: renamed, outbox: waiting });
  expect(plan(input)).toEqual({ state: renamed.state, outbox: waiting });
});

test('what waits for a channel that was switched off is still owed', () => {
  const settings = planSettings({ channels: { ...planSettings().channels, assigned: ['comment'] } });
  const outbox = [notice([ANA], { id: 's', channel: 'slack' })];
  expect(owedAfter(planInput([ANA, BEN], { previous: state([ANA]), outbox, settings }))).toEqual([
    'slack pending: Ana',
    'comment pending: Ben',
  ]);
});

test('a page whose first sight is silent is stored without a notice', () => {
  const moved = sighting({ type: 'page.moved', propertyIds: undefined });
  const input = planInput([ANA], { previous: undefined, sightings: [moved] });
  const passedOver = [
    { rule: 'assigned', people: [ANA], propertyIds: [ASSIGNEE_PROPERTY], readAt: NOW, mayBeOld: true },
  ];
  expect(plan(input)).toEqual({ state: state([ANA]), outbox: [], memory: { passedOver } });
});

describe('a page that is gone', () => {
  const failed = { state: 'failed', failedAt: NOW, reason: 'no', hint: 'mend it' } as const;
  const beingSent = notice([CHO], { id: 'c', progress: { state: 'sending', at: NOW } });
  const givenUp = notice([CHO], { id: 'f', progress: failed });

  test('owes nobody anything, but what is being sent or has failed stays', () => {
    const outbox = [notice([ANA]), beingSent, notice([ANA], { id: 's', channel: 'slack' }), givenUp];
    expect(planGone({ state: state([ANA, CHO]), outbox }, NOW).outbox).toEqual([beingSent, givenUp]);
  });

  test('forgets whom no comment reached, so that they are told should it come back', () => {
    const message = notice([ANA, BEN], { id: 's', channel: 'slack', told: [BEN.id] });
    const outbox = [notice([ANA]), message, beingSent];
    const known = { state: state([ANA, BEN, CHO], { title: 'T' }), outbox };
    const { state: left, outbox: owedNow } = planGone(known, NOW);
    expect(left).toEqual(state([BEN, CHO], { title: 'T', isGone: true }));

    const back = planInput([ANA, BEN, CHO], { previous: left, outbox: owedNow });
    expect(owedAfter(back)).toEqual(['comment sending: Cho', 'comment pending: Ana', 'slack pending: Ana']);
  });

  test('that was never read stays unknown', () => {
    const gone = planGone({ outbox: [owedReadEntry()] }, NOW);
    expect(gone).toEqual({ outbox: [owedReadEntry()] });
  });

  test('keeps all its assignees if nobody waits', () => {
    const known = { state: state([ANA, BEN]), outbox: [] };
    const gone = planGone(known, NOW);
    expect(idsOf(gone.state?.assignees ?? [])).toEqual([ANA.id, BEN.id]);
  });
});
