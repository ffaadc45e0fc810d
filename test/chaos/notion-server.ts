import { BOT_ID, type Person } from './cast.ts';
import {
  type HttpCall,
  type HttpFault,
  type HttpReply,
  type HttpServer,
  USUAL_WAY_MS,
} from './faulty-fetch.ts';
import {
  assigneeItems,
  type DataSourceModel,
  type NotionPageModel,
  pageObject,
  userObject,
} from './notion-objects.ts';
import { looksForDueDates, type QueryBody, queried } from './notion-query.ts';
import {
  type CommentBody,
  commentId,
  ERROR_CODES,
  idOf,
  invalidCursor,
  listEnd,
  notFound,
  operationOf,
  type RichTextPart,
  textOf,
  type UpdateBody,
} from './notion-shapes.ts';
import { TASKS } from './notion-values.ts';
import { type ToldText, toldIn } from './told-text.ts';

export interface PostedComment extends ToldText {
  pageId: string;
  at: number;
  /** The notice that its link names. */
  noticeId: string;
  richText: readonly RichTextPart[];
}

/** Small, so that a look-up has to page. */
const COMMENTS_PAGE = 3;
/** So small that a sweep takes several queries, and now and then its minute does not fit into one. */
const ROWS_PAGE = 2;
const TIMEOUT_MS = 15_000;

/** A Notion workspace, as far as Pagebell asks for it. */
export class NotionServer implements HttpServer {
  readonly timeoutMs = TIMEOUT_MS;
  readonly wayMs: HttpServer['wayMs'] = USUAL_WAY_MS;
  readonly pages = new Map<string, NotionPageModel>();
  readonly comments: PostedComment[] = [];
  /** Ids of pages that were asked for here and are not here. */
  readonly strays: string[] = [];
  /** When somebody began to look for due dates (ms). */
  readonly searches: number[] = [];
  /** Told of each page that the product has written into. */
  onWrite: (page: NotionPageModel) => void = () => {};
  readonly #people: ReadonlyMap<string, Person>;
  readonly #now: () => number;

  readonly #dataSource: DataSourceModel;
  readonly #place: string;

  /** @param place what its calls are called by, where faults are to be its own: `notion.page.<place>` */
  constructor(people: readonly Person[], now: () => number, dataSource = TASKS, place?: string) {
    this.#dataSource = dataSource;
    this.#place = place === undefined ? '' : `.${place}`;
    this.#people = new Map(people.map((person) => [person.id, person]));
    this.#now = now;
  }

  nameOf(method: string, { pathname }: URL): string {
    const operation = operationOf(method, pathname);
    if (!operation) throw new Error(`Pagebell called Notion in an unexpected way: ${method} ${pathname}`);
    return `notion.${operation}${this.#place}`;
  }

  serve({ method, url, body }: HttpCall): HttpReply {
    const [, , , id = '', , propertyId = ''] = url.pathname.split('/');
    const operation = operationOf(method, url.pathname);
    switch (operation) {
      case 'page':
        return this.#onPage(id, (page) => this.#shown(page));
      case 'update':
        return this.#onPage(id, (page) => this.#update(page, body as UpdateBody)); // what the product's own adapter sends
      case 'people':
        return this.#onPage(id, (page) =>
          assigneeItems(page, decodeURIComponent(propertyId), url, this.#people),
        );
      case 'user':
        return this.#user(id);
      case 'me':
        return { status: 200, body: { object: 'user', id: BOT_ID, type: 'bot', bot: {} } };
      case 'comment':
        return this.#comment(body as CommentBody); // what the product's own adapter sends
      case 'comments':
        return this.#listComments(url);
      case 'query':
        return this.#query(body as QueryBody); // what the product's own adapter sends
      case 'schema':
        return { status: 200, body: { object: 'data_source', id, properties: this.#dataSource.schema } };
      case 'dataSources': {
        const results = [{ object: 'data_source', id: this.#dataSource.id }];
        return { status: 200, body: { object: 'list', results, ...listEnd(1, 1) } };
      }
      default:
        throw new Error(`the simulated Notion does not serve ${operation}`);
    }
  }

  errorBody(status: number, fault: HttpFault, reply: HttpReply | undefined): unknown {
    const committed = 'tellsCommittedId' in fault && fault.tellsCommittedId ? reply?.body : undefined;
    return {
      object: 'error',
      status,
      code: ERROR_CODES[status] ?? 'internal_server_error',
      message: 'injected',
      ...(committed !== undefined && { additional_data: { committed_resource_id: idOf(committed) } }),
    };
  }

  #onPage(id: string, answer: (page: NotionPageModel) => object): HttpReply {
    const page = this.pages.get(id);
    if (!page) this.strays.push(id);
    return page ? { status: 200, body: answer(page) } : notFound(id);
  }

  #shown(page: NotionPageModel): object {
    return pageObject(page, this.#people, this.#dataSource);
  }

  #update(page: NotionPageModel, { properties }: UpdateBody): object {
    const status = this.#dataSource.statusIn(properties);
    if (status) page.values = { ...page.values, status };
    const { Points } = properties;
    if (Points?.number !== undefined) page.points = Points.number;
    page.editedAt = this.#now();
    this.onWrite(page);
    return this.#shown(page);
  }

  #user(id: string): HttpReply {
    const person = this.#people.get(id);
    return person ? { status: 200, body: userObject(person) } : notFound(id);
  }

  #comment({ parent, rich_text }: CommentBody): HttpReply {
    const pageId = parent.page_id;
    if (this.pages.get(pageId)?.inTrash !== false) return notFound(pageId);
    const links = rich_text.flatMap(({ text }) => text?.link?.url ?? []);
    this.comments.push({
      pageId,
      at: this.#now(),
      noticeId: links[0]?.split('/').at(-1) ?? 'no mark',
      ...toldIn(textOf(rich_text)),
      richText: rich_text,
    });
    return { status: 200, body: { object: 'comment', id: commentId(this.comments.length) } };
  }

  /** A cursor names a row, and is refused once that is gone. */
  #query(body: QueryBody): HttpReply {
    if (looksForDueDates(body)) this.searches.push(this.#now());
    const found = queried(this.pages.values(), body);
    const start = found.findIndex(({ id }) => id === (body.start_cursor ?? found[0]?.id));
    if (start < 0 && body.start_cursor !== undefined) return invalidCursor(body.start_cursor);
    const rows = found.slice(Math.max(0, start));
    const next = rows[ROWS_PAGE]?.id ?? null;
    const results = rows.slice(0, ROWS_PAGE).map((page) => this.#shown(page));
    return { status: 200, body: { object: 'list', results, has_more: next !== null, next_cursor: next } };
  }

  #listComments(url: URL): HttpReply {
    const all = this.comments.filter(({ pageId }) => pageId === url.searchParams.get('block_id'));
    const start = Number(url.searchParams.get('start_cursor') ?? 0);
    const next = start + COMMENTS_PAGE;
    const results = all.slice(start, next).map(({ richText }) => ({
      object: 'comment',
      created_by: { object: 'user', id: BOT_ID },
      rich_text: richText.map((part) => ({ ...part, href: part.text?.link?.url ?? null })),
    }));
    return { status: 200, body: { object: 'list', results, ...listEnd(next, all.length) } };
  }
}
