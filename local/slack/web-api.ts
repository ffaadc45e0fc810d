import { SLACK_MEMBERS, type SlackMember } from './members.ts';
import { parsePayload, type SlackPayload } from './payload.ts';

/** What a method answers besides `ok: true`, or the code of its error. */
export type Answer =
  | { ok: true; fields: object }
  | { ok: false; error: string; fields?: object; retryAfter?: number };

export const METHODS = [
  'auth.test',
  'chat.postMessage',
  'conversations.info',
  'users.lookupByEmail',
] as const;
export type Method = (typeof METHODS)[number];

export const BOT_TOKEN = 'xoxb-simulated';
/** The channel that is there in any case. */
export const TEAM_CHANNEL = 'C0TEAMTASKS';
const BOT_USER = 'U00PAGEBELL';

export interface SlackChannel {
  name: string;
  /** Whether the bot is in it. */
  isMember: boolean;
  isArchived?: boolean;
}

/** What each method asks for: https://docs.slack.dev/reference/scopes */
const SCOPES: Partial<Record<Method, string>> = {
  'chat.postMessage': 'chat:write',
  'conversations.info': 'channels:read',
  'users.lookupByEmail': 'users:read.email',
};

/** What an app is given that does all that Pagebell asks of one. */
export const ALL_SCOPES = ['chat:write', 'users:read', 'users:read.email', 'channels:read'] as const;

/** What the methods need of the simulation. */
export interface Workspace {
  /** By their ids. */
  channels: ReadonlyMap<string, SlackChannel>;
  /** What the app was given. */
  scopes: ReadonlySet<string>;
  /** Seconds to wait before the next message to a channel or person; 0: it is posted. */
  post(to: string, payload: SlackPayload): number;
}

/**
 * One method of the Web API.
 *
 * @param parameters of the form or the JSON object that was posted, as text
 */
export function callMethod(
  method: Method,
  parameters: Readonly<Record<string, string>>,
  workspace: Workspace,
): Answer {
  const needed = SCOPES[method];
  if (needed !== undefined && !workspace.scopes.has(needed)) {
    const provided = [...workspace.scopes].join(',');
    return { ok: false, error: 'missing_scope', fields: { needed, provided } };
  }
  switch (method) {
    case 'auth.test':
      return {
        ok: true,
        fields: {
          url: 'https://northlight.slack.example/',
          team: 'Northlight Studio',
          user_id: BOT_USER,
          user: 'pagebell',
        },
      };
    case 'chat.postMessage':
      return postMessage(parameters, workspace);
    case 'conversations.info':
      return channelInfo(parameters['channel'] ?? '', workspace);
    case 'users.lookupByEmail':
      return lookUp(parameters['email']);
  }
}

/** https://docs.slack.dev/reference/methods/chat.postMessage: given a user's id it opens the direct message itself. */
function postMessage(
  { channel: to, text, blocks }: Readonly<Record<string, string>>,
  workspace: Workspace,
): Answer {
  const channel = workspace.channels.get(to ?? '');
  if (to === undefined || !(channel || memberOf(to))) return { ok: false, error: 'channel_not_found' };
  if (channel?.isArchived) return { ok: false, error: 'is_archived' };
  if (channel && !channel.isMember) return { ok: false, error: 'not_in_channel' };
  const blocksJson = blocks === undefined ? '' : `,"blocks":${blocks}`;
  const parsed = parsePayload(`{"text":${JSON.stringify(text ?? '')}${blocksJson}}`);
  if (!parsed.ok)
    return { ok: false, error: parsed.error === 'invalid_payload' ? 'invalid_blocks' : parsed.error };
  const retryAfter = workspace.post(to, parsed.payload);
  if (retryAfter > 0) return { ok: false, error: 'ratelimited', retryAfter };
  return { ok: true, fields: { channel: to, ts: '1700000000.000100' } };
}

/** https://docs.slack.dev/reference/methods/conversations.info */
function channelInfo(id: string, { channels }: Workspace): Answer {
  const channel = channels.get(id);
  if (!channel) return { ok: false, error: 'channel_not_found' };
  const { name, isMember, isArchived = false } = channel;
  return { ok: true, fields: { channel: { id, name, is_member: isMember, is_archived: isArchived } } };
}

/** https://docs.slack.dev/reference/methods/users.lookupByEmail */
function lookUp(email = ''): Answer {
  const found = SLACK_MEMBERS.find((member) => member.email === email.toLowerCase());
  if (!found) return { ok: false, error: 'users_not_found' };
  const { id, name } = found;
  return { ok: true, fields: { user: { id, name, profile: { real_name: name, email: found.email } } } };
}

export function memberOf(id: string): SlackMember | undefined {
  return SLACK_MEMBERS.find((member) => member.id === id);
}

/** Of a form or a JSON object; values of a JSON object that are no texts are JSON again. */
export function readParameters(body: string, contentType: string): Record<string, string> {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body));
  const value: unknown = JSON.parse(body || '{}');
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([key, one]) => [
      key,
      typeof one === 'string' ? one : JSON.stringify(one),
    ]),
  );
}
