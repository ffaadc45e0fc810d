import { loadEnvironment } from '../../../local/environment.ts';
import { secretsOf } from '../../../local/runtime/secrets.ts';
import { readLocalSettings } from '../../../local/settings.ts';
import { SetupError } from '../../../local/setup-error.ts';
import { Workshop } from './runtime-support.ts';

const SLACK = 'https://hooks.slack.com/services/T/B/x';
const STAND_IN = 'http://127.0.0.1:5000';

describe('the settings of a run', () => {
  const simulated = { kind: 'simulated' };

  test.each([
    ['nothing', {}, { port: 3000, region: 'us-east-1', notion: simulated, simulateSlack: true }],
    ['a port', { PORT: '0' }, { port: 0, dashboardKey: undefined }],
    ['a key of the dashboard', { DASHBOARD_KEY: 'k' }, { dashboardKey: 'k' }],
    ['a Region', { AWS_DEFAULT_REGION: 'eu-west-1' }, { region: 'eu-west-1' }],
    ['Slack alone', { SLACK_WEBHOOK_URL: SLACK }, { notion: simulated, simulateSlack: false }],
    ['a Slack bot alone', { SLACK_BOT_TOKEN: 'xoxb-1' }, { notion: simulated, simulateSlack: false }],
    ['a token', { NOTION_TOKEN: 't' }, { notion: { kind: 'api', baseUrl: undefined }, simulateSlack: false }],
    [
      'another Notion',
      { NOTION_TOKEN: 't', NOTION_BASE_URL: 'http://127.0.0.1:4000/' },
      { notion: { kind: 'api', baseUrl: 'http://127.0.0.1:4000' } },
    ],
    [
      'credentials without a stand-in: they are not used',
      { AWS_ACCESS_KEY_ID: 'real', AWS_SECRET_ACCESS_KEY: 'real' },
      { awsEndpoint: undefined, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } },
    ],
    [
      'a stand-in',
      {
        AWS_ENDPOINT_URL: STAND_IN,
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
        AWS_SESSION_TOKEN: 'c',
      },
      { awsEndpoint: STAND_IN, credentials: { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' } },
    ],
    [
      'a stand-in without credentials',
      { AWS_ENDPOINT_URL: STAND_IN },
      { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } },
    ],
  ])('with %s', (_, environment, expected) => {
    expect(readLocalSettings(environment)).toMatchObject(expected);
  });

  test.each([
    ['PORT', { PORT: '70000' }, 'PORT is "70000": expected a number from 0 (a free port) to 65535'],
    ['PORT', { PORT: '3000.5' }, 'PORT is "3000.5"'],
    [
      'NOTION_BASE_URL',
      { NOTION_BASE_URL: 'http://x.test' },
      'NOTION_BASE_URL is set but NOTION_TOKEN is not',
    ],
    ['AWS_ENDPOINT_URL', { AWS_ENDPOINT_URL: 'localhost:4566' }, 'AWS_ENDPOINT_URL is not a web address'],
  ])('with a wrong %s are refused', (_, environment, message) => {
    expect(() => readLocalSettings(environment)).toThrow(SetupError);
    expect(() => readLocalSettings(environment)).toThrow(message);
  });

  test('never repeat a Slack address that is wrong: it is a secret', () => {
    const environment = { SLACK_WEBHOOK_URL: 'hooks.slack.com/secret' };
    expect(() => readLocalSettings(environment)).toThrow(
      /^SLACK_WEBHOOK_URL is not a web address(?!.*secret)/,
    );
  });
});

test('the secrets of a further workspace carry its key in their names', () => {
  const environment = { NOTION_TOKEN: 'one', NOTION_TOKEN_TEAM_B: 'two', SLACK_WEBHOOK_URL: SLACK };
  expect(secretsOf(['main', 'team-b'], environment)).toEqual([
    {
      workspace: 'main',
      notionToken: { variable: 'NOTION_TOKEN', value: 'one' },
      webhookToken: { variable: 'NOTION_WEBHOOK_SECRET', value: undefined },
      slackWebhookUrl: { variable: 'SLACK_WEBHOOK_URL', value: SLACK },
      slackBotToken: { variable: 'SLACK_BOT_TOKEN', value: undefined },
    },
    {
      workspace: 'team-b',
      notionToken: { variable: 'NOTION_TOKEN_TEAM_B', value: 'two' },
      webhookToken: { variable: 'NOTION_WEBHOOK_SECRET_TEAM_B', value: undefined },
      slackWebhookUrl: { variable: 'SLACK_WEBHOOK_URL_TEAM_B', value: undefined },
      slackBotToken: { variable: 'SLACK_BOT_TOKEN_TEAM_B', value: undefined },
    },
  ]);
});

describe('.env', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.close());

  test('lies beneath the environment; what is empty counts as not set', () => {
    const directory = workshop.files({
      '.env': '# tokens\nPORT=1\nNOTION_TOKEN="quoted"\nEMPTY=\nKEPT=file\n',
    });
    expect(loadEnvironment(`${directory}/.env`, { PORT: '2', KEPT: '' })).toEqual({
      PORT: '2',
      NOTION_TOKEN: 'quoted',
      KEPT: 'file',
    });
  });

  test('need not be there, but must be readable', () => {
    const directory = workshop.files({});
    expect(loadEnvironment(`${directory}/.env`, { A: '1' })).toEqual({ A: '1' });
    expect(() => loadEnvironment(directory, {})).toThrow(`${directory} cannot be read: `);
  });
});
