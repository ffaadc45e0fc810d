import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../../lib/settings.ts';
import { LocalClock } from '../../../local/clock.ts';
import { TASKS_DATA_SOURCE } from '../../../local/notion/seed.ts';
import { type SimulatedNotion, startSimulatedNotion } from '../../../local/notion/server.ts';
import { type SimulatedSlack, startSimulatedSlack } from '../../../local/slack/server.ts';
import { ALL_SCOPES } from '../../../local/slack/web-api.ts';
import { type DeployedStandIn, startDeployedStandIn } from './deployed-stand-in.ts';
import { PagebellProcess } from './pagebell-process.ts';
import { describeOnTerminal, KEY, TerminalProcess } from './terminal-process.ts';

jest.setTimeout(60_000); // each case starts a process or two

const TOKEN = 'ntn_right';

let aws: DeployedStandIn;
let notion: SimulatedNotion;
let slack: SimulatedSlack;
let directory: string;

beforeAll(async () => {
  const clock = new LocalClock();
  aws = await startDeployedStandIn();
  notion = await startSimulatedNotion({ clock, token: TOKEN });
  slack = await startSimulatedSlack({ clock, channels: ['C0TEAM'] });
});

afterAll(async () => {
  await notion.close();
  await slack.close();
  await aws.close();
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pagebell-setup-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
  for (const scope of ALL_SCOPES) slack.scopes.add(scope);
  slack.channels.delete('C0OTHER');
});

const file = (name: string) => join(directory, name);
const envText = () => readFileSync(file('.env'), 'utf8');

function setup(args: readonly string[], environment: Readonly<Record<string, string>> = {}): PagebellProcess {
  const common = { NOTION_BASE_URL: notion.url, SLACK_API_URL: slack.apiUrl, ...aws.environment };
  return new PagebellProcess(['setup', ...args], { ...common, ...environment }, directory);
}

