import type { RichText } from '../../lambdas/core/comment-text.ts';
import type { DataSourceSchema } from '../../lambdas/core/data-source-schema.ts';
import type { Failure, Result } from '../../lambdas/core/failure.ts';
import { minuteOf } from '../../lambdas/core/minutes.ts';
import type { WritableValue } from '../../lambdas/core/mirror/value.ts';
import { type NotionPage, propertiesOfType, propertyNamed } from '../../lambdas/core/notion-page.ts';
import type { NotionUser } from '../../lambdas/core/notion-user.ts';
import { MOST_SHOWN_PEOPLE, type PageProperty } from '../../lambdas/core/page-properties.ts';
import type {
  DueFilter,
  EditSpan,
  FoundComment,
  Notion,
  QueriedPages,
} from '../../lambdas/core/ports/notion.ts';

export type NotionOperation = keyof Notion;

export const BOT_ID = '0b070b07-0000-4000-8000-000000000b07';

export interface PostedComment {
  pageId: string;
  text: readonly RichText[];
}

interface Fault {
  operation: NotionOperation;
  failure: Failure;
  /** The call has its effect all the same. */
  isEffective: boolean;
}

const COMMENTS_PAGE = 100;
const QUERY_PAGE = 100;
const MOST_QUERIED = 10_000;

/** A Notion in memory. Faults are used up in the order in which they were set. */
export class FakeNotion implements Notion {
  readonly pages = new Map<string, NotionPage>();
  /** By the data source's id. */
  readonly schemas = new Map<string, DataSourceSchema>();
  readonly usersById = new Map<string, NotionUser>();
  /** By id. */
  readonly emails = new Map<string, string>();
  readonly posted: PostedComment[] = [];
  readonly written: { pageId: string; values: Readonly<Record<string, WritableValue>> }[] = [];
  /** The time that an edit gets (ms). */
  now: () => number = () => 0;
  /** When a page was last edited (ms): by default when it was made. */
  readonly editedAt = new Map<string, number>();
  readonly calls: { operation: NotionOperation; id: string }[] = [];
  readonly #faults: Fault[] = [];

  failNext(operation: NotionOperation, failure: Failure, { isEffective = false } = {}): void {
    this.#faults.push({ operation, failure, isEffective });
  }

