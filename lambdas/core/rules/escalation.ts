import type { Assignee, Memory, PageState, Place, Sighting, Subject } from '../page-record.ts';
import type { EscalationStep } from '../settings.ts';
import { namesEdit } from '../sightings.ts';
import type { Watch } from '../watch.ts';
import {
  joiningOf,
  mayHaveChangedNow,
  NOTHING,
  statusBefore,
  type TimedInput,
  type TimedPlan,
} from './timed-rule.ts';

type EscalationMemory = NonNullable<Memory['escalation']>;

const UNIT_MS = { m: 60_000, h: 60 * 60_000, d: 24 * 60 * 60_000 } as const;

/** Tells who is on a status's ladder, step by step, for as long as the page stays in it. */
export function planEscalation(input: TimedInput): TimedPlan & { memory: EscalationMemory | undefined } {
  const { current, watch, now } = input;
  const ladder = watch.escalations.find(({ status }) => status === current.status);
  if (!ladder || current.isLeftOut) return { ...NOTHING, memory: undefined };
  const { status } = ladder;
  const steps = ladder.steps.map(({ after }, step) => ({ step, after: durationOf(after) }));
  const { since, upTo: doneBefore, again = [] } = stayIn(status, steps, input);
  const left = steps.filter(({ after }) => after > doneBefore || again.includes(after));
  const due = left.filter(({ after }) => since + after <= now);
  const next = left.find(({ after }) => since + after > now);
  const upTo = Math.max(doneBefore, ...due.map(({ after }) => after));
  return {
    telling: due.map(({ step, after }) => ({ kind: 'status', status, step, since, after })),
    isCurrent: (subject) => subject.kind === 'status' && subject.status === status && subject.since === since,
    audience: (subject) => audienceOf(stepOf(subject, watch), current, input.people),
    places: (subject) => placesOf(stepOf(subject, watch)),
    joining: (subject) => (stepOf(subject, watch)?.tell.assignees ? joiningOf(input) : []),
    wakeAt: next && since + next.after,
    memory: { status, since, upTo, done: steps.filter(({ after }) => after <= upTo).length },
  };
}

/**
 * The stay in a status begins when the first reading that shows it starts. Of a page that is first looked at
 * nobody knows how long it has been there: unless it may have come there just now, nobody is told. One that was
 * left out comes there when it no longer is.
 */
function stayIn(
  status: string,
  steps: readonly { after: number }[],
  input: TimedInput,
): Pick<EscalationMemory, 'since' | 'again'> & { upTo: number } {
  const { previous, memory, startedAt } = input;
  const before = statusBefore(input);
  const known = memory?.escalation;
  if (known?.status === status && !mayBeginStay(input.sightings, input.current, known)) {
    const { since, again, upTo = steps[known.done - 1]?.after ?? NO_STEP } = known;
    return { since, upTo, ...(again && { again }) };
  }
  const wasElsewhere = before !== undefined && before !== status;
  const isEntry = wasElsewhere || previous?.isLeftOut || mayHaveChangedNow(input);
  return { since: startedAt, upTo: isEntry ? NO_STEP : EVERY_STEP };
}

/** Whether an event says that the page has come into a status of which nobody knew since when it is so. */
export function mayBeginStay(
  sightings: readonly Sighting[],
  state: Pick<PageState, 'statusPropertyId'> | undefined,
  known: EscalationMemory | undefined,
): boolean {
  return (
    known?.upTo === EVERY_STEP && sightings.some((sighting) => namesEdit(sighting, state?.statusPropertyId))
  );
}

/** Up to when steps are done, where none is, or each that there will ever be. */
const NO_STEP = -1;
const EVERY_STEP = Number.MAX_SAFE_INTEGER;

/** Whether it tells of the page's present stay in a status: one that left and came back climbs the ladder anew. */
export function isOfThisStay(subject: Subject | undefined, memory: Memory | undefined): boolean {
  const stay = memory?.escalation;
  return subject?.kind === 'status' && subject.status === stay?.status && subject.since === stay.since;
}

/** @param state of the page, which is in the status */
export function isOnStep(
  subject: Subject | undefined,
  personId: string,
  state: PageState,
  watch: Watch,
): boolean {
  return audienceOf(stepOf(subject, watch), state, []).some(({ id }) => id === personId);
}

/** It was never told: its step, and no later one that was, is to be told should the page be back in its status. */
export function forgetStep(memory: EscalationMemory, subject: Subject): EscalationMemory {
  if (subject.kind !== 'status' || subject.since !== memory.since) return memory;
  const { again = [], done } = memory;
  if (subject.after === undefined) return { ...memory, done: Math.min(done, subject.step) };
  return { ...memory, again: [...new Set([...again, subject.after])] };
}

/** Ids of all on the ladder of a status. */
export function peopleOnLadder(status: string | null | undefined, { escalations }: Watch): string[] {
  const ladder = escalations.find((each) => each.status === status);
  return [...new Set(ladder?.steps.flatMap(({ tell }) => tell.people))];
}

/** `30m`, `24h`, `3d` in milliseconds. */
export function durationOf(text: string): number {
  const [, number, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  return unit === 'm' || unit === 'h' || unit === 'd' ? Number(number) * UNIT_MS[unit] : Number.NaN;
}

/** Undefined: the configuration has it no more. */
export function stepOf(subject: Subject | undefined, { escalations }: Watch): EscalationStep | undefined {
  if (subject?.kind !== 'status') return undefined;
  const steps = escalations.find(({ status }) => status === subject.status)?.steps ?? [];
  if (subject.after === undefined) return steps[subject.step];
  return steps.find(({ after }) => durationOf(after) === subject.after);
}

function placesOf(step: EscalationStep | undefined): Place[] {
  return [
    ...(step?.tell.channel === undefined ? [] : (['slack-channel'] as const)),
    ...(step?.tell.email === undefined ? [] : (['email-address'] as const)),
  ];
}

function audienceOf(
  step: EscalationStep | undefined,
  { assignees }: PageState,
  people: readonly Assignee[],
): Assignee[] {
  if (!step) return [];
  const { tell } = step;
  const named = tell.people.map(
    (id): Assignee =>
      assignees.find((each) => each.id === id) ??
      people.find((each) => each.id === id) ?? { id, kind: 'unknown' },
  );
  const others = tell.assignees ? assignees.filter(({ id }) => !tell.people.includes(id)) : [];
  return [...named, ...others];
}
