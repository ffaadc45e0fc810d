import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { hashSetupKey } from '../../../lambdas/core/handshake.ts';
import { listen, stop } from '../../../local/simulation/listen.ts';
import { type DeployedStandIn, startDeployedStandIn, TABLE } from './deployed-stand-in.ts';
import { PagebellProcess } from './pagebell-process.ts';
import { describeOnTerminal, KEY, TerminalProcess } from './terminal-process.ts';

const ADDRESS = /^(https?:\/\/\S+)\?setup=([\w-]{43})$/m;
const PARAMETER = '/pagebell/prod/main/webhook-token';

jest.setTimeout(30_000); // each case starts a process or two

let aws: DeployedStandIn;
let directory: string;
/** Holds no local run and no configuration. */
let elsewhere: string;

beforeAll(async () => {
  aws = await startDeployedStandIn();
  directory = mkdtempSync(join(tmpdir(), 'pagebell-'));
  mkdirSync(join(directory, '.pagebell'));
  elsewhere = join(directory, 'elsewhere');
  mkdirSync(elsewhere);
});

afterAll(async () => {
  await aws.close();
  rmSync(directory, { recursive: true });
});

function pagebell(...args: string[]): PagebellProcess {
  return new PagebellProcess(args, aws.environment);
}

/** Posts a handshake to the address that the process shows, as the receiver would take it. */
async function postTo(running: PagebellProcess, token: string): Promise<string> {
  const [, address = '', key = ''] = await running.printed(ADDRESS);
  expect(await aws.handshakes.keep('main', hashSetupKey(key), token, Date.now())).toBe(true);
  return address;
}

/** A configuration file of this test's own. */
function configFile(config: string): string {
  const file = join(directory, `${randomUUID()}.config.ts`);
  writeFileSync(file, `export default ${config};`);
  return file;
}

function writeRunFile(change: Readonly<Record<string, unknown>>): void {
  const endpoints = {
    dynamodb: aws.access('dynamodb').endpoint,
    sqs: aws.access('ssm').endpoint,
    ssm: aws.access('ssm').endpoint,
    cloudwatch: aws.access('ssm').endpoint,
  };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const run = {
    dashboardUrl: `${aws.access('ssm').endpoint}/dashboard`,
    notionUrl: 'https://api.notion.com',
    sesUrl: aws.access('ssm').endpoint,
    stackName: 'Pagebell',
    queueUrl: `${aws.access('ssm').endpoint}/000000000000/Pagebell-events.fifo`,
    deadLetterQueueUrl: `${aws.access('ssm').endpoint}/000000000000/Pagebell-dead-letters.fifo`,
    region: 'us-east-1',
    credentials,
    tableName: TABLE,
    parameterPrefix: '/pagebell/local',
    endpoints,
  };
  writeFileSync(join(directory, '.pagebell/run.json'), JSON.stringify({ ...run, ...change }));
}

describe('connecting a deployed stack', () => {
  test('takes the token from the table to the parameter, twice', async () => {
    const first = pagebell('connect', '--yes');
    const address = await postTo(first, 'secret_one');
    expect(address).toBe('https://abc123.execute-api.eu-west-1.amazonaws.com/webhooks/notion');
    const { code, stdout, stderr } = await first.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^secret_one$/m);
    expect(stdout).toContain('https://www.notion.so/developers/connections');
    expect(await aws.parameter(PARAMETER)).toEqual({
      type: 'SecureString',
      value: '{"active":"secret_one"}',
    });

    const second = pagebell('connect', '--yes', '--public-url', 'https://bell.example.com/');
    expect(await postTo(second, 'secret_two')).toBe('https://bell.example.com/webhooks/notion');
    expect((await second.ended).stdout).toContain('stays valid for 48 hours');
    const { value = '' } = await aws.parameter(PARAMETER);
    expect(JSON.parse(value)).toMatchObject({ active: 'secret_two', previous: { token: 'secret_one' } });
    expect(await aws.item('handshake#main')).toBeUndefined();
  });

  test('Ctrl-C takes the address back', async () => {
    const running = pagebell('connect', '--yes');
    await running.printed(ADDRESS);
    expect(await aws.item('handshake#main')).toMatchObject({
      setupKeyHash: expect.any(String),
      expiresAt: expect.any(Number),
    });
    running.interrupt();
    expect(await running.ended).toMatchObject({ code: 130, stderr: '' });
    expect(await aws.item('handshake#main')).toBeUndefined();
  });
});

