import * as fc from 'fast-check';
import { claimDue, settle } from '../../../lambdas/core/outbox.ts';
import type { OutboxEntry, PageState } from '../../../lambdas/core/page-record.ts';
import { plan } from '../../../lambdas/core/plan.ts';
import { assertProperty } from './assert-property.ts';
import { idsOf, MINUTE, NOW, people, planInput, planSettings, reading, state } from './builders.ts';

const POOL = people(4);
const IDS = idsOf(POOL);

/** What happens to a page: it is read, or what waits is sent. */
const step = fc.record({
  kind: fc.constantFrom('read' as const, 'read' as const, 'send' as const),
  assigned: fc.shuffledSubarray([...POOL]),
  isLeftOut: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const SETTINGS = planSettings({
  channels: { ...planSettings().channels, assigned: ['comment'], unassigned: ['comment'] },
});

/** Who is told of what, by whatever the plan owes when it is sent. */
function live(life: readonly Step[]): { rule: string; ids: string[] }[] {
  const told: { rule: string; ids: string[] }[] = [];
  let previous: PageState = state([]);
  let outbox: OutboxEntry[] = [];
  life.forEach(({ kind, assigned, isLeftOut }, index) => {
    const now = NOW + index * MINUTE;
    if (kind === 'read') {
      const current = reading(assigned, { isLeftOut, startedAt: now });
      const planned = plan(
        planInput([], { version: index + 1, previous, current, outbox, settings: SETTINGS, now }),
      );
      ({ state: previous, outbox } = planned);
      return;
    }
    const { claims, outbox: claimed } = claimDue(outbox, now, now + MINUTE);
    told.push(...claims.map(({ notice }) => ({ rule: notice.rule, ids: idsOf(notice.people).sort() })));
    outbox = claims.reduce(
      (left, { notice }) => settle(left, notice.id, { kind: 'delivered' }, now),
      claimed,
    );
  });
  return told;
}

/** The same, person by person, as a team would tell it. */
function expected(life: readonly Step[]): Set<string> {
  const told = new Set<string>();
  for (const id of IDS) {
    /** Whether they think that the page is theirs; what they are to hear next. */
    let knows = false;
    let waits: 'assigned' | 'unassigned' | undefined;
    let wasLeftOut = false;
    life.forEach(({ kind, assigned, isLeftOut }, index) => {
      const isAssigned = idsOf(assigned).includes(id);
      if (kind === 'send') {
        if (waits) told.add(`${index} ${waits} ${id}`);
        if (waits) knows = waits === 'assigned';
        waits = undefined;
        return;
      }
      // Nobody loses a page that is nobody's, nor hears of it when it is somebody's again.
      if (isLeftOut || wasLeftOut) knows &&= isAssigned;
      if (isLeftOut || isAssigned === knows) waits = undefined;
      else waits = isAssigned ? 'assigned' : 'unassigned';
      wasLeftOut = isLeftOut;
    });
  }
  return told;
}

test('a page that is left out is nobody’s, and who knows that it is theirs is told once', () => {
  assertProperty(
    fc.property(fc.array(step, { maxLength: 12 }), (life) => {
      const sends = life.flatMap(({ kind }, index) => (kind === 'send' ? [index] : []));
      const told = sends.flatMap((index) => {
        const before = live(life.slice(0, index)).length;
        return live(life.slice(0, index + 1))
          .slice(before)
          .flatMap(({ rule, ids }) => ids.map((id) => `${index} ${rule} ${id}`));
      });
      expect(new Set(told)).toEqual(expected(life));
      expect(told).toHaveLength(new Set(told).size);
    }),
  );
});

test('who was never told that they lost it, and has it again while it is left out, is not told anew', () => {
  const [ana] = POOL;
  const mine = ana ? [ana] : [];
  const read = (assigned: typeof mine, isLeftOut: boolean) => ({
    kind: 'read' as const,
    assigned,
    isLeftOut,
  });
  const send = { kind: 'send' as const, assigned: [], isLeftOut: false };
  const life = [read(mine, false), send, read([], false), read(mine, true), read(mine, false), send];
  expect(live(life)).toEqual([{ rule: 'assigned', ids: idsOf(mine) }]);
});
