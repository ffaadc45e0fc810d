import { makeNotices } from './notices.ts';
import type {
  Assignee,
  Channel,
  Notice,
  Outbox,
  OutboxEntry,
  PageState,
  Rule,
  Sighting,
} from './page-record.ts';
import { type AssignedSettings, newlyAssigned } from './rules/assigned.ts';

export interface PlanSettings extends AssignedSettings {
  /** Where new notices go. */
  channels: readonly Channel[];
}

/** A page as it is now, and what only a fresh read knows of it. */
export interface Reading {
  state: PageState;
  /** When the page was made (ms; Notion rounds down to the minute). */
  createdAt: number | undefined;
  /** Decoded; undefined where the page has no assignee property. */
  assigneePropertyId: string | undefined;
  /** When the read started (ms). */
  startedAt: number;
}

export interface PlanInput {
  pageId: string;
  /** Of the record that will hold the outcome: part of each new notice's id. */
  version: number;
  previous: PageState | undefined;
  current: Reading;
  outbox: Outbox;
  /** Why the page was read. */
  sightings: readonly Sighting[];
  settings: PlanSettings;
  /** When Pagebell first saw the page's data source (ms). */
  baseline: number | undefined;
  /** Milliseconds. */
  now: number;
}

export interface Planned {
  state: PageState;
  outbox: OutboxEntry[];
}

/**
 * What a page owes after a read: the old outbox with what the change adds to it and takes from it. Notices
 * that are being sent, or have failed, are left alone, and new ones are made beside them.
 */
export function plan(input: PlanInput): Planned {
  const { previous, current, sightings, settings, baseline } = input;
  const { state, createdAt, assigneePropertyId } = current;
  const added = newlyAssigned({
    previous,
    current: state,
    createdAt,
    assigneePropertyId,
    baseline,
    sightings,
    settings,
  });
  let { outbox }: { outbox: Outbox } = input;
  for (const channel of ALL_CHANNELS) {
    const joining = settings.channels.includes(channel) ? added : [];
    outbox = updatePending(outbox, { input, rule: 'assigned', channel, joining });
  }
  return { state, outbox: [...outbox] };
}

const ALL_CHANNELS: readonly Channel[] = ['comment', 'slack'];

/**
 * The page is gone: nobody is told of it any more. Whom no comment reached is forgotten as an assignee, so
 * that they are told should the page come back; without comments it goes by Slack.
 */
export function planGone(
  previous: PageState | undefined,
  outbox: Outbox,
  channels: readonly Channel[],
): { state: PageState | undefined; outbox: OutboxEntry[] } {
  const decisive = channels.includes('comment') ? 'comment' : 'slack';
  const pending = outbox.filter(isPending);
  const untold = pending.filter(({ channel }) => channel === decisive);
  return {
    state: forgetUntold(previous, untold).state,
    outbox: outbox.filter((entry) => !isPending(entry)),
  };
}

/** The state without the people of notices that were never sent. */
export function forgetUntold(
  state: PageState | undefined,
  unsent: readonly Notice[],
): { state?: PageState | undefined } {
  if (!state || unsent.length === 0) return { state };
  const untold = new Set(unsent.flatMap(({ people }) => people.map(({ id }) => id)));
  return { state: { ...state, assignees: state.assignees.filter(({ id }) => !untold.has(id)) } };
}

interface Update {
  input: PlanInput;
  rule: Rule;
  channel: Channel;
  joining: readonly Assignee[];
}

/** One pending notice for each rule and channel: who was removed before being told leaves it, new ones join. */
function updatePending(outbox: Outbox, { input, rule, channel, joining }: Update): Outbox {
  const isOurs = (entry: OutboxEntry): entry is PendingNotice =>
    isPending(entry) && entry.rule === rule && entry.channel === channel;
  const pending = outbox.filter(isOurs);
  const waiting = new Set(pending.flatMap(({ people }) => people.map(({ id }) => id)));
  const wanted = new Set([...waiting, ...joining.map(({ id }) => id)]);
  for (const id of input.settings.mute) wanted.delete(id);

  // Of a user who waits no more than the id may have been known: now it may turn out to be a bot.
  const people = input.current.state.assignees.filter(({ id, kind }) => wanted.has(id) && kind !== 'bot');
  const isUnchanged = people.length === waiting.size && people.every(({ id }) => waiting.has(id));
  if (isUnchanged) return outbox;
  const notices = makeNotices({
    pageId: input.pageId,
    version: input.version,
    rule,
    channel,
    people,
    at: pending.length > 0 ? Math.max(...pending.map(({ progress }) => progress.at)) : input.now,
    since: Math.min(input.now, ...pending.map(({ since }) => since)),
    attempts: Math.max(0, ...pending.map(({ attempts }) => attempts)),
    heardAt: earliest([...input.sightings.map(({ receivedAt }) => receivedAt), ...pending.map(heardAtOf)]),
  });
  return [...outbox.filter((entry) => !isOurs(entry)), ...notices];
}

function heardAtOf({ heardAt }: Notice): number | undefined {
  return heardAt;
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

type PendingNotice = Notice & { progress: { state: 'pending' } };

function isPending(entry: OutboxEntry): entry is PendingNotice {
  return entry.kind === 'notice' && entry.progress.state === 'pending';
}
