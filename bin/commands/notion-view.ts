import * as z from 'zod';
import { canonicalId } from '../../lambdas/core/ids.ts';
import type { Ask, HttpAnswer } from './http-port.ts';
import { type Found, parsed } from './notion-answer.ts';

/** The functions' own version: what they will be answered is what is looked at. */
const NOTION_VERSION = '2026-03-11';
const NOTION_API = 'https://api.notion.com';
/** Of a hundred data sources each. */
const MOST_SEARCH_PAGES = 20;

export interface DataSourceView {
  id: string;
  name: string;
  url: string | undefined;
  /** `options` by their names, of the kinds that have some. */
  properties: readonly { name: string; type: string; options?: readonly string[] }[];
}

export interface PersonView {
  /** As the configuration wants it. */
  id: string;
  name: string | undefined;
  /** Undefined where the connection may not see it. */
  email: string | undefined;
}

export interface Connection {
  name: string;
  /** Of the Notion workspace. */
  workspace: string | undefined;
  aheadMs: number | undefined;
}

const meSchema = z.object({
  name: z.string().nullish(),
  bot: z.object({ workspace_name: z.string().nullish() }).optional(),
});
const optionsSchema = z.object({ options: z.array(z.object({ name: z.string() })) }).optional();
const propertiesSchema = z.record(
  z.string(),
  z.object({ type: z.string(), status: optionsSchema, select: optionsSchema, multi_select: optionsSchema }),
);
const dataSourceSchema = z.object({
  id: z.string(),
  title: z.array(z.object({ plain_text: z.string() })).optional(),
  url: z.string().nullish(),
  properties: propertiesSchema.optional(),
});
const listSchema = z.object({
  results: z.array(z.unknown()),
  has_more: z.boolean().optional(),
  next_cursor: z.string().nullish(),
});
const personSchema = z.object({
  id: z.string(),
  type: z.literal('person'),
  name: z.string().nullish(),
  person: z.object({ email: z.string().nullish() }).optional(),
});

/** Notion's API as an operator looks at it: nothing here changes anything in the workspace. */
export class NotionView {
  readonly #ask: Ask;
  readonly #token: string;
  readonly #base: string;

  constructor(ask: Ask, token: string, baseUrl = NOTION_API) {
    this.#ask = ask;
    this.#token = token;
    this.#base = baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '');
  }

  async connection(): Promise<Found<Connection>> {
    const answer = await this.call('GET', '/v1/users/me');
    const aheadMs = answer.kind === 'answer' ? answer.aheadMs : undefined;
    return parsed(answer, meSchema, ({ name, bot }) => ({
      name: name || 'without a name',
      workspace: bot?.workspace_name ?? undefined,
      aheadMs,
    }));
  }

  /** All that the connection can see. */
  async dataSources(): Promise<Found<DataSourceView[]>> {
    const filter = { property: 'object', value: 'data_source' };
    const found = await results(
      (cursor) =>
        this.call('POST', '/v1/search', { filter, page_size: 100, ...(cursor && { start_cursor: cursor }) }),
      MOST_SEARCH_PAGES,
    );
    if (found.kind !== 'found') return found;
    const all: DataSourceView[] = [];
    for (const result of found.value) {
      const source = dataSourceSchema.safeParse(result).data;
      if (!source) continue;
      // A search may show less than the data source itself.
      const whole = source.properties ? toView(source) : await this.dataSource(source.id);
      if (!('kind' in whole)) all.push(whole);
      else if (whole.kind === 'found') all.push(whole.value);
    }
    return { kind: 'found', value: all };
  }

  async dataSource(id: string): Promise<Found<DataSourceView>> {
    const answer = await this.call('GET', `/v1/data_sources/${encodeURIComponent(id)}`);
    return parsed(answer, dataSourceSchema, toView);
  }

  /** The id of any page that the connection can see; undefined if there is none. */
  async anyPage(): Promise<Found<string | undefined>> {
    const body = { filter: { property: 'object', value: 'page' }, page_size: 1 };
    const answer = await this.call('POST', '/v1/search', body);
    return parsed(answer, listSchema, ({ results: [first] }) => {
      const page = z.object({ id: z.string() }).safeParse(first).data;
      return page?.id;
    });
  }

  comments(pageId: string): Promise<Found<void>> {
    const query = `block_id=${encodeURIComponent(pageId)}&page_size=1`;
    return this.call('GET', `/v1/comments?${query}`).then((answer) =>
      parsed(answer, listSchema, () => undefined),
    );
  }

  /** Tries to comment on a page that is not there: 403 without the capability, 404 with it. */
  async commentOnNothing(pageId: string): Promise<Found<void>> {
    const body = {
      parent: { page_id: pageId },
      rich_text: [{ type: 'text', text: { content: 'pagebell doctor' } }],
    };
    return parsed(await this.call('POST', '/v1/comments', body), z.unknown(), () => undefined);
  }

  /** Tries to edit a page that is not there: 403 without the capability, 404 with it. */
  async updateNothing(pageId: string): Promise<Found<void>> {
    const path = `/v1/pages/${encodeURIComponent(pageId)}`;
    return parsed(await this.call('PATCH', path, { properties: {} }), z.unknown(), () => undefined);
  }

  /**
   * Members, in no order. Guests are not among them: https://developers.notion.com/reference/get-users
   *
   * @param mostPages of a hundred users each, bots among them
   */
  async people(mostPages = Number.POSITIVE_INFINITY): Promise<Found<PersonView[]>> {
    const found = await results((cursor) => {
      const query = new URLSearchParams({ page_size: '100', ...(cursor && { start_cursor: cursor }) });
      return this.call('GET', `/v1/users?${query}`);
    }, mostPages);
    if (found.kind !== 'found') return found;
    return { kind: 'found', value: found.value.flatMap((user) => toPerson(user) ?? []) };
  }

  call(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: unknown,
    version: string = NOTION_VERSION,
  ): Promise<HttpAnswer> {
    const headers = { authorization: `Bearer ${this.#token}`, 'notion-version': version };
    return this.#ask({ method, url: this.#base + path, headers, body });
  }
}

function toView({ id, title = [], url, properties = {} }: z.infer<typeof dataSourceSchema>): DataSourceView {
  return {
    id: canonicalId(id) ?? id,
    name: title.map(({ plain_text }) => plain_text).join('') || 'Untitled',
    url: url ?? undefined,
    properties: Object.entries(properties).map(([name, { type, status, select, multi_select }]) => {
      const options = (status ?? select ?? multi_select)?.options.map((option) => option.name);
      return { name, type, ...(options && { options }) };
    }),
  };
}

/** Undefined for a bot, and for a user of whom only the id is told. */
function toPerson(user: unknown): PersonView | undefined {
  const { data } = personSchema.safeParse(user);
  if (!data) return undefined;
  const { id, name, person } = data;
  return { id: canonicalId(id) ?? id, name: name || undefined, email: person?.email || undefined };
}

/** What the pages of a list hold together. */
async function results(
  ask: (cursor: string | undefined) => Promise<HttpAnswer>,
  mostPages: number,
): Promise<Found<unknown[]>> {
  const all: unknown[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const found = parsed(await ask(cursor), listSchema, (list) => list);
    if (found.kind !== 'found') return found;
    all.push(...found.value.results);
    cursor = found.value.next_cursor ?? undefined;
    if (!found.value.has_more || !cursor) break;
  }
  return { kind: 'found', value: all };
}
