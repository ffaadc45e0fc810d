import * as z from 'zod';
import type { Ask, HttpAnswer } from './http-port.ts';

const SLACK_API = 'https://slack.com/api';

/** Without it the bot can post nothing. */
export const POST_SCOPE = 'chat:write';
/** Without them nobody is found by their e-mail address. */
export const MEMBER_SCOPES = ['users:read', 'users:read.email'] as const;

/** What a question to Slack came to. */
export type SlackFound<Value> =
  | { kind: 'found'; value: Value }
  /** Slack's code for the refusal: `invalid_auth`, `missing_scope`, `channel_not_found`. */
  | { kind: 'refused'; code: string }
  | { kind: 'unclear'; reason: string };

export interface SlackBotIdentity {
  /** `pagebell of Northlight Studio` */
  name: string;
  /** Undefined: Slack does not tell. */
  scopes: readonly string[] | undefined;
}

export interface SlackChannelView {
  name: string;
  isMember: boolean;
  isArchived: boolean;
}

const refusalSchema = z.object({ ok: z.literal(false), error: z.string() });
const identitySchema = z.object({ user: z.string(), team: z.string().optional() });
const channelSchema = z.object({
  channel: z.object({
    name: z.string(),
    is_member: z.boolean().default(false),
    is_archived: z.boolean().default(false),
  }),
});

/** Slack's Web API as an operator looks at it with a bot's token. */
export class SlackBotView {
  readonly #ask: Ask;
  readonly #token: string;
  readonly #base: string;

  constructor(ask: Ask, token: string, apiUrl = SLACK_API) {
    this.#ask = ask;
    this.#token = token;
    this.#base = apiUrl.replace(/\/+$/, '');
  }

  /** https://docs.slack.dev/reference/methods/auth.test: every answer names the token's scopes in a header. */
  async identity(): Promise<SlackFound<SlackBotIdentity>> {
    const answer = await this.#get('auth.test');
    const scopes = answer.kind === 'answer' ? answer.headers['x-oauth-scopes'] : undefined;
    return parsed(answer, identitySchema, ({ user, team }) => ({
      name: team ? `${user} of ${team}` : user,
      scopes: scopes?.split(/\s*,\s*/).filter(Boolean),
    }));
  }

  /** https://docs.slack.dev/reference/methods/conversations.info: of a private channel only its members hear. */
  async channel(id: string): Promise<SlackFound<SlackChannelView>> {
    return parsed(await this.#get('conversations.info', { channel: id }), channelSchema, ({ channel }) => ({
      name: channel.name,
      isMember: channel.is_member,
      isArchived: channel.is_archived,
    }));
  }

  /** Looks for an address that nobody can have: `users_not_found` says that the bot may look. */
  async lookUpNobody(): Promise<SlackFound<void>> {
    const answer = await this.#get('users.lookupByEmail', { email: 'nobody@pagebell.invalid' });
    return parsed(answer, z.unknown(), () => undefined);
  }

  /** @returns what went wrong, or undefined */
  async post(channel: string, text: string): Promise<string | undefined> {
    const url = `${this.#base}/chat.postMessage`;
    const answer = await this.#ask({
      method: 'POST',
      url,
      headers: this.#authorization(),
      body: { channel, text },
    });
    const posted = parsed(answer, z.unknown(), () => undefined);
    return posted.kind === 'found' ? undefined : complaintOf(posted);
  }

  #get(method: string, query: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
    const url = `${this.#base}/${method}?${new URLSearchParams(query)}`;
    return this.#ask({ method: 'GET', url, headers: this.#authorization() });
  }

  #authorization(): { authorization: string } {
    return { authorization: `Bearer ${this.#token}` };
  }
}

/** What is wrong with the form of a bot's token; undefined if nothing is. Never quotes it: it is a secret. */
export function botTokenFault(token: string): string | undefined {
  return token.startsWith('xoxb-') ? undefined : 'it is no bot token, which begins with xoxb-';
}

/** For a message: what became of a question that was not answered as hoped. */
export function complaintOf(found: Exclude<SlackFound<unknown>, { kind: 'found' }>): string {
  return found.kind === 'refused' ? `Slack answered ${found.code}` : found.reason;
}

function parsed<Schema extends z.ZodType, Value>(
  answer: HttpAnswer,
  schema: Schema,
  take: (value: z.output<Schema>) => Value,
): SlackFound<Value> {
  if (answer.kind === 'none') return { kind: 'unclear', reason: `Slack does not answer (${answer.reason})` };
  const json = parseJson(answer.text);
  const refusal = refusalSchema.safeParse(json).data;
  if (refusal && answer.status === 200) return { kind: 'refused', code: refusal.error };
  const value = schema.safeParse(json);
  if (answer.status === 200 && value.success) return { kind: 'found', value: take(value.data) };
  return { kind: 'unclear', reason: `Slack answered ${answer.status}, and not as Slack would` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
