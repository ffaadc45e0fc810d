import type { WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import { slackChannelsOf } from '../../../lambdas/core/slack-settings.ts';
import type { Ask } from '../http-port.ts';
import {
  botTokenFault,
  complaintOf,
  MEMBER_SCOPES,
  POST_SCOPE,
  type SlackBotView,
} from '../slack-bot-view.ts';
import { probeSlack, slackFormFault } from '../slack-view.ts';
import { broken, ok, unchecked, type Verdict } from './finding.ts';

const RENEW = 'Make a new incoming webhook in Slack and store it with `pagebell setup`.';
const APP = 'in the settings of the Slack app (OAuth & Permissions)';
const REINSTALL = 'and install it in the workspace again';

/**
 * @param url of the webhook, as it is stored
 * @param hasBot whether a bot's token is stored, which needs no webhook
 */
export async function checkWebhook(
  ask: Ask,
  { slack }: WorkspaceSettings,
  url: string | undefined,
  hasBot: boolean,
): Promise<Verdict> {
  if (slack === false) return ok('switched off by the configuration');
  if (url === undefined) {
    if (hasBot) return ok('no webhook is stored: the bot posts');
    if (slack === 'auto') return ok('not used: neither a webhook nor a bot token is stored');
    return broken('the configuration asks for it, but neither a webhook nor a bot token is stored', RENEW);
  }
  const fault = slackFormFault(url);
  if (fault) return broken(`the stored webhook is no webhook's address: ${fault}`, RENEW);
  const state = await probeSlack(ask, url);
  switch (state.kind) {
    case 'live':
      return ok('the webhook is live (nothing was posted)');
    case 'dead':
      return broken(`the webhook does not work: ${state.reason}`, RENEW);
    case 'unclear':
      return unchecked(state.reason);
  }
}

/** @param token as it is stored */
export async function checkBot(bot: SlackBotView, token: string): Promise<Verdict> {
  const fault = botTokenFault(token);
  if (fault) return broken(`what is stored is wrong: ${fault}`, NEW_TOKEN);
  const found = await bot.identity();
  switch (found.kind) {
    case 'refused':
      return broken(`Slack refuses it: ${found.code}`, NEW_TOKEN);
    case 'unclear':
      return unchecked(found.reason);
    case 'found': {
      const { name, scopes } = found.value;
      if (scopes && !scopes.includes(POST_SCOPE)) {
        return broken(
          `${name} lacks the scope ${POST_SCOPE}: it can post nothing`,
          `Add it ${APP}, ${REINSTALL}.`,
        );
      }
      return ok(`accepted: ${name}${scopes ? '' : ' (its scopes are not told)'}`);
    }
  }
}

const NEW_TOKEN =
  "Copy the bot's token from the settings of the Slack app (OAuth & Permissions) and store it with `pagebell setup`.";

/** Whether the bot can post into each channel that is configured. */
export async function checkChannels(
  bot: SlackBotView,
  workspace: WorkspaceSettings,
  hasWebhook: boolean,
): Promise<Verdict> {
  const ids = slackChannelsOf(workspace);
  if (ids.length === 0) return withoutChannel(workspace, hasWebhook);
  const faults: string[] = [];
  const unknown: string[] = [];
  const names: string[] = [];
  for (const id of ids) {
    const found = await bot.channel(id);
    if (found.kind === 'found') {
      const { name, isArchived, isMember } = found.value;
      if (isArchived) faults.push(`#${name} (${id}) is archived`);
      else if (!isMember) faults.push(`the bot is not in #${name} (${id})`);
      else names.push(`#${name}`);
    } else if (found.kind === 'refused' && found.code === 'channel_not_found') {
      faults.push(`${id} is unknown, or private and the bot is not in it`);
    } else {
      unknown.push(`${id}: ${complaintOf(found)}`);
    }
  }
  if (faults.length > 0) return broken(faults.join('; '), INVITE);
  if (unknown.length > 0) return unchecked(unknown.join('; '), LOOK);
  return ok(`the bot is in ${names.join(', ')}`);
}

const INVITE =
  "Invite the bot with /invite in the channel, or mend the channel's id in pagebell.config.ts and deploy.";
const LOOK = `If the scope is missing: add channels:read and groups:read ${APP}, ${REINSTALL}. The bot posts without them.`;

function withoutChannel({ slack, slackDirectMessage }: WorkspaceSettings, hasWebhook: boolean): Verdict {
  if (hasWebhook || slack === false || (slack === 'auto' && slackDirectMessage))
    return ok('none is configured');
  return broken(
    'none is configured, and there is no webhook: the bot posts nothing',
    "Set slackChannel in pagebell.config.ts to the channel's id and deploy.",
  );
}

/** Whether people are found in Slack by the e-mail address that Notion shows. */
export async function checkMembers(bot: SlackBotView): Promise<Verdict> {
  const found = await bot.lookUpNobody();
  if (found.kind === 'found' || (found.kind === 'refused' && found.code === 'users_not_found')) {
    return ok('found by their e-mail addresses');
  }
  if (found.kind === 'refused' && found.code === 'missing_scope') {
    return broken(
      'the bot may not look anybody up: only who is under `people` is mentioned, or told by direct message',
      `Add the scopes ${MEMBER_SCOPES.join(' and ')} ${APP}, ${REINSTALL}.`,
    );
  }
  return unchecked(complaintOf(found));
}
