import type { WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import { slackChannelsOf } from '../../../lambdas/core/slack-settings.ts';
import { complaintOf, type SlackBotView } from '../slack-bot-view.ts';
import { type SlackChoice, TEST_MESSAGE } from './choose-slack.ts';
import type { SetupPorts } from './setup-ports.ts';

/**
 * The channel that the configuration is to name for the bot; undefined: as it is. A channel that the bot is not
 * in yet is no fault: somebody invites it there.
 *
 * @param wished the channel's id
 */
export async function chooseChannel(
  { bot, hasWebhook }: SlackChoice,
  wished: string | undefined,
  settings: WorkspaceSettings | undefined,
  ports: SetupPorts,
): Promise<string | undefined> {
  if (!bot) return wished;
  const { questions, tell } = ports;
  const chosen = wished ?? (await questions.slackChannel(settings?.slackChannel));
  const channel = chosen ?? settings?.slackChannel;
  if (channel === undefined) {
    const isUsed =
      hasWebhook || (settings && (slackChannelsOf(settings).length > 0 || settings.slackDirectMessage));
    if (!isUsed) tell('– The bot posts nothing until slackChannel in the configuration names a channel');
    return undefined;
  }
  const isIn = await tellOfChannel(bot, channel, tell);
  if (isIn && (await questions.postTest())) {
    const failure = await bot.post(channel, TEST_MESSAGE);
    tell(failure === undefined ? '✔ A test message is in the channel' : `✘ No test message: ${failure}`);
  }
  return chosen;
}

/** Whether the bot is in it, as far as that can be known. */
async function tellOfChannel(bot: SlackBotView, id: string, tell: SetupPorts['tell']): Promise<boolean> {
  const found = await bot.channel(id);
  switch (found.kind) {
    case 'found': {
      const { name, isArchived, isMember } = found.value;
      if (isArchived) tell(`– The channel #${name} is archived`);
      else if (isMember) tell(`✔ The bot is in the channel #${name}`);
      else tell(`– The bot is not in the channel #${name} yet: invite it there with /invite`);
      return isMember && !isArchived;
    }
    case 'refused':
      if (found.code === 'channel_not_found') {
        tell(
          `– The channel ${id} is unknown, or private and the bot is not in it yet: invite it there with /invite`,
        );
        return false;
      }
      tell(`– Whether the bot is in ${id} could not be checked: ${complaintOf(found)}`);
      return true;
    case 'unclear':
      tell(`– Whether the bot is in ${id} could not be checked: ${complaintOf(found)}`);
      return true;
  }
}
