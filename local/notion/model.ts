import type {
  DataSourceObjectResponse,
  GroupObjectResponse,
  PageObjectResponse,
  RichTextItemResponse,
  UserObjectResponse,
} from '@notionhq/client';

/** Whoever can stand in a people property. */
export type Member = UserObjectResponse | GroupObjectResponse;

type ValueOf<Type extends string> = Extract<PageObjectResponse['properties'][string], { type: Type }>;
type SchemaOf<Type extends string> = Extract<DataSourceObjectResponse['properties'][string], { type: Type }>;

export type StatusConfig = SchemaOf<'status'>['status'];
export type SelectConfig = SchemaOf<'select'>['select'];
type DateValue = ValueOf<'date'>['date'];

/** A property of a data source. The id is the bare one; the API shows it URL-encoded. */
export type PropertySchema = { id: string; name: string } & (
  | { type: 'title' | 'rich_text' | 'people' | 'date' | 'checkbox' | 'url' | 'number' }
  | { type: 'status'; status: StatusConfig }
  | { type: 'select'; select: SelectConfig }
  | { type: 'multi_select'; multi_select: SelectConfig }
);

/** What a page holds for a property. People are kept as ids and shown as they are at the time of reading. */
export type PropertyValue =
  | { type: 'title'; title: RichTextItemResponse[] }
  | { type: 'rich_text'; rich_text: RichTextItemResponse[] }
  | { type: 'people'; people: string[] }
  | { type: 'status' | 'select'; optionId: string | null }
  | { type: 'multi_select'; optionIds: string[] }
  | { type: 'checkbox'; checkbox: boolean }
  | { type: 'url'; url: string | null }
  | { type: 'number'; number: number | null }
  | { type: 'date'; date: DateValue };

export interface DataSource {
  id: string;
  databaseId: string;
  name: string;
  createdAt: number;
  createdBy: string;
  properties: readonly PropertySchema[];
}

export type PageParent =
  | { type: 'data_source'; id: string }
  | { type: 'page'; id: string }
  | { type: 'workspace' };

/** Times are milliseconds since 1970; the API rounds them down to the minute. */
export interface StoredPage {
  id: string;
  parent: PageParent;
  createdAt: number;
  createdBy: string;
  editedAt: number;
  editedBy: string;
  inTrash: boolean;
  /** By bare property id. */
  values: Readonly<Record<string, PropertyValue>>;
}

export interface StoredComment {
  id: string;
  pageId: string;
  discussionId: string;
  createdAt: number;
  createdBy: string;
  text: RichTextItemResponse[];
}

/** Who a workspace is, and the connection that Pagebell has to it. */
export interface WorkspaceIdentity {
  id: string;
  name: string;
  integrationId: string;
  subscriptionId: string;
  /** The connection's own user: whoever calls the API writes as this one. */
  bot: string;
}

/** What a workspace holds when it is simulated for the first time. */
export interface WorkspaceSeed {
  identity: WorkspaceIdentity;
  dataSources: readonly DataSource[];
  /** The connection's own user among them. */
  members: readonly Member[];
  /** @param now milliseconds since 1970 */
  pages(now: number): StoredPage[];
}

/** What one connection is allowed: https://developers.notion.com/reference/capabilities */
export interface Capabilities {
  readContent: boolean;
  insertContent: boolean;
  updateContent: boolean;
  readComments: boolean;
  insertComments: boolean;
  readUsers: 'none' | 'without-email' | 'with-email';
}

/** The only property of a page that is in no data source. */
export const PLAIN_PAGE_PROPERTIES: readonly PropertySchema[] = [
  { id: 'title', name: 'title', type: 'title' },
];

function plainText(text: readonly RichTextItemResponse[]): string {
  return text.map(({ plain_text }) => plain_text).join('');
}

export function titleOf(page: StoredPage): string {
  const title = Object.values(page.values).find((value) => value.type === 'title');
  return title ? plainText(title.title) : '';
}
