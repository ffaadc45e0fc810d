import * as fc from 'fast-check';
import {
  claimDue,
  givenUp,
  isDue,
  isGivenUp,
  type Settlement,
  settle,
} from '../../../lambdas/core/outbox.ts';
import type { OutboxEntry, Progress } from '../../../lambdas/core/page-record.ts';
import { failed, outbox } from './arbitraries.ts';
import { assertProperty } from './assert-property.ts';
import { DAY, MINUTE, NOW, notice, person } from './builders.ts';

const UNTIL = NOW + 2 * MINUTE;

describe('isDue', () => {
  test.each<[string, Progress, boolean]>([
    ['pending, now', { state: 'pending', at: NOW }, true],
    ['pending, later', { state: 'pending', at: NOW + 1 }, false],
    ['in sending, its time over', { state: 'sending', at: NOW }, true],
    ['in sending, its time not over', { state: 'sending', at: NOW + 1 }, false],
    ['failed', failed, false],
  ])('what is %s', (_, each, expected) => {
    expect(isDue(notice([], { progress: each }), NOW)).toBe(expected);
  });
});

describe('claimDue', () => {
  test('takes every notice that is due, and nothing else', () => {
    assertProperty(
      fc.property(outbox, (before) => {
        const { outbox: after, claims } = claimDue(before, NOW, UNTIL);
        const due = before.filter((entry) => entry.kind === 'notice' && isDue(entry, NOW));
        expect(claims.map(({ notice: { id } }) => id)).toEqual(due.map(({ id }) => id));
        expect(after).toEqual(
          before.map((entry) =>
            due.includes(entry) ? { ...entry, progress: { state: 'sending', at: UNTIL } } : entry,
          ),
        );
      }),
    );
  });

  test('what was left in sending is to be looked up first, what was pending is not', () => {
    const left = notice([], { id: 'left', progress: { state: 'sending', at: NOW } });
    const waiting = notice([], { id: 'waiting', progress: { state: 'pending', at: NOW } });
    const { claims } = claimDue([left, waiting], NOW, UNTIL);
    expect(claims.map(({ lookFirst }) => lookFirst)).toEqual([true, false]);
  });

  test('nobody claims again what is claimed', () => {
    assertProperty(
      fc.property(outbox, (before) => {
        const claimed = claimDue(before, NOW, UNTIL);
        expect(
          claimDue(claimed.outbox, UNTIL - 1, UNTIL + MINUTE).claims.map(({ notice: { id } }) => id),
        ).toEqual(
          claimDue(before, UNTIL - 1, UNTIL)
            .claims.map(({ notice: { id } }) => id)
            .filter((id) => !claimed.claims.some((claim) => claim.notice.id === id)),
        );
        expect(claimDue(claimed.outbox, NOW, UNTIL).claims).toEqual([]);
      }),
    );
  });
});

describe('settle', () => {
  const claimed = notice([person(1)], { id: 'n', progress: { state: 'sending', at: UNTIL }, since: NOW - 5 });
  const settledAs = (settlement: Settlement, entry = claimed) => settle([entry], 'n', settlement, NOW);

  test.each<Settlement>([{ kind: 'delivered' }, { kind: 'dropped', reason: 'gone' }])(
    '$kind: it is no longer owed',
    (settlement) => {
      expect(settledAs(settlement)).toEqual([]);
    },
  );

  test.each(['pending', 'sending'] as const)('%s: one failure more', (kind) => {
    const settlement = { kind, at: NOW + 9, reason: '503' };
    const first = { ...claimed, progress: { state: kind, at: NOW + 9 }, attempts: 1, since: NOW };
    expect(settledAs(settlement)).toEqual([first]);
    const again = { ...claimed, attempts: 3 };
    expect(settledAs(settlement, again)).toEqual([{ ...first, attempts: 4, since: again.since }]);
  });

  test.each(['pending', 'sending'] as const)('returned to %s: no failure of its own', (to) => {
    expect(settledAs({ kind: 'returned', to, at: NOW + 9, reason: 'halted' })).toEqual([
      { ...claimed, progress: { state: to, at: NOW + 9 } },
    ]);
  });

  test('failed: kept with the reason for the operator', () => {
    expect(settledAs({ kind: 'failed', reason: '400', hint: 'mend it' })).toEqual([
      { ...claimed, progress: { state: 'failed', failedAt: NOW, reason: '400', hint: 'mend it' } },
    ]);
  });

  const settlement: fc.Arbitrary<Settlement> = fc.oneof(
    fc.constant<Settlement>({ kind: 'delivered' }),
    fc.constant<Settlement>({ kind: 'pending', at: NOW + 9, reason: '503' }),
    fc.constant<Settlement>({ kind: 'failed', reason: '400', hint: 'mend it' }),
  );

  test('touches no other entry but to note who was told since, and brings back none that is not there', () => {
    assertProperty(
      fc.property(outbox, fc.nat(12), settlement, (before, index, each) => {
        const id = `n-${index}`;
        const noteless = (entry: OutboxEntry) =>
          entry.kind === 'notice' ? { ...entry, toldSince: undefined } : entry;
        const others = (entries: OutboxEntry[]) => entries.filter((entry) => entry.id !== id).map(noteless);
        const settled = settle(before, id, each, NOW);
        expect(others(settled)).toEqual(others(before));
        expect(settled.length).toBeLessThanOrEqual(before.length);
      }),
    );
  });
});

describe('what fails for too long', () => {
  test.each([
    ['never failed', 0, NOW - 2 * DAY, false],
    ['failed for not quite a day', 9, NOW - DAY + 1, false],
    ['failed for a day', 1, NOW - DAY, true],
  ])('what %s', (_, attempts, since, expected) => {
    expect(isGivenUp({ attempts, since }, NOW)).toBe(expected);
  });

  test('is given up with its last reason', () => {
    expect(givenUp('slack: 503: no')).toEqual({
      kind: 'failed',
      reason: 'still failing after a day: slack: 503: no',
      hint: expect.stringContaining('retry'),
    });
  });
});
