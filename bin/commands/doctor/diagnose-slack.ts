import { PARAMETERS } from '../../../lambdas/core/names.ts';
import type { WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import { wantsBot } from '../../../lambdas/core/slack-settings.ts';
import { SlackBotView } from '../slack-bot-view.ts';
import type { DoctorPorts } from './doctor-ports.ts';
import { type About, broken, type Finding } from './finding.ts';
import { checkBot, checkChannels, checkMembers, checkWebhook } from './slack-checks.ts';

/** The webhook, and the bot where there is one or should be: without an accepted token nothing further can be asked. */
export async function* diagnoseSlack(
  workspace: WorkspaceSettings,
  { ask, secrets, slackApiUrl }: Pick<DoctorPorts, 'ask' | 'secrets' | 'slackApiUrl'>,
  about: About,
): AsyncGenerator<Finding> {
  const { key } = workspace;
  const reading = secrets.read(key, PARAMETERS.slackBotToken);
  let token: string | undefined;
  let webhook: string | undefined;
  yield await about('slack', async () => {
    token = await reading;
    webhook = await secrets.read(key, PARAMETERS.slackWebhookUrl);
    return checkWebhook(ask, workspace, webhook, token !== undefined);
  });
  if (token === undefined) {
    if (!wantsBot(workspace)) return;
    const wanted = 'the configuration asks for a bot, but no token of one is stored';
    yield await about('slack-bot', async () => {
      await reading; // what cannot be read may be there all the same
      return broken(wanted, secrets.remedy);
    });
    return;
  }
  const stored = token;
  const bot = new SlackBotView(ask, stored, slackApiUrl);
  const accepted = await about('slack-bot', () => checkBot(bot, stored));
  yield accepted;
  if (accepted.kind !== 'ok') return;
  yield await about('slack-channels', () => checkChannels(bot, workspace, webhook !== undefined));
  yield await about('slack-members', () => checkMembers(bot));
}
