import type { Calls } from './budget.ts';
import type { EmailText } from './email-text.ts';
import type { Job } from './envelope.ts';
import type { Result } from './failure.ts';
import type { HourFigures, JournalLine } from './journal.ts';
import type { RichText, SlackMessage } from './messages.ts';
import type { CountMetric, DurationMetric, WorkspaceCountMetric } from './metrics.ts';
import type { NotionPage, NotionUser } from './notion-page.ts';
import type { PageRecord } from './page-record.ts';

/** Times are milliseconds since 1970 throughout. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Adds to a metric. */
  count(metric: CountMetric, by?: number): void;
  /** Adds one to a metric of a workspace's own. */
  countFor(workspace: string, metric: WorkspaceCountMetric): void;
  measure(metric: DurationMetric, ms: number): void;
}

/** Ids, types, times and reasons; never a token, signature, e-mail address or body. */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Notion's API, one HTTP call a method. */
export interface Notion {
  page(pageId: string): Promise<Result<NotionPage>>;
  /** One page of a people property's items; `next` is the cursor for the following one. */
  people(
    pageId: string,
    propertyId: string,
    cursor?: string,
  ): Promise<Result<{ users: NotionUser[]; next?: string }>>;
  user(userId: string): Promise<Result<NotionUser>>;
  /** A user's e-mail address, never to be stored or logged; undefined where Notion shows none. */
  email(userId: string): Promise<Result<string | undefined>>;
  /** The connection's own bot. */
  me(): Promise<Result<{ id: string }>>;
  comment(pageId: string, text: readonly RichText[]): Promise<Result<void>>;
  /** Open comments of a page, oldest first. */
  comments(pageId: string, cursor?: string): Promise<Result<{ comments: FoundComment[]; next?: string }>>;
  /** Pages of a data source that were last edited in a span of time, in that order, a hundred at a time. */
  query(dataSourceId: string, span: EditSpan, cursor?: string): Promise<Result<QueriedPages>>;
  /** Ids of the data sources that the connection can see. */
  dataSources(cursor?: string): Promise<Result<{ ids: string[]; next?: string }>>;
}

/** Whole minutes (ms): Notion rounds `last_edited_time` down to one. */
export interface EditSpan {
  from: number;
  /** Not included. */
  before: number;
}

export interface QueriedPages {
  rows: QueriedPage[];
  next?: string;
  /** There are more, but Notion shows no more than 10,000 of a query. */
  isCutOff: boolean;
}

export interface QueriedPage {
  id: string;
  /** Rounded down to the minute (ms). */
  editedAt: number;
  page: NotionPage;
}

export interface FoundComment {
  createdBy: string | undefined;
  /** Addresses that its words link to. */
  links: string[];
}

/** An incoming webhook of Slack, which posts into its own channel. */
export interface Slack {
  post(message: SlackMessage): Promise<Result<void>>;
}

/** Amazon SES. */
export interface Mailer {
  /** @param sender `Pagebell <bell@example.com>` */
  send(sender: string, email: Email): Promise<Result<void>>;
}

/** E-mail addresses by workspace and person, in the memory of one running function: they are never stored. */
export type AddressBook = Map<string, { address: string | undefined; until: number }>;

export interface Email extends EmailText {
  to: string;
  /** Default: to the sender. */
  replyTo?: string | undefined;
}

/** A bot of Slack. */
export interface SlackBot {
  /** @param to a channel's id; or a user's, who gets it as a direct message */
  post(to: string, message: SlackMessage): Promise<Result<void>>;
  /** Slack's id of whoever has that e-mail address there; undefined: nobody has. */
  userIdOf(email: string): Promise<Result<string | undefined>>;
}

/** What came of asking for a workspace's clients. */
export type Connection =
  /** `slack` is undefined where no Slack webhook is stored, `slackBot` where no bot token is. */
  | { kind: 'connected'; notion: Notion; slack: Slack | undefined; slackBot?: SlackBot | undefined }
  /** A secret is missing, or the secret store does not answer. */
  | { kind: 'refused'; reason: string };

export interface JobQueue {
  /** @param deduplicationId SQS drops a second message with the same one for five minutes */
  send(job: Job, deduplicationId: string): Promise<void>;
  /** Sends all it can. Resolves to how many could not be sent. */
  sendAll(jobs: readonly { job: Job; deduplicationId: string }[]): Promise<number>;
}