describe('for a local run', () => {
  const local = (environment: Readonly<Record<string, string>>, ...args: string[]) =>
    setup(['--local', '--yes', ...args], environment);

  test('keeps what it was given in .env, and writes a configuration', async () => {
    writeFileSync(file('.env'), '# mine\n#SLACK_WEBHOOK_URL=https://...\nPORT=3400\n', { mode: 0o644 });
    const { code, stdout, stderr } = await local({ NOTION_TOKEN: TOKEN, SLACK_WEBHOOK_URL: slack.url }).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(envText()).toBe(
      `# mine\n#SLACK_WEBHOOK_URL=https://...\nSLACK_WEBHOOK_URL=${slack.url}\nPORT=3400\nNOTION_TOKEN=${TOKEN}\n`,
    );
    expect(statSync(file('.env')).mode & 0o777).toBe(0o600);
    expect((await loadSettings(file('pagebell.config.ts'))).workspaces).toHaveLength(1);
    expect(stdout).toContain('connection Pagebell of Northlight Studio');
    expect(stdout).toContain('people: Assignee; status: Status; dates: Due');
    expect(stdout).toMatch(/What to do next:\n {2}npm start\n[\s\S]*npx pagebell backfill --local/);
    expect(stdout).not.toContain(TOKEN);
    expect(slack.messages()).toEqual([]);

    // Again: nothing is left to do.
    const again = await setup(['--local', '--yes', '--json']).ended;
    expect(JSON.parse(again.stdout)).toMatchObject({
      stored: [],
      hasSlack: true,
      configuration: 'unchanged',
    });
    expect(again.stdout.trimEnd()).not.toContain('\n');
  });

  test('a further workspace has variables of its own', async () => {
    writeFileSync(
      file('pagebell.config.ts'),
      "export default { workspaces: [{ key: 'main', mode: 'observe' }] };\n",
    );
    const without = await local({ NOTION_TOKEN: TOKEN }, '--workspace', 'ops-eu').ended;
    expect(without.stderr).toMatch(/There is no Notion token\. Set NOTION_TOKEN_OPS_EU to /);
    const { code, stdout } = await local(
      { NOTION_TOKEN_OPS_EU: TOKEN },
      '--workspace',
      'ops-eu',
      '--overwrite',
    ).ended;
    expect(code).toBe(0);
    expect(envText()).toBe(`NOTION_TOKEN_OPS_EU=${TOKEN}\n`);
    expect(stdout).toContain('npx pagebell connect --local --workspace ops-eu');
    const { workspaces } = await loadSettings(file('pagebell.config.ts'));
    expect(workspaces.map(({ key, mode }) => [key, mode])).toEqual([
      ['main', 'observe'],
      ['ops-eu', 'notify'],
    ]);
  });

  test('data sources by their ids; an edited configuration stays, and what it should say is shown', async () => {
    const own = `assigneeProperty: 'Assignee', slackMention: false }`;
    const source = `{ id: '${TASKS_DATA_SOURCE.replaceAll('-', '')}', ${own}`;
    const edited = `// mine\nexport default { workspaces: [{ key: 'main', mode: 'observe', dataSources: [${source}] }] };\n`;
    writeFileSync(file('pagebell.config.ts'), edited);
    const args = ['--data-source', TASKS_DATA_SOURCE.replaceAll('-', '')];
    const { code, stdout } = await local({ NOTION_TOKEN: TOKEN }, ...args).ended;
    expect(code).toBe(0);
    expect(readFileSync(file('pagebell.config.ts'), 'utf8')).toBe(edited);
    expect(stdout).toContain(`{ id: '${TASKS_DATA_SOURCE}', ${own}, // Team tasks`);
    expect(stdout).toContain("mode: 'observe'");
    expect(stdout).toContain('somebody has edited it: --overwrite would replace it');

    await local({}, ...args, '--overwrite').ended;
    expect((await loadSettings(file('pagebell.config.ts'))).workspaces[0]).toMatchObject({
      mode: 'observe',
      dataSources: [{ id: TASKS_DATA_SOURCE, assigneeProperty: 'Assignee', slackMention: false }],
    });
  });

  test('what a setup has written, the next one may replace', async () => {
    const own = 'Assignee';
    await local({ NOTION_TOKEN: TOKEN }, '--data-source', TASKS_DATA_SOURCE).ended;
    const { stdout } = await local({}, '--assignee-property', own).ended;
    expect(stdout).toContain('✔ Written: pagebell.config.ts');
    expect((await loadSettings(file('pagebell.config.ts'))).workspaces[0]).toMatchObject({
      dataSources: [{ id: TASKS_DATA_SOURCE }],
      assigneeProperty: own,
    });
    // A word of somebody's own makes it theirs.
    const theirs = `${readFileSync(file('pagebell.config.ts'), 'utf8')}// mine\n`;
    writeFileSync(file('pagebell.config.ts'), theirs);
    await local({ NOTION_TOKEN_OPS: TOKEN }, '--workspace', 'ops').ended;
    expect(readFileSync(file('pagebell.config.ts'), 'utf8')).toBe(theirs);
  });

  test('a bot instead of a webhook: its token is checked and kept, and its channel written', async () => {
    const given = { NOTION_TOKEN: TOKEN, SLACK_BOT_TOKEN: slack.botToken };
    const { code, stdout, stderr } = await local(given, '--slack-channel', 'C0TEAM').ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('✔ Slack accepts the bot token: pagebell of Northlight Studio');
    expect(stdout).toContain('✔ The bot is in the channel #c0team');
    expect(stdout).not.toContain(slack.botToken);
    expect(envText()).toBe(`NOTION_TOKEN=${TOKEN}\nSLACK_BOT_TOKEN=${slack.botToken}\n`);
    const { workspaces } = await loadSettings(file('pagebell.config.ts'));
    expect(workspaces[0]).toMatchObject({ slackChannel: 'C0TEAM' });
    expect(slack.messages()).toEqual([]);

    // Again: what is stored is found, and the configuration names its channel.
    const again = await setup(['--local', '--yes', '--json']).ended;
    expect(JSON.parse(again.stdout)).toMatchObject({
      stored: [],
      hasSlack: true,
      configuration: 'unchanged',
    });
  });

  test.each<[string, () => void, string[], RegExp]>([
    ['no channel at all', () => undefined, [], /^– The bot posts nothing until slackChannel/m],
    [
      'a channel that it is not in',
      () => slack.channels.set('C0OTHER', { name: 'other', isMember: false }),
      ['--slack-channel', 'C0OTHER'],
      /^– The bot is not in the channel #other yet: invite it/m,
    ],
    [
      'an unknown channel',
      () => undefined,
      ['--slack-channel', 'C0NONE'],
      /^– The channel C0NONE is unknown, or/m,
    ],
    [
      'no scope to look at channels',
      () => slack.scopes.delete('channels:read'),
      ['--slack-channel', 'C0TEAM'],
      /^– Whether the bot is in C0TEAM could not be checked: Slack answered missing_scope$/m,
    ],
    [
      'no scopes to look people up',
      () => {
        slack.scopes.delete('users:read');
        slack.scopes.delete('users:read.email');
      },
      ['--slack-channel', 'C0TEAM'],
      /^– The Slack app lacks the scopes users:read, users:read\.email: people are named/m,
    ],
  ])('a bot with %s is told of, and kept', async (_, spoil, args, line) => {
    spoil();
    const given = { NOTION_TOKEN: TOKEN, SLACK_BOT_TOKEN: slack.botToken };
    const { code, stdout } = await local(given, ...args).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(line);
    expect(envText()).toContain('SLACK_BOT_TOKEN=');
  });

  test('a bot that may not post is one line, and stores nothing', async () => {
    slack.scopes.delete('chat:write');
    const { code, stderr } = await local({ NOTION_TOKEN: TOKEN, SLACK_BOT_TOKEN: slack.botToken }).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^pagebell: The Slack bot token in SLACK_BOT_TOKEN .* lacks the scope chat:write/);
    expect(existsSync(file('.env'))).toBe(false);
  });

  const unknown = 'd5000000-0000-4000-8000-0000000000ff';
  const wrong: [string, Record<string, string>, string[], RegExp][] = [
    ['no token', {}, [], /There is no Notion token\. Set NOTION_TOKEN to /],
    [
      'a people property that is not there',
      { NOTION_TOKEN: TOKEN },
      ['--assignee-property', 'Nope'],
      /No data source has a people property "Nope"\. Name one of these .*: Assignee\./,
    ],
    [
      'a property of another type, of a data source that is named',
      { NOTION_TOKEN: TOKEN },
      ['--assignee-property', 'Status', '--data-source', TASKS_DATA_SOURCE],
      /No data source has a people property "Status"\. Name one of these .*: Assignee\./,
    ],
    [
      'no web address for Notion',
      { NOTION_TOKEN: TOKEN, NOTION_BASE_URL: 'notaurl' },
      [],
      /NOTION_BASE_URL is no web address: notaurl\. Begin it with/,
    ],
    [
      'a wrong token',
      { NOTION_TOKEN: 'ntn_wrong' },
      [],
      /^pagebell: Notion refuses the token in NOTION_TOKEN\. Set NOTION_TOKEN to /,
    ],
    [
      'a revoked Slack webhook',
      { NOTION_TOKEN: TOKEN, SLACK_WEBHOOK_URL: 'revoked' },
      [],
      /The Slack webhook in SLACK_WEBHOOK_URL cannot be used: .* 404 no_service\. Set SLACK_WEBHOOK_URL/,
    ],
    [
      'something else than a Slack webhook',
      { NOTION_TOKEN: TOKEN, SLACK_WEBHOOK_URL: 'hooks' },
      [],
      /The Slack webhook in SLACK_WEBHOOK_URL cannot be used: it is no web address\./,
    ],
    [
      'a Slack bot token that is revoked',
      { NOTION_TOKEN: TOKEN, SLACK_BOT_TOKEN: 'xoxb-revoked' },
      [],
      /The Slack bot token in SLACK_BOT_TOKEN cannot be used: Slack answered invalid_auth\. Set SLACK_BOT_TOKEN/,
    ],
    [
      "a Slack token that is no bot's",
      { NOTION_TOKEN: TOKEN, SLACK_BOT_TOKEN: 'xoxp-person' },
      [],
      /The Slack bot token in SLACK_BOT_TOKEN cannot be used: it is no bot token, which begins with xoxb-\./,
    ],
    [
      'an unknown data source',
      { NOTION_TOKEN: TOKEN },
      ['--data-source', unknown],
      /no data source .*ff\. It sees: Team tasks \(/,
    ],
    [
      'a workspace key that is none',
      { NOTION_TOKEN: TOKEN },
      ['--workspace', 'Ops'],
      /workspaces\[\d\]\.key: expected at most 32/,
    ],
    [
      'Notion out of reach',
      { NOTION_TOKEN: TOKEN, NOTION_BASE_URL: 'http://127.0.0.1:2' },
      [],
      /Notion does not answer \(.*ECONNREFUSED.*\)\. Check/,
    ],
  ];
  test.each(wrong)('%s is one line, and stores nothing', async (_, environment, args, line) => {
    const hook =
      environment['SLACK_WEBHOOK_URL'] === 'revoked'
        ? { SLACK_WEBHOOK_URL: slack.url.replace('T0', 'T1') }
        : {};
    const { code, stdout, stderr } = await local({ ...environment, ...hook }, ...args).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(line);
    expect(stdout).not.toMatch(/refuses|cannot be used/); // it would be said twice
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(existsSync(file('.env'))).toBe(false);
    expect(existsSync(file('pagebell.config.ts'))).toBe(false);
  });

  test('a missing capability is told, and nothing is stored', async () => {
    notion.capabilities.readContent = false;
    try {
      const { code, stderr } = await local({ NOTION_TOKEN: TOKEN }).ended;
      expect(code).toBe(1);
      expect(stderr).toMatch(/cannot be listed: Notion answered 403: .*\. Enable 'Read content'/);
      expect(existsSync(file('.env'))).toBe(false);
    } finally {
      notion.capabilities.readContent = true;
    }
  });

  test('without a terminal it says what to do', async () => {
    const { code, stderr } = await setup(['--local']).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/no terminal to ask in\. Add --yes/),
    });
  });

  test('a name for a channel is wrong usage', async () => {
    expect(await setup(['--local', '--slack-channel', '#team']).ended).toMatchObject({ code: 2 });
  });

  test('an id that is none is wrong usage', async () => {
    expect(await setup(['--local', '--data-source', 'tasks']).ended).toMatchObject({ code: 2 });
  });
});