describe('connecting a local run', () => {
  const local = (...args: string[]) =>
    new PagebellProcess(
      ['connect', '--local', '--yes', '--config', configFile('{}'), ...args],
      {},
      directory,
    );

  test('uses its table, parameters and address, and says that Notion cannot reach it', async () => {
    writeRunFile({ url: aws.access('ssm').endpoint });
    const running = local();
    expect(await postTo(running, 'secret_local')).toBe(`${aws.access('ssm').endpoint}/webhooks/notion`);
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Notion cannot reach .* --public-url/);
    expect(await aws.parameter('/pagebell/local/main/webhook-token')).toMatchObject({
      value: '{"active":"secret_local"}',
    });
  });

  test("shows the tunnel's address", async () => {
    writeRunFile({ url: aws.access('ssm').endpoint });
    const running = local('--public-url', 'https://tunnel.example.com');
    expect(await postTo(running, 'secret_local')).toBe('https://tunnel.example.com/webhooks/notion');
    expect((await running.ended).stdout).not.toContain('cannot reach');
  });

  test.each([
    [
      'killed',
      { url: 'http://127.0.0.1:1' },
      /No local run here: http:\/\/127\.0\.0\.1:1 does not answer\. /,
    ],
    ['of another release', { url: undefined }, /run\.json holds something else than expected\. /],
  ])('one that was %s is told in one line', async (_, change, line) => {
    writeRunFile(change);
    const { code, stdout, stderr } = await local().ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});

describe('with --json', () => {
  test('each step is a line of JSON, and words for people are on stderr', async () => {
    const running = pagebell('connect', '--yes', '--json');
    const [, url = ''] = await running.printed(/"url":"([^"]+)"/);
    const key = new URL(url).searchParams.get('setup') ?? '';
    expect(await aws.handshakes.keep('main', hashSetupKey(key), 'secret_json', Date.now())).toBe(true);
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { event: 'address', url, expiresAt: expect.stringMatching(/Z$/) },
      { event: 'token', token: 'secret_json', isAnother: false },
      { event: 'connected', replaced: expect.any(Boolean) },
    ]);
    expect(stderr).toContain('Connected.');
  });

  test('an error leaves stdout empty', async () => {
    const { code, stdout, stderr } = await pagebell('connect', '--yes', '--json', '--workspace', 'ops').ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/no workspace ops/);
  });
});

describe("asking Notion's API for the subscription", () => {
  const requests: { path: string | undefined; version: unknown; body: string }[] = [];
  let notion: Server;
  let url: string;
  let answer: { status: number; body: string };

  beforeAll(async () => {
    notion = createServer(async (request, response) => {
      const { url: path, headers } = request;
      requests.push({ path, version: headers['notion-version'], body: await text(request) });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
    url = await listen(notion);
  });

  afterAll(() => stop(notion));

  const connect = () =>
    new PagebellProcess(['connect', '--yes', '--api'], { ...aws.environment, NOTION_BASE_URL: url });

  test('needs a token', async () => {
    expect(await connect().ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no Notion token .* --api out/),
    });
  });

  test.each([
    [
      'made',
      { status: 200, body: '{"id":"x","active":false}' },
      /made the subscription by its API/,
      /^(?!.*Create a subscription)/s,
    ],
    [
      'refused, and made by hand',
      { status: 400, body: '{"object":"error","code":"invalid_request_url"}' },
      /makes no subscription by its API \(400 invalid_request_url\)/,
      /Create a subscription/,
    ],
  ])('it is %s', async (_, given, says, shows) => {
    await aws.store('/pagebell/prod/main/notion-token', 'ntn_api');
    answer = given;
    const running = connect();
    await postTo(running, 'secret_api');
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(says);
    expect(stdout).toMatch(shows);
    const last = requests.at(-1);
    expect(last).toMatchObject({ path: '/v1/webhooks', version: '2026-03-01' });
    expect(JSON.parse(last?.body ?? '')).toMatchObject({ url: expect.stringMatching(/\?setup=[\w-]{43}$/) });
  });
});