/** Messages in the consumer's hands. */
export interface Deliveries {
  /** Hides one that goes back, so that it comes again after this time and not at the end of its time-out. */
  hide(receiptHandle: string, ms: number): Promise<void>;
}

/** How each message ended, for people to read. */
export interface JournalWriter {
  /** Adds lines, and counts them in their hours. To lose a line loses nothing else. */
  write(workspace: string, lines: readonly JournalLine[]): Promise<void>;
}

export interface JournalReader {
  /**
   * The newest lines of a workspace, newest first; with `before`, only what ended earlier (ms). Fewer than
   * `limit` are all that there are. Lines that a later release wrote in another way are left out.
   */
  latest(workspace: string, limit: number, before?: number): Promise<JournalLine[]>;
  /** Those about one page for which it was read or somebody told, newest first. */
  ofPage(workspace: string, pageId: string, limit: number, before?: number): Promise<JournalLine[]>;
  /** Figures of the hours since `since` (ms), the earliest first; hours without any are left out. */
  hours(workspace: string, since: number, now: number): Promise<HourFigures[]>;
}

/** How full the queues are, as SQS counts: approximately. */
export interface QueueFigures {
  /** @throws {StoreUnavailable} */
  read(): Promise<QueueState>;
}

export interface QueueState {
  /** Messages of events.fifo that nobody has in hand. */
  waiting: number;
  /** Those that are worked on, or were given back for later. */
  inFlight: number;
  /** Messages of the dead-letter queue. */
  deadLetters: number;
  /** Age of the oldest message of events.fifo (seconds), minutes late; absent where it is not known. */
  oldestSeconds?: number;
}

/** What the dashboard reads of the table besides the journal. */
export interface StandingReader {
  /** @throws {StoreUnavailable} */
  read(workspace: string): Promise<Standing>;
}

/** How a workspace stands. */
export interface Standing {
  /** Notion calls of the last sixty seconds that any finished batch made, by second. */
  calls: Calls;
  /** A halt keeps the workspace from working before (ms). */
  closedUntil?: number;
  /** Pages that owe something, now or later. */
  deferred: number;
  /** Pages that an operator must look at, the oldest first; no more than a hundred of them. */
  parked: PageRecord[];
  /** How many of that hundred cannot be read: a later release wrote them, or they are damaged. */
  unreadable: number;
  /** There are more than a hundred. */
  hasMoreParked: boolean;
}

/** A message that a person must look at. */
export interface ParkedCopy {
  /** A job that can be sent again, or a body that nobody could read. */
  body: string;
  deduplicationId: string;
  workspace: string;
  reason: string;
  hint: string;
  failedAt: number;
}

export interface DeadLetters {
  park(copy: ParkedCopy): Promise<void>;
}

export interface PageStore {
  load(workspace: string, pageId: string): Promise<PageRecord | undefined>;
  /** The records of at most a hundred pages, in any order; those that there are. */
  loadAll(workspace: string, pageIds: readonly string[]): Promise<PageRecord[]>;
  /**
   * Stores a record as the next version of the one that was loaded, with its due time.
   *
   * @returns what is stored now, or undefined if somebody else stored another version in between
   */
  save(record: PageRecord): Promise<PageRecord | undefined>;
}

/** How far a data source was swept. */
export interface SweepProgress {
  /** Every edit before this minute (ms) has been looked at. */
  sweptTo: number;
  /** Where in that minute to go on, while one minute fills a page of the query. */
  cursor?: string | undefined;
  /** When to go on (ms). */
  dueAt: number;
  /** Passing failures since the last success. */
  attempts: number;
  /** For which wishes of rules that ask of every page it began with the oldest; see `wholeWatch`. */
  backfilled?: string | undefined;
  /** The last backfill; absent if there never was one. */
  backfill?: Backfill | undefined;
}

/** A sweep from the beginning of time, which the operator asked for. All times in ms. */
export interface Backfill {
  startedAt: number;
  /** It is over once every edit before this minute has been looked at. */
  until: number;
  /** Rows looked at so far. */
  rows: number;
  /** The earliest edit of them. */
  oldestAt?: number | undefined;
  /** Absent while it is under way. */
  endedAt?: number | undefined;
}

export interface DataSourceRecord {
  /** When Pagebell first saw the data source. */
  baseline: number;
  /** Decoded ids of the properties that the rules look at. */
  watchedIds: string[];
  /** When they were last read off a page; 0 for a data source that a search found. */
  watchedAt: number;
  sweep: SweepProgress;
}

