import { NAMELESS, PEOPLE } from './cast.ts';
import type { HttpCall, HttpReply, HttpServer } from './faulty-fetch.ts';

export interface SlackPost {
  at: number;
  text: string;
  /** Canonical id of the page that it links to. */
  pageId: string;
  /** Ids. */
  people: string[];
  /** Pagebell was told that it is posted, and could write that down. */
  isKnown: boolean;
}

const TIMEOUT_MS = 10_000;
const SLACK_VERB = ' now have ';
/** By it a message says whom it tells, and of which page. */
export const SLACK_TEMPLATE = `{people}${SLACK_VERB}{url}`;

/** A channel with an incoming webhook. */
export class SlackServer implements HttpServer {
  readonly timeoutMs = TIMEOUT_MS;
  readonly posts: SlackPost[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  nameOf(): string {
    return 'slack.post';
  }

  serve({ body }: HttpCall): HttpReply {
    const { text } = body as { text: string }; // what the product's own adapter sends
    this.posts.push({
      at: this.#now(),
      text,
      pageId: pageIn(text),
      people: peopleIn(text),
      isKnown: false,
    });
    return { status: 200, body: 'ok' };
  }

  /** The last message with this text. */
  postOf(message: unknown): SlackPost | undefined {
    const { text } = message as { text: string }; // what the product's own adapter sends
    return this.posts.findLast((post) => post.text === text);
  }

  errorBody(status: number): string {
    return status === 404 ? 'no_service' : 'server_error';
  }
}

function pageIn(text: string): string {
  const [, hex = ''] = text.match(/notion\.so\/([0-9a-f]{32})/) ?? [];
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function peopleIn(text: string): string[] {
  const [names = ''] = text.split(SLACK_VERB);
  return names.split(', ').flatMap((name) => {
    const person = PEOPLE.find((one) => one.name === name || (one.isPartial && name === NAMELESS));
    return person ? [person.id] : [];
  });
}