describeOnTerminal('at a terminal', () => {
  test('something moves while it waits, and the token counts only once it is verified', async () => {
    const before = await aws.parameter(PARAMETER);
    const running = new TerminalProcess(['connect'], aws.environment);
    const [, key = ''] = await running.shown(/\?setup=([\w-]{43})\s/);
    await running.shown(/Waiting for Notion's token until \d/);
    await running.shown(/Waiting for Notion's token until \d/); // another frame
    expect(await aws.handshakes.keep('main', hashSetupKey(key), 'secret_pty', Date.now())).toBe(true);
    await running.shown(/secret_pty/);
    await running.shown(/Does Notion say that the subscription is verified\?/);
    expect(await aws.parameter(PARAMETER)).toEqual(before);
    running.type('y');
    expect(await running.ended).toMatchObject({ code: 0, screen: expect.stringContaining('Connected.') });
    expect((await aws.parameter(PARAMETER)).value).toContain('"active":"secret_pty"');
  });

  test('whoever says no, or leaves, changes nothing', async () => {
    for (const [answer, code, says] of [
      ['n', 1, 'The stored token is as it was'],
      [KEY.ctrlC, 130, 'Left. The address no longer works'],
    ] as const) {
      const before = await aws.parameter(PARAMETER);
      const running = new TerminalProcess(['connect'], aws.environment);
      const [, key = ''] = await running.shown(/\?setup=([\w-]{43})\s/);
      await aws.handshakes.keep('main', hashSetupKey(key), 'secret_no', Date.now());
      await running.shown(/verified\?/);
      running.type(answer);
      expect(await running.ended).toMatchObject({ code, screen: expect.stringContaining(says) });
      expect(await aws.parameter(PARAMETER)).toEqual(before);
      expect(await aws.item('handshake#main')).toBeUndefined();
    }
  });
});

describe('what a remedy cures is one line and exit code 1', () => {
  const lines: [string, () => PagebellProcess, RegExp][] = [
    [
      'an unknown workspace',
      () => pagebell('connect', '--workspace', 'ops'),
      /no workspace ops\. Known: main\./,
    ],
    [
      'a mistyped workspace',
      () => pagebell('connect', '--workspace', 'mian'),
      /no workspace mian\. Did you mean main\? Known: main\./,
    ],
    [
      'several workspaces and none named',
      () => pagebell('connect', '--config', configFile("{ workspaces: [{ key: 'main' }, { key: 'ops' }] }")),
      /Several workspaces .* --workspace: main, ops\./,
    ],
    [
      'no configuration',
      () => new PagebellProcess(['connect'], aws.environment, elsewhere),
      /no configuration pagebell\.config\.ts here\. .* --config\./,
    ],
    [
      'a faulty configuration',
      () => pagebell('connect', '--config', configFile('{ stage: 7 }')),
      /^pagebell: .*\.config\.ts: stage: .*\. Correct the configuration file; /,
    ],
    [
      'a mistyped key',
      () => pagebell('connect', '--config', configFile('{ stge: 7 }')),
      /\.config\.ts: stge: there is no such key; did you mean stage\? Correct the configuration file; /,
    ],
    [
      'a configuration without a workspace',
      () => pagebell('connect', '--config', configFile('{ workspaces: [] }')),
      /^pagebell: .*\.config\.ts: workspaces: expected one workspace at least\. Correct the configuration file; /,
    ],
    [
      'a configuration with an error of syntax',
      () => pagebell('connect', '--config', configFile('{ stage: ')),
      /^pagebell: .*\.config\.ts: cannot be loaded: .*Unexpected .*\. Correct the configuration file; /,
    ],
    [
      'a configuration that imports what is not there',
      () => pagebell('connect', '--config', configFile("{};\nimport './none.ts'")),
      /^pagebell: .*\.config\.ts: cannot be loaded: Cannot find module '\.\/none\.ts'\. Correct the configuration file; /,
    ],
    [
      'a directory for a configuration',
      () => pagebell('connect', '--config', elsewhere),
      /^pagebell: .*elsewhere: is no file\. Correct the configuration file; /,
    ],
    [
      'an unknown profile',
      () => new PagebellProcess(['connect', '--profile', 'nope'], { AWS_REGION: 'eu-west-1' }),
      /^pagebell: No valid AWS credentials by the profile nope: .*list-profiles/,
    ],
    ['no terminal', () => pagebell('connect'), /no terminal to ask in\. Add --yes/],
    [
      'no local run',
      () => new PagebellProcess(['connect', '--local', '--config', configFile('{}')], {}, elsewhere),
      /No local run here: .*npm start/,
    ],
    [
      'an unknown stack',
      () => pagebell('connect', '--stack', 'Bell', '--region', 'us-west-2'),
      /no stack Bell in us-west-2\. .*npm run deploy/,
    ],
    [
      'no credentials',
      () => new PagebellProcess(['connect'], { AWS_REGION: 'eu-west-1' }),
      /No valid AWS credentials: .* --profile\./,
    ],
  ];
  test.each(lines)('%s', async (_, start, line) => {
    const { code, stdout, stderr } = await start().ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});

test('each fault of a configuration has a line of its own, and all of them one remedy', async () => {
  const file = configFile("{ stage: 7, stackName: '7' }");
  const { code, stdout, stderr } = await pagebell('connect', '--config', file).ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^pagebell: .*\.config\.ts: stackName: (?!.*Mend)/),
    expect.stringMatching(/^pagebell: .*\.config\.ts: stage: .*\. Correct the configuration file; /),
  ]);
});

describe('usage', () => {
  test('--help tells the options', async () => {
    const { code, stdout, stderr } = await pagebell('connect', '--help').ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const option of [
      'workspace',
      'stack',
      'local',
      'config',
      'profile',
      'region',
      'public-url',
      'yes',
    ]) {
      expect(stdout).toContain(`--${option} `);
    }
  });

  test.each([
    ['an unknown option', ['connect', '--lokal']],
    ['--local with --stack', ['connect', '--local', '--stack', 'Bell']],
    ['a public address without TLS', ['connect', '--public-url', 'http://bell.example.com']],
  ])('%s is exit code 2', async (_, args) => {
    expect(await pagebell(...args).ended).toMatchObject({ code: 2, stdout: '' });
  });
});
