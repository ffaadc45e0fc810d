import type { Calls } from './budget.ts';
import type { Job } from './envelope.ts';
import type { Result } from './failure.ts';
import type { RichText, SlackMessage } from './messages.ts';
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
  count(metric: string, by?: number): void;
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
  /** The connection's own bot. */
  me(): Promise<Result<{ id: string }>>;
  comment(pageId: string, text: readonly RichText[]): Promise<Result<void>>;
  /** Open comments of a page, oldest first. */
  comments(pageId: string, cursor?: string): Promise<Result<{ comments: FoundComment[]; next?: string }>>;
}

export interface FoundComment {
  createdBy: string | undefined;
  /** Addresses that its words link to. */
  links: string[];
}

export interface Slack {
  post(message: SlackMessage): Promise<Result<void>>;
}

/** What came of asking for a workspace's clients. */
export type Connection =
  /** `slack` is undefined where no Slack webhook is stored. */
  | { kind: 'connected'; notion: Notion; slack: Slack | undefined }
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
  /**
   * Stores a record as the next version of the one that was loaded, with its due time.
   *
   * @returns what is stored now, or undefined if somebody else stored another version in between
   */
  save(record: PageRecord): Promise<PageRecord | undefined>;
}

export interface DataSourceRecord {
  /** When Pagebell first saw the data source. */
  baseline: number;
  /** Decoded ids of the properties that the rules look at. */
  watchedIds: string[];
  /** When they were last read off a page. */
  watchedAt: number;
}

export interface DataSourceStore {
  load(workspace: string, dataSourceId: string): Promise<DataSourceRecord | undefined>;
  /** The baseline of what is stored already stays. */
  save(workspace: string, dataSourceId: string, record: DataSourceRecord): Promise<void>;
}

/** Users whose page showed no more than an id. */
export interface UserStore {
  load(workspace: string, userId: string): Promise<NotionUser | undefined>;
  save(workspace: string, user: NotionUser, expiresAt: number): Promise<void>;
}

/** What a workspace's item says when it is taken. */
export interface TakenWorkspace {
  calls: Calls;
  /** Deaths by culprit: a message's id, or a due item's key. */
  deaths: Readonly<Record<string, number>>;
  /** An invocation that held the workspace and never freed it. */
  died?: { heldUntil: number; inWork: readonly string[] };
}

export type Take = { kind: 'taken'; workspace: TakenWorkspace } | { kind: 'held' | 'closed'; until: number };

/** The workspace's item: who works on it, and what was spent. */
export interface WorkspaceStore {
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

export interface LeftWorkspace {
  calls: Calls;
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
  /** Whether a halt keeps the workspace from working now. */
  isClosed(workspace: string, now: number): Promise<boolean>;
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
