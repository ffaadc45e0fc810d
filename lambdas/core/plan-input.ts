import type { SideReading } from './mirror/read-side.ts';
import type { Ownerless } from './notion-page.ts';
import type { Assignee, Channel, Memory, Outbox, PageState, Rule, Sighting } from './page-record.ts';
import type { RuleSettings } from './rules/people-rule.ts';
import type { Watch } from './watch.ts';

export interface PlanSettings extends RuleSettings {
  /** Where new notices of a rule go. */
  channels: Readonly<Record<Rule, readonly Channel[]>>;
  /** Canonical ids of people who are never told, by channel. */
  mute: Readonly<Record<Channel, readonly string[]>>;
  /** What the rules look at besides the assignees. */
  watch: Watch;
}

/** A page as it is now, and what only a fresh read knows of it. */
export interface Reading {
  state: PageState;
  /** When the page was made (ms; Notion rounds down to the minute). */
  createdAt: number | undefined;
  /** Decoded; undefined where the page has no assignee property. */
  assigneePropertyId: string | undefined;
  /** No property tells whose the page is, and why: then the state's assignees tell nothing. */
  ownerless?: Ownerless | undefined;
  /** Whether the conditions of its data source leave the page out, and the decoded ids of what they asked. */
  isLeftOut?: boolean;
  conditionIds?: readonly string[];
  /** Decoded ids of all properties that something is decided from, the assignees' among them. */
  watchedIds: readonly string[];
  /** Names of those whom rules tell of the page although it is not theirs. */
  people?: readonly Assignee[];
  /** What the page shows of each mirror that it is on a side of. */
  sides?: readonly SideReading[];
  /** When the read started (ms). */
  startedAt: number;
}

export interface PlanInput {
  pageId: string;
  /** Of the record that will hold the outcome: part of each new notice's id. */
  version: number;
  previous: PageState | undefined;
  /** When the read of that started (ms). */
  previousAt?: number | undefined;
  current: Reading;
  memory?: Memory | undefined;
  outbox: Outbox;
  /** Why the page was read. */
  sightings: readonly Sighting[];
  settings: PlanSettings;
  /** When Pagebell first saw the page's data source (ms). */
  baseline: number | undefined;
  /** Milliseconds. */
  now: number;
}
