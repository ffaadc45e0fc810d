import { PARAMETERS } from '../../../lambdas/core/names.ts';
import { CommandError } from '../command-error.ts';
import { botTokenFault, MEMBER_SCOPES, POST_SCOPE, SlackBotView } from '../slack-bot-view.ts';
import { postToSlack, probeSlack, slackFormFault } from '../slack-view.ts';
import { candidatesOf, MOST_TRIES, type Place } from './found-secrets.ts';
import type { NewSecret, SetupPorts } from './setup-ports.ts';

/** By what Pagebell gets into Slack. */
export interface SlackChoice {
  /** What is not stored yet. */
  secrets: readonly NewSecret[];
  hasWebhook: boolean;
  bot: SlackBotView | undefined;
}

type Way = 'webhook' | 'bot';

const WAYS = {
  bot: { name: PARAMETERS.slackBotToken, what: 'Slack bot token' },
  webhook: { name: PARAMETERS.slackWebhookUrl, what: 'Slack webhook' },
} as const satisfies Record<Way, unknown>;

/** What is there already, checked without posting; if there is nothing, what is typed. */
export async function chooseSlack(place: Place, ports: SetupPorts): Promise<SlackChoice> {
  const { questions, tell, vault } = ports;
  const variableOf = (way: Way) => vault.variableOf(place.workspaces, place.workspace, WAYS[way].name);
  const chosen: SlackChoice[] = [];
  let fault: { text: string; way: Way } | undefined;
  for (const way of ['bot', 'webhook'] as const) {
    const { name, what } = WAYS[way];
    for (const { value, from, isStored } of await candidatesOf(name, place, ports)) {
      if (fault !== undefined) tell(`✘ ${fault.text}`);
      fault = undefined;
      if (!(await questions.useFound(what, from))) continue;
      const reason = await faultOf(way, value, ports);
      if (reason === undefined) {
        chosen.push(await taken(way, value, isStored, ports));
        break;
      }
      fault = { text: `The ${what} in ${from} cannot be used: ${reason}`, way };
    }
  }
  for (let tries = 0; (chosen.length === 0 || fault) && tries < MOST_TRIES; tries++) {
    const value = (await questions.slack(fault?.text, variableOf(fault?.way ?? 'webhook')))?.trim();
    if (!value) {
      if (chosen.length === 0) tell('– No Slack: only comments will be written');
      return together(chosen);
    }
    const way = wayOf(value);
    const reason = await faultOf(way, value, ports);
    if (reason === undefined) return together([...chosen, await taken(way, value, false, ports)]);
    fault = { text: `That ${WAYS[way].what} cannot be used: ${reason}`, way };
  }
  if (fault === undefined) return together(chosen);
  throw new CommandError(
    `Nothing of ${MOST_TRIES} tries leads into Slack`,
    'Make a Slack app with a bot token, or an incoming webhook (https://api.slack.com/apps), and run this again.',
  );
}

/** Tokens of Slack begin with that, whatever they are for; addresses do not. */
function wayOf(value: string): Way {
  return /^xox|^xapp-/.test(value) ? 'bot' : 'webhook';
}

async function faultOf(way: Way, value: string, ports: SetupPorts): Promise<string | undefined> {
  return way === 'bot' ? botFault(value, ports) : webhookFault(value, ports);
}

async function webhookFault(url: string, { ask, tell }: SetupPorts): Promise<string | undefined> {
  const form = slackFormFault(url);
  if (form) return form;
  const state = await probeSlack(ask, url);
  if (state.kind === 'live') tell('✔ The Slack webhook is live (nothing was posted)');
  if (state.kind === 'unclear') tell(`– The Slack webhook could not be checked: ${state.reason}`);
  return state.kind === 'dead' ? state.reason : undefined;
}

async function botFault(token: string, { ask, slackApiUrl, tell }: SetupPorts): Promise<string | undefined> {
  const form = botTokenFault(token);
  if (form) return form;
  const found = await new SlackBotView(ask, token, slackApiUrl).identity();
  switch (found.kind) {
    case 'refused':
      return `Slack answered ${found.code}`;
    case 'unclear':
      tell(`– The Slack bot token could not be checked: ${found.reason}`);
      return undefined;
    case 'found': {
      const { name, scopes } = found.value;
      const lacks = (scope: string) => scopes !== undefined && !scopes.includes(scope);
      if (lacks(POST_SCOPE)) {
        return `the app lacks the scope ${POST_SCOPE} (add it under OAuth & Permissions, and install the app again)`;
      }
      tell(`✔ Slack accepts the bot token: ${name}`);
      const missing = MEMBER_SCOPES.filter(lacks);
      if (missing.length > 0) {
        tell(`– The Slack app lacks the scopes ${missing.join(', ')}: people are named, and not mentioned`);
      }
      return undefined;
    }
  }
}

async function taken(
  way: Way,
  value: string,
  isStored: boolean,
  { ask, questions, slackApiUrl, tell }: SetupPorts,
): Promise<SlackChoice> {
  const secrets = isStored ? [] : [{ name: WAYS[way].name, value }];
  if (way === 'bot') return { secrets, hasWebhook: false, bot: new SlackBotView(ask, value, slackApiUrl) };
  if (await questions.postTest()) {
    const failure = await postToSlack(ask, value, TEST_MESSAGE);
    tell(failure === undefined ? '✔ A test message is in the channel' : `✘ No test message: ${failure}`);
  }
  return { secrets, hasWebhook: true, bot: undefined };
}

export const TEST_MESSAGE = 'Pagebell is being set up: this is its test message.';

function together(chosen: readonly SlackChoice[]): SlackChoice {
  return {
    secrets: chosen.flatMap(({ secrets }) => secrets),
    hasWebhook: chosen.some(({ hasWebhook }) => hasWebhook),
    bot: chosen.find(({ bot }) => bot)?.bot,
  };
}
