/**
 * What Slack's Web API means by its codes.
 * https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */

/** Whether the refusal passes by itself. Of a few the message may be posted: a duplicate beats a loss. */
export function isPassingCode(code: string): boolean {
  return PASSING.has(code);
}

const PASSING: ReadonlySet<string> = new Set([
  'accesslimited',
  'fatal_error',
  'internal_error',
  'message_limit_exceeded',
  'org_login_required',
  'rate_limited',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

/** What a person has to do about a refusal. */
export function slackBotHintOf(code: string): string {
  return HINTS[code] ?? 'Read the reason, mend it in Slack, then retry it.';
}

const TOKEN_HINT =
  "The bot token is not valid any more. Install the app in Slack again, store its token as 'slack-bot-token', then retry it.";
const SCOPE_HINT =
  'Give the Slack app the scopes chat:write, users:read and users:read.email, install it again, then retry it.';
/** Any set of templates may have been used, since each language and data source may have its own. */
export const MESSAGE_HINT =
  'Slack refused the message. Check its template in pagebell.config.ts, under `messages`, `languages` or its data source, then retry it.';
const FORBIDDEN_HINT = "The Slack workspace's settings forbid it. Ask its administrators, then retry it.";
const PERSON_HINT =
  'The person cannot be told in Slack any more. Mend `people` in pagebell.config.ts or mute them, then retry it.';

const HINTS: Readonly<Record<string, string>> = {
  channel_not_found:
    'Slack knows no such channel, or it is private and the bot is not in it. Check its id in pagebell.config.ts (`slackChannel`, or `tell.channel` of an escalation), or invite the bot to the channel, then retry it.',
  not_in_channel: 'Invite the bot to the channel with `/invite`, then retry it.',
  is_archived:
    'The channel is archived. Restore it, or set another `slackChannel` or `tell.channel` of an escalation, then retry it.',
  account_inactive: TOKEN_HINT,
  invalid_auth: TOKEN_HINT,
  not_authed: TOKEN_HINT,
  token_expired: TOKEN_HINT,
  token_revoked: TOKEN_HINT,
  missing_scope: SCOPE_HINT,
  no_permission: SCOPE_HINT,
  not_allowed_token_type:
    "Store the bot's token, which begins with xoxb-, as 'slack-bot-token', then retry it.",
  access_denied: FORBIDDEN_HINT,
  ekm_access_denied: FORBIDDEN_HINT,
  enterprise_is_restricted: FORBIDDEN_HINT,
  restricted_action: FORBIDDEN_HINT,
  restricted_action_read_only_channel: FORBIDDEN_HINT,
  team_access_not_granted: FORBIDDEN_HINT,
  messages_tab_disabled:
    "Direct messages are off for the Slack app. Turn on the Messages Tab under 'App Home' in its settings, then retry it.",
  cannot_dm_bot: PERSON_HINT,
  user_disabled: PERSON_HINT,
  user_not_found: PERSON_HINT,
  user_not_visible: PERSON_HINT,
  invalid_arguments: MESSAGE_HINT,
  invalid_blocks: MESSAGE_HINT,
  msg_blocks_too_long: MESSAGE_HINT,
  msg_too_long: MESSAGE_HINT,
  no_text: MESSAGE_HINT,
};