  page(pageId: string): Promise<Result<NotionPage>> {
    return this.#answer('page', pageId, () => {
      const page = this.pages.get(pageId);
      if (!page) return notFound(`Could not find page with ID: ${pageId}.`);
      return { ok: true, value: structuredClone(asShown(page)) };
    });
  }

  people(
    pageId: string,
    propertyId: string,
    cursor = '0',
  ): Promise<Result<{ users: NotionUser[]; next?: string }>> {
    return this.#answer('people', pageId, () => {
      const page = this.pages.get(pageId) ?? { properties: [] };
      const property = propertiesOfType(page, 'people').find(({ id }) => id === propertyId);
      if (!property) return notFound(`Could not find property with ID: ${propertyId}.`);
      const start = Number(cursor);
      const users = structuredClone(property.people.slice(start, start + MOST_SHOWN_PEOPLE));
      const next = start + MOST_SHOWN_PEOPLE;
      return { ok: true, value: { users, ...(next < property.people.length && { next: String(next) }) } };
    });
  }

  user(userId: string): Promise<Result<NotionUser>> {
    return this.#answer('user', userId, () => {
      const user = this.usersById.get(userId);
      return user ? { ok: true, value: user } : notFound(`Could not find user with ID: ${userId}.`);
    });
  }

  email(userId: string): Promise<Result<string | undefined>> {
    return this.#answer('email', userId, () => ({ ok: true, value: this.emails.get(userId) }));
  }

  me(): Promise<Result<{ id: string }>> {
    return this.#answer('me', BOT_ID, () => ({ ok: true, value: { id: BOT_ID } }));
  }

  update(pageId: string, values: Readonly<Record<string, WritableValue>>): Promise<Result<void>> {
    return this.#answer('update', pageId, () => {
      const page = this.pages.get(pageId);
      if (!page) return notFound(`Could not find page with ID: ${pageId}.`);
      const properties = page.properties.map((property): PageProperty => {
        const value = values[property.name];
        return value?.type === property.type ? { ...property, ...value } : property;
      });
      this.pages.set(pageId, { ...page, properties, editedAt: minuteOf(this.now()) });
      this.written.push({ pageId, values });
      return { ok: true, value: undefined };
    });
  }

  comment(pageId: string, text: readonly RichText[]): Promise<Result<void>> {
    return this.#answer('comment', pageId, () => {
      this.posted.push({ pageId, text });
      return { ok: true, value: undefined };
    });
  }

  comments(pageId: string, cursor = '0'): Promise<Result<{ comments: FoundComment[]; next?: string }>> {
    return this.#answer('comments', pageId, () => {
      const all = this.posted.filter((comment) => comment.pageId === pageId);
      const start = Number(cursor);
      const comments = all.slice(start, start + COMMENTS_PAGE).map(({ text }) => ({
        createdBy: BOT_ID,
        links: linksOf(text),
      }));
      const next = start + COMMENTS_PAGE;
      return { ok: true, value: { comments, ...(next < all.length && { next: String(next) }) } };
    });
  }

  query(dataSourceId: string, { from, before }: EditSpan, cursor = '0'): Promise<Result<QueriedPages>> {
    return this.#answer('query', dataSourceId, () => {
      const rows = [...this.pages]
        .filter(([, page]) => page.dataSourceId === dataSourceId && !page.inTrash)
        .map(([id, page]) => ({ id, page, editedAt: minuteOf(this.editedAt.get(id) ?? page.createdAt ?? 0) }))
        .filter(({ editedAt }) => editedAt >= from && editedAt < before)
        .sort((a, b) => a.editedAt - b.editedAt || a.id.localeCompare(b.id));
      const shown = rows.slice(0, MOST_QUERIED);
      const start = Number(cursor);
      const next = start + QUERY_PAGE;
      const hasMore = next < shown.length;
      const page = shown.slice(start, next).map((row) => ({ ...row, page: asShown(row.page) }));
      const isCutOff = !hasMore && shown.length < rows.length;
      return { ok: true, value: { rows: page, isCutOff, ...(hasMore && { next: String(next) }) } };
    });
  }

  queryDue(
    dataSourceId: string,
    { property, before, without }: DueFilter,
    cursor = '0',
  ): Promise<Result<QueriedPages>> {
    return this.#answer('queryDue', dataSourceId, () => {
      const rows = [...this.pages]
        .filter(([, page]) => page.dataSourceId === dataSourceId && !page.inTrash)
        .flatMap(([id, page]) => {
          const { date } = propertyNamed(page, property, 'date') ?? {};
          const option = without && propertyNamed(page, without.property, without.type)?.option;
          const isLeftOut = option != null && without?.options.includes(option);
          return date && date.start < before && !isLeftOut ? [{ id, page, start: date.start }] : [];
        })
        .sort((a, b) => a.start.localeCompare(b.start));
      const start = Number(cursor);
      const next = start + QUERY_PAGE;
      const found = rows.slice(start, next).map(({ id, page }) => ({ id, page: asShown(page), editedAt: 0 }));
      const more = next < rows.length && { next: String(next) };
      return { ok: true, value: { rows: found, isCutOff: false, ...more } };
    });
  }

  schema(dataSourceId: string): Promise<Result<DataSourceSchema>> {
    return this.#answer('schema', dataSourceId, () => {
      const schema = this.schemas.get(dataSourceId);
      if (!schema) return notFound(`Could not find data source with ID: ${dataSourceId}.`);
      return { ok: true, value: structuredClone(schema) };
    });
  }

  dataSources(): Promise<Result<{ ids: string[]; next?: string }>> {
    return this.#answer('dataSources', '', () => {
      const ids = new Set([...this.pages.values()].flatMap(({ dataSourceId }) => dataSourceId ?? []));
      return { ok: true, value: { ids: [...ids] } };
    });
  }

  async #answer<Value>(
    operation: NotionOperation,
    id: string,
    effect: () => Result<Value>,
  ): Promise<Result<Value>> {
    this.calls.push({ operation, id });
    const index = this.#faults.findIndex((fault) => fault.operation === operation);
    const [fault] = index === -1 ? [] : this.#faults.splice(index, 1);
    if (!fault) return effect();
    if (fault.isEffective) effect();
    return { ok: false, failure: fault.failure };
  }
}

function asShown(page: NotionPage): NotionPage {
  return { ...page, properties: page.properties.map(cutAt25) };
}

function cutAt25(property: PageProperty): PageProperty {
  if (property.type !== 'people') return property;
  return { ...property, people: property.people.slice(0, MOST_SHOWN_PEOPLE) };
}

/** Ids of the people whom a comment mentions. */
export function mentionsOf(text: readonly RichText[]): string[] {
  return text.flatMap((part) => (part.type === 'mention' ? [part.mention.user.id] : []));
}

/** A comment as it reads. */
export function plainOf(text: readonly RichText[]): string {
  return text.map((part) => (part.type === 'text' ? part.text.content : `@${part.mention.user.id}`)).join('');
}

function linksOf(text: readonly RichText[]): string[] {
  return text.flatMap((part) => (part.type === 'text' && part.text.link ? [part.text.link.url] : []));
}

/** An answer that Notion gives for an error. */
export function notionAnswer(
  status: number,
  message = 'no',
  more: Partial<Extract<Failure, { kind: 'answer' }>> = {},
): Failure {
  return { kind: 'answer', service: 'notion', status, message, ...more };
}

function notFound(message: string): Result<never> {
  return { ok: false, failure: notionAnswer(404, message, { code: 'object_not_found' }) };
}
