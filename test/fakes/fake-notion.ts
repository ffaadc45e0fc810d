import type { Failure, Result } from '../../lambdas/core/failure.ts';
import type { RichText } from '../../lambdas/core/messages.ts';
import type { NotionPage, NotionUser } from '../../lambdas/core/notion-page.ts';
import type { FoundComment, Notion } from '../../lambdas/core/ports.ts';

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

const MOST_SHOWN = 25;
const COMMENTS_PAGE = 100;

/** A Notion in memory. Faults are used up in the order in which they were set. */
export class FakeNotion implements Notion {
  readonly pages = new Map<string, NotionPage>();
  readonly usersById = new Map<string, NotionUser>();
  readonly posted: PostedComment[] = [];
  readonly calls: { operation: NotionOperation; id: string }[] = [];
  readonly #faults: Fault[] = [];

  failNext(operation: NotionOperation, failure: Failure, { isEffective = false } = {}): void {
    this.#faults.push({ operation, failure, isEffective });
  }

  page(pageId: string): Promise<Result<NotionPage>> {
    return this.#answer('page', pageId, () => {
      const page = this.pages.get(pageId);
      if (!page) return notFound(`Could not find page with ID: ${pageId}.`);
      const peopleProperties = page.peopleProperties.map((property) => ({
        ...property,
        people: property.people.slice(0, MOST_SHOWN),
      }));
      return { ok: true, value: structuredClone({ ...page, peopleProperties }) };
    });
  }

  people(
    pageId: string,
    propertyId: string,
    cursor = '0',
  ): Promise<Result<{ users: NotionUser[]; next?: string }>> {
    return this.#answer('people', pageId, () => {
      const property = this.pages.get(pageId)?.peopleProperties.find(({ id }) => id === propertyId);
      if (!property) return notFound(`Could not find property with ID: ${propertyId}.`);
      const start = Number(cursor);
      const users = structuredClone(property.people.slice(start, start + MOST_SHOWN));
      const next = start + MOST_SHOWN;
      return { ok: true, value: { users, ...(next < property.people.length && { next: String(next) }) } };
    });
  }

  user(userId: string): Promise<Result<NotionUser>> {
    return this.#answer('user', userId, () => {
      const user = this.usersById.get(userId);
      return user ? { ok: true, value: user } : notFound(`Could not find user with ID: ${userId}.`);
    });
  }

  me(): Promise<Result<{ id: string }>> {
    return this.#answer('me', BOT_ID, () => ({ ok: true, value: { id: BOT_ID } }));
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