describe('for an account of AWS', () => {
  test('keeps the secrets encrypted, and changes them only when they change', async () => {
    const first = await setup(['--yes', '--region', 'eu-west-1'], {
      NOTION_TOKEN: TOKEN,
      SLACK_WEBHOOK_URL: slack.url,
    }).ended;
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    for (const [name, value] of [
      ['notion-token', TOKEN],
      ['slack-webhook-url', slack.url],
    ] as const) {
      expect(await aws.parameter(`/pagebell/prod/main/${name}`)).toEqual({ type: 'SecureString', value });
    }
    expect(existsSync(file('.env'))).toBe(false);
    expect(first.stdout).toMatch(
      / {2}npm run deploy -- --region eu-west-1\n[\s\S]*npx pagebell connect --region eu-west-1\n/,
    );

    const again = await setup(['--yes', '--json']).ended;
    expect(JSON.parse(again.stdout)).toMatchObject({
      stored: [],
      hasSlack: true,
      configuration: 'unchanged',
    });
  });

  test('a bot token is kept like the others, a webhook beside it', async () => {
    const given = { NOTION_TOKEN: TOKEN, SLACK_BOT_TOKEN: slack.botToken, SLACK_WEBHOOK_URL: slack.url };
    const { code } = await setup(['--yes'], given).ended;
    expect(code).toBe(0);
    expect(await aws.parameter('/pagebell/prod/main/slack-bot-token')).toEqual({
      type: 'SecureString',
      value: slack.botToken,
    });
    expect(await aws.parameter('/pagebell/prod/main/slack-webhook-url')).toMatchObject({ value: slack.url });
  });

  test('the stage of the configuration is part of the names', async () => {
    writeFileSync(file('pagebell.config.ts'), "export default { stage: 'test' };\n");
    const { stdout } = await setup(['--yes', '--json'], { NOTION_TOKEN: TOKEN }).ended;
    expect(JSON.parse(stdout)).toMatchObject({ stored: ['/pagebell/test/main/notion-token'] });
  });

  test('without credentials nothing is asked', async () => {
    const bare = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', NOTION_TOKEN: TOKEN };
    const { code, stdout, stderr } = await setup(['--yes'], bare).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^pagebell: No valid AWS credentials: .* --profile\.\n$/);
  });
});

