import { leftOut } from './left-out.ts';
import { withoutWakes } from './outbox.ts';
import {
  type Assignee,
  CHANNELS,
  type Channel,
  type Memory,
  type Notice,
  type Outbox,
  type OutboxEntry,
  type PageState,
  type Rule,
} from './page-record.ts';
import { earliest, idsIn, isPending, type PendingNotice, renewPending } from './pending-notices.ts';
import type { PlanInput } from './plan-input.ts';
import { forgetSubjects } from './rules/holds.ts';
import { concernedBy, type PassedOver } from './rules/passed-over.ts';
import type { PeopleRule } from './rules/people-rule.ts';
import { PEOPLE_RULES } from './rules/people-rules.ts';
import { planTimedRules } from './rules/timed-rules.ts';
import { updateTimed, wakeOf } from './timed-notices.ts';
import { untoldOf } from './told-before.ts';
import { stateToCompare, withUnseenAssignees } from './unseen-assignees.ts';

export interface Planned {
  state: PageState;
  memory: Memory | undefined;
  outbox: OutboxEntry[];
}

/**
 * What a page owes after a read: the old outbox with what the change adds to it and takes from it. Notices
 * that are being sent, or have failed, are left alone, and new ones are made beside them.
 */
export function plan(given: PlanInput): Planned {
  const input = { ...given, current: { ...given.current, state: rememberedState(given) } };
  const { previous, current, sightings, settings, baseline } = input;
  const { state, createdAt, assigneePropertyId, conditionIds = [] } = current;
  const before = stateToCompare(previous);
  const page = { previous: before, current: state, createdAt, assigneePropertyId, conditionIds, baseline };
  const seen = { ...page, sightings, settings };
  let outbox: Outbox = withoutWakes(input.outbox);
  const times = { startedAt: current.startedAt, previousAt: input.previousAt };
  const passedOver: PassedOver[] = [];
  for (const rule of PEOPLE_RULES) {
    const { concerned, passedOver: passed } = concernedBy(rule, seen, times, input.memory?.passedOver ?? []);
    if (settings.channels[rule.name].length > 0) passedOver.push(...passed);
    for (const channel of CHANNELS) {
      const joining = settings.channels[rule.name].includes(channel) ? concerned : [];
      outbox = updatePending(outbox, { input, rule, channel, joining });
    }
  }
  const timed = planTimed(input, outbox);
  const memory = { ...timed.memory, ...(passedOver.length > 0 && { passedOver }) };
  return { state, ...timed, memory: Object.keys(memory).length > 0 ? memory : undefined };
}

/** Which is as it was read, unless nothing told whose the page is, or it is left out. */
function rememberedState({ previous, current, outbox }: PlanInput): PageState {
  const { ownerless } = current;
  const state = ownerless ? withUnseenAssignees(current.state, ownerless, previous) : current.state;
  if (!current.isLeftOut) return state;
  const taken = outbox.filter(isPending).filter(({ rule }) => rule === 'assigned' || rule === 'unassigned');
  return leftOut(state, previous, untoldOf(taken, outbox));
}

/** Adds what rules tell in their time, and when the page must be looked at for the next of it. */
function planTimed(input: PlanInput, before: Outbox): Pick<Planned, 'memory' | 'outbox'> {
  const { current, settings, now } = input;
  const { state, conditionIds = [], people = [], createdAt, startedAt } = current;
  const { watch, mute } = settings;
  const seen = { createdAt, startedAt, conditionIds, people, watch };
  const { plans, memory } = planTimedRules({ ...input, memory: input.memory, ...seen, current: state });
  const heardAt = earliest(input.sightings.map(({ receivedAt }) => receivedAt));
  const taken = plans.flatMap(({ rule, plan }) =>
    before
      .filter(isPending)
      .filter((notice) => notice.rule === rule && notice.subject && !plan.isCurrent(notice.subject)),
  );
  let outbox = before;
  for (const { rule, plan } of plans) {
    const { pageId, version } = input;
    const channels = settings.channels[rule];
    outbox = updateTimed(outbox, { pageId, version, rule, plan, channels, mute, heardAt, now });
  }
  return {
    memory: forgetSubjects(memory, untoldOf(taken, before)),
    outbox: [...outbox, ...plans.flatMap(({ rule, plan }) => wakeOf(rule, plan))],
  };
}

interface Update {
  input: PlanInput;
  rule: PeopleRule;
  channel: Channel;
  joining: readonly Assignee[];
}

/**
 * One pending notice for each rule and channel: of whom it does not hold any more before being told leaves it,
 * new ones join it. Who waits to be told of the opposite was told of nothing, and is told of nothing.
 */
function updatePending(outbox: Outbox, { input, rule, channel, joining }: Update): Outbox {
  const { previous, current, settings } = input;
  const pending = pendingOf(outbox, rule.name, channel);
  const waiting = idsIn(pending);
  const undone = idsIn(pendingOf(input.outbox, rule.opposite, channel));
  const wanted = new Set(waiting);
  for (const { id } of joining) if (!undone.has(id)) wanted.add(id);
  for (const id of settings.mute[channel]) wanted.delete(id);

  const known = new Map<string, Assignee>();
  const fromNewest = [
    ...current.state.assignees,
    ...(previous?.assignees ?? []),
    ...pending.flatMap(peopleOf),
    ...joining,
  ];
  for (const person of fromNewest) if (!known.has(person.id)) known.set(person.id, person);
  // Of a user who waits no more than the id may have been known: now it may turn out to be a bot.
  const people = [...known.values()].filter(
    ({ id, kind }) => wanted.has(id) && kind !== 'bot' && rule.holds(id, current.state),
  );
  return renewPending(outbox, {
    pageId: input.pageId,
    version: input.version,
    rule: rule.name,
    channel,
    pending,
    people,
    heardAt: earliest(input.sightings.map(({ receivedAt }) => receivedAt)),
    now: input.now,
  });
}

function pendingOf(outbox: Outbox, rule: Rule, channel: Channel): PendingNotice[] {
  return outbox.filter(isPending).filter((notice) => notice.rule === rule && notice.channel === channel);
}

function peopleOf({ people }: Notice): Assignee[] {
  return people;
}
