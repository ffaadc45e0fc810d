import * as fc from 'fast-check';
import { claimDue, settle } from '../../../lambdas/core/outbox.ts';
import type { Assignee, Channel, Notice, OutboxEntry } from '../../../lambdas/core/page-record.ts';
import { plan } from '../../../lambdas/core/plan.ts';
import { assertProperty } from './assert-property.ts';
import {
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
  uuid,
} from './builders.ts';

const BOT: Assignee = { id: uuid(50), kind: 'bot', name: 'Robot' };
const GROUP: Assignee = { id: uuid(51), kind: 'group', name: 'Design' };
const POOL: readonly Assignee[] = [...people(5), { id: uuid(52), kind: 'unknown' }, GROUP, BOT];
const MUTED = person(4);
const SELF = person(0);
const CHANNELS = ['comment', 'slack'] as const satisfies Channel[];

const somebody = fc.shuffledSubarray([...POOL]);
const channel = fc.constantFrom(...CHANNELS);

/** What an outbox may hold: at most one pending notice a channel, and any others. */
const outbox: fc.Arbitrary<OutboxEntry[]> = fc
  .record({
    pending: fc.uniqueArray(fc.record({ channel, people: fc.subarray([...POOL], { minLength: 1 }) }), {
      selector: (each) => each.channel,
    }),
    others: fc.array(fc.record({ channel, people: somebody, isFailed: fc.boolean() }), { maxLength: 4 }),
    read: fc.boolean(),
  })
  .map(({ pending, others, read }) => [
    ...(read ? [owedReadEntry()] : []),
    ...pending.map((each) => notice(each.people, { id: `pending-${each.channel}`, channel: each.channel })),
    ...others.map(({ isFailed, ...each }, index) =>
      notice(each.people, {
        id: `other-${index}`,
        channel: each.channel,
        progress: isFailed
          ? { state: 'failed', failedAt: NOW, reason: 'no', hint: 'mend it' }
          : { state: 'sending', at: NOW },
      }),
    ),
  ]);

const pendingOf = (entries: readonly OutboxEntry[], of: Channel): Notice[] =>
  entries.flatMap((entry) =>
    entry.kind === 'notice' && entry.channel === of && entry.progress.state === 'pending' ? [entry] : [],
  );
const isPending = (entry: OutboxEntry) => entry.kind === 'notice' && entry.progress.state === 'pending';

/** Any page and any outbox; Ana is the one who edited it, one is muted. */
const input = fc
  .record({ before: fc.option(somebody, { nil: undefined }), now: somebody, outbox })
  .map(({ before, now, outbox: owed }) =>
    planInput(now, {
      previous: before && state(before),
      outbox: owed,
      sightings: [sighting({ authors: [SELF.id] })],
      settings: planSettings({ mute: { ...planSettings().mute, comment: [MUTED.id], slack: [MUTED.id] } }),
    }),
  );

test('a plan owes at most one pending notice a channel, to each at most once, and only to those assigned now', () => {
  assertProperty(
    fc.property(input, (given) => {
      const planned = plan(given);
      const assigned = new Set(idsOf(given.current.state.assignees));
      for (const each of CHANNELS) {
        const notices = pendingOf(planned.outbox, each);
        expect(notices.length).toBeLessThanOrEqual(1);
        const ids = notices.flatMap((one) => idsOf(one.people));
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => !assigned.has(id) || id === BOT.id || id === MUTED.id)).toEqual([]);
      }
      expect(planned.state).toEqual(given.current.state);
    }),
  );
});

test('nobody is newly told of what they did themselves', () => {
  assertProperty(
    fc.property(input, (given) => {
      const { outbox: owed } = plan(given);
      for (const each of CHANNELS) {
        const told = (entries: readonly OutboxEntry[]) =>
          pendingOf(entries, each).some((one) => idsOf(one.people).includes(SELF.id));
        if (!told(given.outbox)) expect(told(owed)).toBe(false);
      }
    }),
  );
});

test('what is being sent, what has failed and a read that is owed are left alone', () => {
  assertProperty(
    fc.property(input, (given) => {
      const others = (entries: readonly OutboxEntry[]) => entries.filter((entry) => !isPending(entry));
      expect(others(plan(given).outbox)).toEqual(others(given.outbox));
    }),
  );
});

test('the same page read twice changes nothing', () => {
  assertProperty(
    fc.property(input, (given) => {
      const once = plan(given);
      const known = { previous: once.state, memory: once.memory, outbox: once.outbox };
      expect(plan({ ...given, ...known, version: 6 })).toEqual(once);
    }),
  );
});

test('an assignment that is undone before anybody was told leaves nothing', () => {
  assertProperty(
    fc.property(somebody, somebody, (before, more) => {
      const known = new Set(idsOf(before));
      const added = [...before, ...more.filter(({ id }) => !known.has(id))];
      const first = plan(planInput(added, { previous: state(before) }));
      const undone = plan(planInput(before, { version: 6, previous: first.state, outbox: first.outbox }));
      expect(undone).toEqual({ state: state(before), outbox: [] });
    }),
  );
});

/**
 * A page's life against the plainest model: whoever is added is owed a notice until somebody takes it for
 * sending or they are removed.
 */
test('over any life of a page, each assignment is told exactly once in each channel', () => {
  const event = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const), assigned: somebody }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('claim' as const), isDelivered: fc.boolean() }) },
  );
  assertProperty(
    fc.property(fc.array(event, { maxLength: 20 }), (life) => {
      let previous = state([]);
      let entries: OutboxEntry[] = [];
      let waiting = new Set<string>();
      const ids: string[] = [];
      life.forEach((each, index) => {
        const now = NOW + index * MINUTE;
        if (each.kind === 'read') {
          const before = new Set(idsOf(previous.assignees));
          const assigned = idsOf(each.assigned.filter(({ kind }) => kind !== 'bot'));
          waiting = new Set(assigned.filter((id) => waiting.has(id) || !before.has(id)));
          const planned = plan(
            planInput([], {
              version: index,
              previous,
              current: reading(each.assigned),
              outbox: entries,
              now,
            }),
          );
          previous = planned.state;
          entries = planned.outbox;
        } else {
          const claimed = claimDue(entries, now, now + MINUTE / 2);
          const fresh = claimed.claims.filter(({ lookFirst }) => !lookFirst).map((claim) => claim.notice);
          for (const of of CHANNELS) {
            const told = fresh.filter((one) => one.channel === of).flatMap((one) => idsOf(one.people));
            expect(told.sort()).toEqual([...waiting].sort());
          }
          waiting.clear();
          ids.push(...fresh.map(({ id }) => id));
          entries = each.isDelivered
            ? claimed.claims.reduce(
                (left, claim) => settle(left, claim.notice.id, { kind: 'delivered' }, now),
                claimed.outbox,
              )
            : claimed.outbox;
        }
      });
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});
