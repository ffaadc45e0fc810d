import { askByHttp } from '../../../bin/adapters/http.ts';
import { CommandError } from '../../../bin/commands/command-error.ts';
import { diagnoseSlack } from '../../../bin/commands/doctor/diagnose-slack.ts';
import type { SecretReader } from '../../../bin/commands/doctor/doctor-ports.ts';
import { type About, type Finding, type Verdict, verdictOf } from '../../../bin/commands/doctor/finding.ts';
import {
  checkBot,
  checkChannels,
  checkMembers,
  checkWebhook,
} from '../../../bin/commands/doctor/slack-checks.ts';
import { SlackBotView } from '../../../bin/commands/slack-bot-view.ts';
import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import type { WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import { LocalClock } from '../../../local/clock.ts';
import { type SimulatedSlack, startSimulatedSlack } from '../../../local/slack/server.ts';

let slack: SimulatedSlack;
let bot: SlackBotView;

beforeEach(async () => {
  slack = await startSimulatedSlack({ clock: new LocalClock(), channels: ['C0TEAM', 'C0ONCALL'] });
  bot = view(slack.botToken);
});
afterEach(() => slack.close());

function view(token: string): SlackBotView {
  return new SlackBotView(askByHttp, token, slack.apiUrl);
}

function settings(config: Partial<WorkspaceConfig> = {}): WorkspaceSettings {
  const [workspace] = resolveConfig({ workspaces: [{ key: 'main', ...config }] }).workspaces;
  if (!workspace) throw new Error('there is one');
  return workspace;
}

/** A method answers that code, or with that status. */
function answers(
  operation: 'auth.test' | 'conversations.info' | 'users.lookupByEmail',
  code: string,
  status = 200,
) {
  slack.faults.add({ operation, effect: { kind: 'answer', when: 'before', status, code } });
}

describe('the token', () => {
  test.each<[string, () => void, Verdict['kind'], RegExp]>([
    ['right', () => undefined, 'ok', /^accepted: pagebell of Northlight Studio$/],
    ['revoked', () => answers('auth.test', 'token_revoked'), 'broken', /^Slack refuses it: token_revoked$/],
    [
      'of an app that may not post',
      () => slack.scopes.delete('chat:write'),
      'broken',
      /lacks the scope chat:write/,
    ],
    ['and a Slack that is down', () => answers('auth.test', 'down', 503), 'unchecked', /Slack answered 503/],
  ])('%s', async (_, spoil, kind, text) => {
    spoil();
    const verdict = await checkBot(bot, slack.botToken);
    expect(verdict).toMatchObject({ kind, text: expect.stringMatching(text) });
    expect(JSON.stringify(verdict)).not.toContain(slack.botToken);
  });

  test("a person's is none", async () => {
    expect(await checkBot(view('xoxp-1'), 'xoxp-1')).toMatchObject({
      kind: 'broken',
      text: 'what is stored is wrong: it is no bot token, which begins with xoxb-',
    });
  });

  test('Slack out of reach says nothing against it', async () => {
    const nowhere = new SlackBotView(askByHttp, slack.botToken, 'http://127.0.0.1:1/api');
    expect(await checkBot(nowhere, slack.botToken)).toMatchObject({ kind: 'unchecked' });
  });
});

describe('channels', () => {
  const named: Partial<WorkspaceConfig> = {
    slackChannel: 'C0TEAM',
    escalations: [{ status: 'Blocked', steps: [{ after: '0h', tell: { channel: 'C0ONCALL' } }] }],
  };

  test.each<[string, () => void, Verdict['kind'], RegExp]>([
    ['that the bot is in', () => undefined, 'ok', /^the bot is in #c0team, #c0oncall$/],
    [
      'that it is not in',
      () => slack.channels.set('C0ONCALL', { name: 'on-call', isMember: false }),
      'broken',
      /^the bot is not in #on-call \(C0ONCALL\)$/,
    ],
    [
      'that is archived',
      () => slack.channels.set('C0TEAM', { name: 'team', isMember: true, isArchived: true }),
      'broken',
      /^#team \(C0TEAM\) is archived$/,
    ],
    ['that nobody knows', () => slack.channels.delete('C0TEAM'), 'broken', /^C0TEAM is unknown, or private/],
    [
      'without the scope to look',
      () => slack.scopes.delete('channels:read'),
      'unchecked',
      /^could not be checked because C0TEAM: Slack answered missing_scope; C0ONCALL: /,
    ],
  ])('%s', async (_, spoil, kind, text) => {
    spoil();
    expect(await checkChannels(bot, settings(named), false)).toMatchObject({
      kind,
      text: expect.stringMatching(text),
    });
  });

  test.each<[string, Partial<WorkspaceConfig>, boolean, Verdict['kind']]>([
    ['nothing else', {}, false, 'broken'],
    ['a webhook', {}, true, 'ok'],
    ['direct messages', { slackDirectMessage: true }, false, 'ok'],
    [
      'direct messages, though Slack is asked for',
      { slackDirectMessage: true, slack: true },
      false,
      'broken',
    ],
    ['Slack switched off', { slack: false }, false, 'ok'],
  ])('none, and %s', async (_, config, hasWebhook, kind) => {
    expect(await checkChannels(bot, settings(config), hasWebhook)).toMatchObject({ kind });
  });
});

test.each<[string, () => void, Verdict['kind'], RegExp]>([
  ['are found', () => undefined, 'ok', /^found by their e-mail addresses$/],
  [
    'are not, for want of a scope',
    () => slack.scopes.delete('users:read.email'),
    'broken',
    /may not look anybody up/,
  ],
  [
    'may be',
    () => answers('users.lookupByEmail', 'internal_error'),
    'unchecked',
    /Slack answered internal_error$/,
  ],
])('members %s', async (_, spoil, kind, text) => {
  spoil();
  expect(await checkMembers(bot)).toMatchObject({ kind, text: expect.stringMatching(text) });
});

test.each<[Partial<WorkspaceConfig>, boolean, Verdict['kind'], RegExp]>([
  [{}, false, 'ok', /^not used/],
  [{}, true, 'ok', /the bot posts$/],
  [{ slack: true }, false, 'broken', /neither a webhook nor a bot token is stored$/],
  [{ slack: true }, true, 'ok', /the bot posts$/],
  [{ slack: false }, false, 'ok', /^switched off/],
])('no webhook, %j, a bot: %s', async (config, hasBot, kind, text) => {
  expect(await checkWebhook(askByHttp, settings(config), undefined, hasBot)).toMatchObject({
    kind,
    text: expect.stringMatching(text),
  });
});

describe('a bot that the configuration asks for', () => {
  const about: About = async (check, find) => ({ check, ...(await verdictOf(find)) });

  test.each<[string, SecretReader['read'], Partial<Finding>]>([
    ['and that is not stored', async () => undefined, { kind: 'broken', remedy: 'Store it.' }],
    [
      'and that cannot be looked for, says so',
      async () => {
        throw new CommandError('No AWS Region', 'Set AWS_REGION.');
      },
      {
        kind: 'unchecked',
        text: 'could not be checked because no AWS Region',
        remedy: 'Set AWS_REGION.',
      },
    ],
  ])('%s', async (_, read, finding) => {
    const ports = { ask: askByHttp, secrets: { read, remedy: 'Store it.' }, slackApiUrl: slack.apiUrl };
    const findings: Finding[] = [];
    for await (const found of diagnoseSlack(settings({ slackChannel: 'C0TEAM' }), ports, about))
      findings.push(found);
    expect(findings).toMatchObject([{ check: 'slack' }, { check: 'slack-bot', ...finding }]);
  });
});
