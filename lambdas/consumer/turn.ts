import type { Budget } from '../core/budget.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Connection } from '../core/ports/connection.ts';
import type { DataSourceStore } from '../core/ports/data-sources.ts';
import type { DigestStore } from '../core/ports/digests.ts';
import type { DueTimes } from '../core/ports/due-items.ts';
import type { JournalWriter } from '../core/ports/journal.ts';
import type { Log } from '../core/ports/log.ts';
import type { AddressBook, Mailer } from '../core/ports/mailer.ts';
import type { Notion } from '../core/ports/notion.ts';
import type { OverdueStore } from '../core/ports/overdue.ts';
import type { PageStore } from '../core/ports/pages.ts';
import type { DeadLetters, Deliveries, JobQueue } from '../core/ports/queue.ts';
import type { Slack, SlackBot } from '../core/ports/slack.ts';
import type { UserStore } from '../core/ports/users.ts';
import type { WorkspaceStore } from '../core/ports/workspaces.ts';
import type { WorkspaceSettings } from '../core/settings.ts';
import type { Singles } from '../core/singles.ts';
import type { DataSources } from './data-sources/data-sources.ts';
import type { RememberedDataSources } from './data-sources/remembered.ts';
import type { Digests } from './digests/digests.ts';
import type { SlackLanes } from './notices/slack-lanes.ts';
import type { WhoIsWho } from './notices/who-is-who.ts';

/** All that the consumer touches. */
export interface ConsumerPorts {
  clock: Clock;
  log: Log;
  addresses: AddressBook;
  mailer: Mailer;
  /** What operators were warned of in the life of this function. */
  warned: Set<string>;
  /** In [0, 1): the jitter of back-offs. */
  random(): number;
  pages: PageStore;
  workspaces: WorkspaceStore;
  dataSources: DataSourceStore;
  remembered: RememberedDataSources;
  digests: DigestStore;
  overdue: OverdueStore;
  dueTimes: DueTimes;
  users: UserStore;
  queue: JobQueue;
  deliveries: Deliveries;
  deadLetters: DeadLetters;
  journal: JournalWriter;
  /** The clients of a workspace, with its secrets. */
  connect(workspace: WorkspaceSettings): Promise<Connection>;
  /** Address of the dashboard, without a slash at its end. */
  dashboardUrl: string;
}

/** One invocation's hold of one workspace. */
export interface Turn {
  workspace: WorkspaceSettings;
  dataSources: DataSources;
  /** Within the workspace's budget and the invocation's time. */
  notion: Notion;
  /** The part of that budget which sweeps may use. */
  sweepBudget: Budget;
  slack: Slack | undefined;
  slackBot: SlackBot | undefined;
  /** Within Slack's rate and the invocation's time. */
  slackLanes: SlackLanes;
  /** How many notices went singly to each channel in this minute. */
  singles: Singles;
  /** Who joins digests. */
  digests: Digests;
  whoIsWho: WhoIsWho;
  /** Until when a claimed notice is nobody else's (ms): past the end of this invocation, and late answers. */
  claimUntil: number;
  /** No call begins after this (ms): it could outlive the invocation. */
  lastCallAt: number;
}

/** What the timer may add to any due time (ms). */
const TICK_MS = 60_000;

/** When a data source is due for its next sweep (ms from now): the tick that finds it comes up to a minute later. */
export function sweepIntervalOf({ workspace }: Turn): number {
  return workspace.sweepMinutes * 60_000 - TICK_MS;
}