describeOnTerminal('at a terminal', () => {
  const atTerminal = () =>
    new TerminalProcess(
      ['setup', '--local'],
      { NOTION_BASE_URL: notion.url, SLACK_API_URL: slack.apiUrl },
      directory,
    );

  test('asks, checks, asks again, and stores what was said', async () => {
    const running = atTerminal();
    await running.shown(/Setting up the workspace main/);
    await running.shown(/The connection's token/);
    running.type('ntn_wrong', KEY.enter);
    await running.shown(/Notion refuses that token/);
    running.type(TOKEN, KEY.enter);
    await running.shown(/A Slack bot's token/);
    running.type(slack.url, KEY.enter);
    await running.shown(/Post a test message/);
    running.type('y');
    await running.shown(/A test message is in the channel/);
    await running.shown(/Watch every page/);
    running.type('n');
    await running.shown(/Which data sources/);
    running.type(KEY.space, KEY.enter);
    await running.shown(/Write this to pagebell\.config\.ts/);
    running.type(KEY.enter);
    const { code, screen } = await running.ended;
    expect(code).toBe(0);
    expect(screen).not.toContain(TOKEN);
    expect(running.raw).toContain('\u001b[32m✔');
    expect(slack.messages().at(-1)?.text).toMatch(/test message/);
    expect(envText()).toBe(`NOTION_TOKEN=${TOKEN}\nSLACK_WEBHOOK_URL=${slack.url}\n`);
    const { workspaces } = await loadSettings(file('pagebell.config.ts'));
    expect(workspaces[0]?.dataSources).toEqual([{ id: TASKS_DATA_SOURCE }]);
  });

  test('takes a bot token in the place of a webhook, and asks for its channel', async () => {
    const running = atTerminal();
    await running.shown(/The connection's token/);
    running.type(TOKEN, KEY.enter);
    await running.shown(/A Slack bot's token/);
    running.type('xoxp-person', KEY.enter);
    await running.shown(/That Slack bot token cannot be used: it is no bot token/);
    running.type(slack.botToken, KEY.enter);
    await running.shown(/Id of the channel/);
    running.type('C0TEAM', KEY.enter);
    await running.shown(/Post a test message/);
    running.type('y');
    await running.shown(/A test message is in the channel/);
    await running.shown(/Watch every page/);
    running.type(KEY.enter);
    await running.shown(/Write this to pagebell\.config\.ts/);
    running.type(KEY.enter);
    const { code, screen } = await running.ended;
    expect(code).toBe(0);
    expect(screen).not.toContain(slack.botToken);
    expect(slack.messages().at(-1)).toMatchObject({
      to: 'C0TEAM',
      text: expect.stringMatching(/test message/),
    });
    expect(envText()).toBe(`NOTION_TOKEN=${TOKEN}\nSLACK_BOT_TOKEN=${slack.botToken}\n`);
    expect((await loadSettings(file('pagebell.config.ts'))).workspaces[0]?.slackChannel).toBe('C0TEAM');
  });

  test('Ctrl-C leaves at the last question as well, and nothing is stored', async () => {
    const running = atTerminal();
    await running.shown(/The connection's token/);
    running.type(TOKEN, KEY.enter);
    await running.shown(/A Slack bot's token/);
    running.type(KEY.enter);
    await running.shown(/Watch every page/);
    running.type(KEY.enter);
    await running.shown(/Write this to/);
    running.type(KEY.ctrlC);
    expect(await running.ended).toMatchObject({
      code: 130,
      screen: expect.stringContaining('Nothing was stored.'),
    });
    expect(existsSync(file('.env'))).toBe(false);
  });

  test('asks which of several workspaces', async () => {
    writeFileSync(
      file('pagebell.config.ts'),
      "export default { workspaces: [{ key: 'main' }, { key: 'ops' }] };\n",
    );
    const running = atTerminal();
    await running.shown(/Which workspace/);
    running.type(KEY.down, KEY.enter);
    await running.shown(/The connection's token/);
    running.type(TOKEN, KEY.enter);
    await running.shown(/A Slack bot's token/);
    running.type(KEY.enter);
    await running.shown(/Watch every page/);
    running.type(KEY.enter);
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(envText()).toBe(`NOTION_TOKEN_OPS=${TOKEN}\n`);
  });

  test('NO_COLOR is honoured', async () => {
    writeFileSync(file('.env'), `NOTION_TOKEN=${TOKEN}\n`);
    const running = new TerminalProcess(
      ['setup', '--local', '--yes'],
      { NOTION_BASE_URL: notion.url, NO_COLOR: '1' },
      directory,
    );
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(running.raw).not.toContain('\u001b[3');
  });
});
