import { NAMELESS, PEOPLE } from './cast.ts';
import { type HttpCall, type HttpReply, type HttpServer, USUAL_WAY_MS } from './faulty-fetch.ts';

export interface SlackPost {
  at: number;
  text: string;
  rule: Told;
  /** Canonical id of the page that it links to. */
  pageId: string;
  /** Ids. */
  people: string[];
  /** Pagebell was told that it is posted, and could write that down. */
  isKnown: boolean;
}

const TIMEOUT_MS = 10_000;
const VERBS = { assigned: ' now have ', unassigned: ' no longer have ' } as const;
type Told = keyof typeof VERBS;
/** By them a message says what it tells, whom, and of which page. */
export const SLACK_TEMPLATES = {
  assigned: `{people}${VERBS.assigned}{url}`,
  unassigned: `{people}${VERBS.unassigned}{url}`,
};

/** A channel with an incoming webhook. */
export class SlackServer implements HttpServer {
  readonly timeoutMs = TIMEOUT_MS;
  readonly wayMs: HttpServer['wayMs'] = USUAL_WAY_MS;
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
      rule: ruleIn(text),
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

function ruleIn(text: string): Told {
  return text.includes(VERBS.unassigned) ? 'unassigned' : 'assigned';
}

function peopleIn(text: string): string[] {
  const [names = ''] = text.split(VERBS[ruleIn(text)]);
  return names.split(', ').flatMap((name) => {
    const person = PEOPLE.find((one) => one.name === name || (one.isPartial && name === NAMELESS));
    return person ? [person.id] : [];
  });
}
