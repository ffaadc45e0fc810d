import { isDue } from './outbox.ts';
import type { ChangeRule, Notice, Outbox, OutboxEntry, PageState } from './page-record.ts';
import { isPending } from './pending-notices.ts';
import { forgetSubjects, type Known } from './rules/holds.ts';
import { peopleRule } from './rules/people-rules.ts';
import { untoldOf } from './told-before.ts';

/** What left an outbox: notices, or some of their people. */
export function takenOut(before: Outbox, after: Outbox): Notice[] {
  return before.flatMap((entry): Notice[] => {
    if (entry.kind !== 'notice') return [];
    const left = after.find(({ id }) => id === entry.id);
    if (left?.kind !== 'notice') return [entry];
    const people = entry.people.filter(({ id }) => !left.people.some((person) => person.id === id));
    return people.length > 0 ? [{ ...entry, people }] : [];
  });
}

/**
 * The outbox after notices were taken out that were told to nobody in their channel: whoever did not hear there that the
 * page is theirs is not to hear that it no longer is, nor the other way round.
 */
export function withoutOpposites(outbox: Outbox, taken: readonly Notice[]): OutboxEntry[] {
  return outbox.flatMap((entry): OutboxEntry[] => {
    if (!isPending(entry) || !isChangeRule(entry.rule)) return [entry];
    const { opposite } = peopleRule(entry.rule);
    const unheard = taken.filter(({ rule, channel }) => rule === opposite && channel === entry.channel);
    const isUnheard = (id: string) =>
      unheard.some(
        ({ people, toldSince = [] }) => people.some((person) => person.id === id) && !toldSince.includes(id),
      );
    const people = entry.people.filter(({ id }) => !isUnheard(id));
    if (people.length === entry.people.length) return [entry];
    return people.length > 0 ? [{ ...entry, people }] : [];
  });
}

function isChangeRule(rule: Notice['rule']): rule is ChangeRule {
  return rule === 'assigned' || rule === 'unassigned';
}

/** What is known without what nobody was told after all: should it come to hold again, they are. */
export function forget(known: Known, untold: readonly Notice[]): Known {
  const memory = forgetSubjects(known.memory, untold);
  const state = forgetAssignees(known.state, untold);
  return { ...(state && { state }), ...(memory && { memory }) };
}

/** The state without the people of notices of assignment that were never sent. */
export function forgetAssignees<State extends PageState | undefined>(
  state: State,
  untold: readonly Notice[],
): State {
  const notices = untold.filter(({ rule }) => rule === 'assigned');
  if (!state || notices.length === 0) return state;
  const forgotten = new Set(notices.flatMap(({ people }) => people.map(({ id }) => id)));
  return { ...state, assignees: state.assignees.filter(({ id }) => !forgotten.has(id)) };
}

/** For so long a page that is gone is looked for when it is to be looked at: it may have been a mistake. */
const LOOKED_FOR_MS = 3 * 24 * 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * The page is gone: nobody is told of it any more, and whom nothing reached is to be told should it come back.
 * No event may tell that it did.
 */
export function planGone(known: Known & { outbox: Outbox }, now: number): Known & { outbox: OutboxEntry[] } {
  const outbox = withLaterWakes(known.outbox, now).filter((entry) => !isPending(entry));
  const untold = untoldOf(known.outbox.filter(isPending), outbox);
  const { state, memory } = forget(known, untold);
  const gone: PageState | undefined = state && { ...withLosing(state, untold), isGone: true };
  return { ...(gone && { state: gone }), ...(memory && { memory }), outbox };
}

/** Who was never told that they lost the page takes it for theirs: they are told should it come back without them. */
function withLosing(state: PageState, untold: readonly Notice[]): PageState {
  const known = new Set(state.assignees.map(({ id }) => id));
  const losing = untold.filter(({ rule }) => rule === 'unassigned').flatMap(({ people }) => people);
  return { ...state, assignees: [...state.assignees, ...losing.filter(({ id }) => !known.has(id))] };
}

/** The page could not be looked at when its time had come: it is to be tomorrow, for some days. */
function withLaterWakes(outbox: Outbox, now: number): OutboxEntry[] {
  return outbox.flatMap((entry): OutboxEntry[] => {
    if (entry.kind !== 'wake' || !isDue(entry, now)) return [entry];
    if (now - entry.since >= LOOKED_FOR_MS) return [];
    return [{ ...entry, progress: { state: 'pending', at: now + DAY_MS } }];
  });
}