export interface DataSourceStore {
  load(workspace: string, dataSourceId: string): Promise<DataSourceRecord | undefined>;
  /** Stores a data source that is not stored yet; nothing if it is. */
  add(workspace: string, dataSourceId: string, record: DataSourceRecord): Promise<void>;
  /** Renews the watched ids of one that is stored; nothing if it is not. */
  saveWatched(
    workspace: string,
    dataSourceId: string,
    watchedIds: string[],
    watchedAt: number,
  ): Promise<void>;
  /**
   * Moves a sweep on.
   *
   * @param from the `dueAt` that was answered: false, and nothing is stored, if the item has another by now
   */
  moveSweep(workspace: string, dataSourceId: string, from: number, to: SweepProgress): Promise<boolean>;
  /** The data source is gone, or is not watched any more. */
  remove(workspace: string, dataSourceId: string): Promise<void>;
}

/** Users whose page showed no more than an id. */
export interface UserStore {
  load(workspace: string, userId: string): Promise<NotionUser | undefined>;
  save(workspace: string, user: NotionUser, expiresAt: number): Promise<void>;
  /** Who a user was in Slack when that was last looked up. */
  loadSlack(workspace: string, userId: string): Promise<SlackIdentity | undefined>;
  saveSlack(workspace: string, userId: string, identity: SlackIdentity): Promise<void>;
}

export interface SlackIdentity {
  /** Absent: nobody in Slack is known to be them. */
  slackId?: string | undefined;
  /** When to look again (ms). */
  expiresAt: number;
}

/** What a workspace's item says when it is taken. */
export interface TakenWorkspace {
  calls: Calls;
  /** Those of them that sweeps made. */
  sweepCalls: Calls;
  /** Deaths by culprit: a message's id, or a due item's key. */
  deaths: Readonly<Record<string, number>>;
  /** An invocation that held the workspace and never freed it. */
  died?: { heldUntil: number; inWork: readonly string[] };
}

export type Take = { kind: 'taken'; workspace: TakenWorkspace } | { kind: 'held' | 'closed'; until: number };

/** The workspace's item: who works on it, and what was spent. */
export interface WorkspaceStore {
  /** When its data sources are to be searched for (ms); 0 if they never were. */
  searchDueAt(workspace: string): Promise<number>;
  setSearchDueAt(workspace: string, dueAt: number): Promise<void>;
  /** Holds the workspace until `until`, unless somebody else does or it is closed. */
  take(workspace: string, now: number, until: number, inWork: readonly string[]): Promise<Take>;
  /** Says before a dangerous step what is in work. */
  rewrite(
    workspace: string,
    heldUntil: number,
    inWork: readonly string[],
    deaths: Readonly<Record<string, number>>,
  ): Promise<void>;
  /** Frees what this invocation holds; nothing if it is another's by now. */
  free(workspace: string, heldUntil: number, left: LeftWorkspace): Promise<void>;
}

interface LeftWorkspace {
  calls: Calls;
  sweepCalls: Calls;
  deaths: Readonly<Record<string, number>>;
  /** Nobody may work on it before. */
  closedUntil?: number | undefined;
}

/** Waiting for Notion's handshake: at most one item a workspace, made by the operator's command. */
export interface HandshakeStore {
  /**
   * Keeps a token that came with a setup key.
   *
   * @returns false, and nothing is kept, unless the key is the live one
   */
  keep(workspace: string, setupKeyHash: string, token: string, now: number): Promise<boolean>;
}

/** An item of the table whose time has come. */
export interface DueItem {
  key: string;
  dueAt: number;
}

export interface DueItems {
  /** Whether a halt keeps the workspace from working now, and whether its data sources were ever searched for. */
  look(workspace: string, now: number): Promise<{ isClosed: boolean; isNew: boolean }>;
  /** All items of a workspace that are due, the earliest first, a page at a time. */
  due(workspace: string, now: number): AsyncIterable<DueItem[]>;
}

/** The table or a queue cannot be reached, or throttles: nothing of the workspace can go on for now. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** A stored item was written by a later release. */
export class NewerRecord extends Error {
  override readonly name = 'NewerRecord';
}

/** A record that does not fit into an item of the table. */
export class ItemTooLarge extends Error {
  override readonly name = 'ItemTooLarge';
}
