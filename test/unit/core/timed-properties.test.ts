import * as fc from 'fast-check';
import { momentBefore } from '../../../lambdas/core/due-dates.ts';
import { claimDue, settle } from '../../../lambdas/core/outbox.ts';
import type { Memory, Notice, OutboxEntry, PageState } from '../../../lambdas/core/page-record.ts';
import { plan } from '../../../lambdas/core/plan.ts';
import { assertProperty } from './assert-property.ts';
import { DAY, HOUR, idsOf, NOW, people, planInput, planSettings, reading, state } from './builders.ts';

const POOL = people(4);
const [, BEN, CHLOE] = POOL;
const ZONES = ['Europe/Berlin', 'America/New_York', 'Pacific/Auckland'];
const DAYS = ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-06'];
const STATUSES = ['To do', 'Blocked', 'Done', null];
const LADDER = {
  status: 'Blocked',
  steps: [
    { after: '0h', tell: { people: [BEN?.id ?? ''], assignees: false } },
    { after: '24h', tell: { people: [CHLOE?.id ?? ''], assignees: true } },
  ],
};

const config = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  daysBefore: fc.uniqueArray(fc.integer({ min: -2, max: 3 }), { minLength: 1 }),
});

/** What happens to a page after some hours. */
const step = fc.record({
  hours: fc.integer({ min: 0, max: 40 }),
  kind: fc.constantFrom('read' as const, 'read' as const, 'send' as const),
  assigned: fc.shuffledSubarray([...POOL]),
  due: fc.option(fc.constantFrom(...DAYS), { nil: null }),
  status: fc.constantFrom(...STATUSES),
  isDelivered: fc.boolean(),
});

interface Told {
  notice: Notice;
  state: PageState;
}

/** Lives a page's life. Resolves to every notice that was taken for sending, with the page at that time. */
function live(
  life: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[],
  reminders: { timeZone: string; daysBefore: number[] },
  look: (state: PageState, outbox: readonly OutboxEntry[], now: number) => void,
): Told[] {
  const told: Told[] = [];
  let previous: PageState | undefined;
  let memory: Memory | undefined;
  let outbox: OutboxEntry[] = [];
  let now = NOW;
  life.forEach(({ hours, kind, assigned, due, status, isDelivered }, index) => {
    now += hours * HOUR;
    if (kind === 'send') {
      if (!previous) return;
      const claimed = claimDue(outbox, now, now + HOUR);
      for (const { notice, lookFirst } of claimed.claims)
        if (!lookFirst && notice.subject) told.push({ notice, state: previous });
      outbox = claimed.claims.reduce(
        (left, { notice }) => (isDelivered ? settle(left, notice.id, { kind: 'delivered' }, now) : left),
        claimed.outbox,
      );
      return;
    }
    const current = state(assigned, { due: due === null ? null : { start: due }, status });
    const planned = plan(
      planInput([], {
        version: index,
        previous,
        memory,
        current: reading([], { state: current, startedAt: now }),
        outbox,
        sightings: [],
        settings: planSettings({
          watch: {
            only: [],
            statusProperty: 'Status',
            reminders: { property: 'Due', at: '09:00', completed: ['Done'], overdue: false, ...reminders },
            escalations: [LADDER],
          },
        }),
        now,
      }),
    );
    previous = planned.state;
    memory = planned.memory;
    outbox = planned.outbox;
    look(current, outbox, now);
  });
  return told;
}

const life = fc.array(step, { maxLength: 25 });

test('nobody is told twice of the same date and number of days, nor of the same step of one stay', () => {
  assertProperty(
    fc.property(life, config, (steps, reminders) => {
      const told = live(steps, reminders, () => {});
      for (const channel of ['comment', 'slack'] as const) {
        const keys = told
          .filter(({ notice }) => notice.channel === channel)
          .flatMap(({ notice }) => notice.people.map(({ id }) => JSON.stringify([notice.subject, id])));
        expect(new Set(keys).size).toBe(keys.length);
      }
    }),
  );
});

test('what is told holds at that time: the date, the status, and who is assigned', () => {
  assertProperty(
    fc.property(life, config, (steps, reminders) => {
      for (const { notice, state: page } of live(steps, reminders, () => {})) {
        const assigned = new Set(idsOf(page.assignees));
        if (notice.subject?.kind === 'due') {
          expect(page.due).toEqual({ start: notice.subject.day });
          expect(page.status).not.toBe('Done');
          expect(idsOf(notice.people).filter((id) => !assigned.has(id))).toEqual([]);
        } else {
          expect(page.status).toBe('Blocked');
          const ladder = LADDER.steps.flatMap(({ tell }) => tell.people);
          const others = idsOf(notice.people).filter((id) => !ladder.includes(id) && !assigned.has(id));
          expect(others).toEqual([]);
        }
      }
    }),
  );
});

test('a page wakes at the next moment of each rule, and for nothing else', () => {
  assertProperty(
    fc.property(life, config, (steps, reminders) => {
      live(steps, reminders, ({ due, status }, outbox, now) => {
        const wakes = outbox.flatMap((entry) =>
          entry.kind === 'wake' && entry.progress.state === 'pending' ? [entry] : [],
        );
        expect(wakes.every(({ progress }) => progress.state === 'pending' && progress.at > now)).toBe(true);
        const reminder = wakes.filter(({ rule }) => rule === 'reminder').map(({ progress }) => progress);
        const isOpen = due && status !== 'Done';
        const moments = isOpen
          ? reminders.daysBefore
              .map((days) => momentBefore(due.start, days, '09:00', reminders.timeZone))
              .filter((at) => at > now)
          : [];
        // What is ahead was never told, so the next is the earliest of all.
        const next = moments.length > 0 ? [{ state: 'pending', at: Math.min(...moments) }] : [];
        expect(reminder).toEqual(next);
        const ladder = wakes.filter(({ rule }) => rule === 'escalation');
        expect(ladder.length).toBeLessThanOrEqual(status === 'Blocked' ? 1 : 0);
        for (const { progress } of ladder)
          expect(progress.state === 'pending' && progress.at <= now + DAY).toBe(true);
      });
    }),
  );
});

test('the same page read again changes nothing', () => {
  assertProperty(
    fc.property(life, config, fc.constantFrom(...STATUSES), (steps, reminders, status) => {
      const last = {
        hours: 1,
        kind: 'read' as const,
        assigned: POOL.slice(0, 2),
        due: '2026-11-03',
        status,
        isDelivered: true,
      };
      const seen: string[] = [];
      live([...steps, last, { ...last, hours: 0 }], reminders, (_, outbox) =>
        seen.push(JSON.stringify(outbox)),
      );
      expect(seen.at(-1)).toBe(seen.at(-2));
    }),
  );
});
