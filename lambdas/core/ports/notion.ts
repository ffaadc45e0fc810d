import type { RichText } from '../comment-text.ts';
import type { DataSourceSchema } from '../data-source-schema.ts';
import type { Result } from '../failure.ts';
import type { WritableValue } from '../mirror/value.ts';
import type { NotionPage } from '../notion-page.ts';
import type { NotionUser } from '../notion-user.ts';

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
  /** Sets properties of a page, by their names. */
  update(pageId: string, values: Readonly<Record<string, WritableValue>>): Promise<Result<void>>;
  comment(pageId: string, text: readonly RichText[]): Promise<Result<void>>;
  /** Open comments of a page, oldest first. */
  comments(pageId: string, cursor?: string): Promise<Result<{ comments: FoundComment[]; next?: string }>>;
  /** Pages of a data source that were last edited in a span of time, in that order, a hundred at a time. */
  query(dataSourceId: string, span: EditSpan, cursor?: string): Promise<Result<QueriedPages>>;
  /** Pages of a data source that are due before a day, the oldest first, a hundred at a time. */
  queryDue(dataSourceId: string, filter: DueFilter, cursor?: string): Promise<Result<QueriedPages>>;
  /** The properties of a data source, with their options. */
  schema(dataSourceId: string): Promise<Result<DataSourceSchema>>;
  /** Ids of the data sources that the connection can see. */
  dataSources(cursor?: string): Promise<Result<{ ids: string[]; next?: string }>>;
}

/** Notion's days are UTC's, and of a range it looks at the begin. */
export interface DueFilter {
  /** Name of the date property. */
  property: string;
  /** `YYYY-MM-DD`, not included. */
  before: string;
  /** Leaves out pages whose property of that name has one of these options. */
  without?: { property: string; type: 'status' | 'select'; options: string[] };
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
