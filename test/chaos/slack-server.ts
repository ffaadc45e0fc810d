import { EVERYBODY, hasAddress, ON_CALL, SLACK_CHANNEL } from './cast.ts';
import {
  type HttpCall,
  type HttpFault,
  type HttpReply,
  type HttpServer,
  USUAL_WAY_MS,
} from './faulty-fetch.ts';
import { SentMessages } from './sent-messages.ts';

const TIMEOUT_MS = 10_000;
const METHODS: Readonly<Record<string, string>> = {
  '/hook': 'slack.post',
  '/api/chat.postMessage': 'slack.message',
  '/api/users.lookupByEmail': 'slack.lookup',
};

interface WebhookBody {
  text: string;
  blocks: readonly Block[];
}

interface Block {
  text?: { text: string };
}

/** The form of a method; `blocks` is JSON. */
type Form = Readonly<Record<string, string>>;

/** A Slack with an incoming webhook, a bot, and those of the team who are in it. */
export class SlackServer implements HttpServer {
  readonly timeoutMs = TIMEOUT_MS;
  readonly wayMs: HttpServer['wayMs'] = USUAL_WAY_MS;
  readonly sent = new SentMessages();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  nameOf(_: string, { pathname }: URL): string {
    const name = METHODS[pathname];
    if (name === undefined) throw new Error(`Pagebell called Slack in an unexpected way: ${pathname}`);
    return name;
  }

  serve({ name, body }: HttpCall): HttpReply {
    switch (name) {
      case 'slack.post': {
        const { text, blocks } = body as WebhookBody; // what the product's own adapter sends
        this.sent.add({ at: this.#now(), channel: 'slack', to: '', text }, shownIn(blocks));
        return { status: 200, body: 'ok' };
      }
      case 'slack.message':
        return this.#message(body as Form); // what Slack's own client sends
      default:
        return lookUp(body as Form); // the same
    }
  }

  errorBody(status: number, fault: HttpFault): unknown {
    if (fault.kind === 'api-error') return { ok: false, error: fault.code };
    return status === 404 ? 'no_service' : 'server_error';
  }

  #message({ channel: to = '', text = '', blocks = '[]' }: Form): HttpReply {
    const shown = shownIn(JSON.parse(blocks));
    const at = this.#now();
    const member = EVERYBODY.find(({ slackId }) => slackId === to);
    if (to === SLACK_CHANNEL) this.sent.add({ at, channel: 'slack', to, text }, shown);
    else if (member) this.sent.add({ at, channel: 'slack-dm', to, text }, shown, member.id);
    else if (to === ON_CALL.channel.to)
      this.sent.add({ at, channel: 'slack-channel', to, text }, shown, ON_CALL.channel.id);
    else return { status: 200, body: { ok: false, error: 'channel_not_found' } };
    return { status: 200, body: { ok: true, channel: to, ts: String(at) } };
  }
}

function shownIn(blocks: readonly Block[]): string {
  return blocks.flatMap(({ text }) => text?.text ?? []).join('\n');
}

function lookUp({ email = '' }: Form): HttpReply {
  const found = EVERYBODY.find((person) => person.slackId !== undefined && hasAddress(person, email));
  const answer = found ? { ok: true, user: { id: found.slackId } } : { ok: false, error: 'users_not_found' };
  return { status: 200, body: answer };
}
