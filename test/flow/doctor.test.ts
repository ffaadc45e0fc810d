import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { journalWriter } from '../../lambdas/adapters/table/journal.ts';
import type { Capabilities } from '../../local/notion/model.ts';
import { TASKS_DATA_SOURCE } from '../../local/notion/seed.ts';
import { listen, stop } from '../../local/simulation/listen.ts';
import { type Ended, PagebellProcess } from '../unit/bin/pagebell-process.ts';
import { type LocalStack, startStack, temporaryDirectory } from './support/local-stack.ts';

// `pagebell doctor`, as a process, on a stack that runs: each case breaks one thing, and mends it again.

const HOUR = 3_600_000;

let directory: ReturnType<typeof temporaryDirectory>;
let run: LocalStack;
let sqs: SQSClient;
let ssm: SSMClient;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  directory = temporaryDirectory();
  mkdirSync(join(directory.path, 'elsewhere'));
  configure('{}');
  run = await startStack(join(directory.path, '.pagebell'));
  const { endpoints, region, credentials } = run.aws;
  sqs = new SQSClient({ region, credentials: { ...credentials }, endpoint: endpoints.sqs });
  ssm = new SSMClient({ region, credentials: { ...credentials }, endpoint: endpoints.ssm });
  documents = DynamoDBDocumentClient.from(
    new DynamoDBClient({ region, credentials: { ...credentials }, endpoint: endpoints.dynamodb }),
  );
  await eventCame(Date.now());
});

afterAll(async () => {
  for (const client of [sqs, ssm, documents]) client.destroy();
  await run.close();
  directory.remove();
});

const CONDITION = "{ property: 'Status', isNot: ['Elsewhere'] }";

interface Finding {
  check: string;
  verdict: 'ok' | 'broken' | 'unchecked';
  text: string;
  remedy?: string;
}

function doctor(...args: string[]): Promise<Ended> {
  return new PagebellProcess(['doctor', '--local', ...args], {}, directory.path).ended;
}

async function findings(...args: string[]): Promise<Finding[]> {
  const { stdout } = await doctor('--json', ...args);
  return JSON.parse(stdout).findings;
}

function configure(config: string): void {
  writeFileSync(join(directory.path, 'pagebell.config.ts'), `export default ${config};\n`);
}

/** The journal has a line of an event that came then. */
function eventCame(at: number): Promise<void> {
  const line = {
    id: `event-${at}`,
    workspace: 'main',
    endedAt: at,
    receivedAt: at,
    job: 'event' as const,
    outcome: 'done' as const,
    reason: 'told',
    attempt: 1,
    durationMs: 5,
  };
  return journalWriter({ client: documents, name: run.tableName }).write([line]);
}

/** Sets or deletes a parameter, and returns what sets it back. */
async function store(name: string, value: string | undefined): Promise<() => Promise<void>> {
  const Name = `${run.parameterPrefix}/main/${name}`;
  const before = await ssm
    .send(new GetParameterCommand({ Name, WithDecryption: true }))
    .catch((error: unknown) => {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    });
  const put = async (Value: string | undefined) => {
    if (Value === undefined) await ssm.send(new DeleteParameterCommand({ Name }));
    else await ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true }));
  };
  await put(value);
  return () => put(before?.Parameter?.Value);
}

async function without(capability: Partial<Capabilities>): Promise<() => Promise<void>> {
  const before = { ...run.notion.capabilities };
  Object.assign(run.notion.capabilities, capability);
  return async () => void Object.assign(run.notion.capabilities, before);
}

async function configured(config: string): Promise<() => Promise<void>> {
  configure(config);
  return async () => configure('{}');
}

/** Breaks several things as one. */
function all(...breaks: Break[]): Break {
  return async () => {
    const mend: (() => Promise<void>)[] = [];
    for (const breakIt of breaks) mend.push(await breakIt());
    return async () => {
      for (const one of mend) await one();
    };
  };
}

/** Amazon SES knows no identity. */
async function unverified(): Promise<() => Promise<void>> {
  if (!run.ses) throw new Error('Amazon SES is to be simulated');
  const { account } = run.ses;
  account.identities = new Map();
  return async () => void Object.assign(account, { identities: undefined });
}

async function parked(): Promise<() => Promise<void>> {
  const QueueUrl = run.deadLetterQueueUrl;
  await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: '{}',
      MessageGroupId: 'doctor',
      MessageDeduplicationId: 'doctor',
    }),
  );
  return async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  };
}

/** The run is found with a Notion whose clock is wrong. */
async function skewed(): Promise<() => Promise<void>> {
  const date = new Date(Date.now() + 3 * HOUR).toUTCString();
  const proxy: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { authorization = '', 'notion-version': version = '' } = request.headers;
    const answer = await fetch(run.notionUrl + request.url, {
      method: request.method ?? 'GET',
      headers: { authorization, 'notion-version': String(version), 'content-type': 'application/json' },
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    response.writeHead(answer.status, { date }).end(Buffer.from(await answer.arrayBuffer()));
  });
  const notionUrl = await listen(proxy);
  const file = join(directory.path, '.pagebell/run.json');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(before), notionUrl }));
  return async () => {
    writeFileSync(file, before);
    await stop(proxy);
  };
}

test('nothing is wrong with a run as it is, and nothing is changed by looking', async () => {
  const { code, stdout, stderr } = await doctor();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.at(-1)).toBe('Everything is as it should be.');
  expect(lines.filter((line) => line.startsWith('✔'))).toHaveLength(15);
  expect(stdout).toContain('✔ Notion token: accepted: connection Pagebell of Northlight Studio\n');
  expect(run.slack.messages()).toEqual([]);
  expect(run.notion.workspace.comments()).toEqual([]);
});

type Break = () => Promise<() => Promise<void>>;
const DEAD_HOOK = () => run.slack.url.replace(/[^/]+$/, 'revoked');
const UNSHARED = 'd5000000-0000-4000-8000-0000000000ff';

/** What is broken, the checks that find it, what they say, and the remedy. */
const cases: [string, Break, string[], RegExp, RegExp][] = [
  [
    'a bad token',
    () => store('notion-token', 'ntn_wrong'),
    ['notion-token'],
    /^Notion refuses it$/,
    /pagebell setup/,
  ],
  [
    'no Read content',
    () => without({ readContent: false }),
    ['read-content'],
    /^not granted: Pagebell cannot read any page$/,
    /Enable "Read content"/,
  ],
  [
    'no Read comments',
    () => without({ readComments: false }),
    ['read-comments'],
    /^not granted/,
    /"Read comments"/,
  ],
  [
    'no Insert comments',
    () => without({ insertComments: false }),
    ['insert-comments'],
    /^not granted: Pagebell cannot mention anybody$/,
    /"Insert comments"/,
  ],
  [
    'no user information',
    () => without({ readUsers: 'none' }),
    ['user-information'],
    /^not granted/,
    /"Read user information"/,
  ],
  [
    'a data source that is not shared',
    () => configured(`{ workspaces: [{ key: 'main', dataSources: [{ id: '${UNSHARED}' }] }] }`),
    ['data-sources'],
    /not shared with the connection: d5000000-.*ff$/,
    /Connections/,
  ],
  [
    'a condition that asks for an option which is not there',
    () =>
      configured(
        `{ workspaces: [{ key: 'main', dataSources: [{ id: '${TASKS_DATA_SOURCE}', only: [${CONDITION}] }] }] }`,
      ),
    ['conditions'],
    /^Team tasks: "Status" has no option "Elsewhere"$/,
    /`only`/,
  ],
  [
    'a revoked Slack webhook',
    () => store('slack-webhook-url', DEAD_HOOK()),
    ['slack'],
    /does not work: Slack answered 403 invalid_token$/,
    /Make a new incoming webhook/,
  ],
  [
    'a Slack webhook that is none',
    () => store('slack-webhook-url', 'https://hooks.slack.com/services'),
    ['slack'],
    /its path is cut short$/,
    /Make a new incoming webhook/,
  ],
  [
    'no Slack webhook where one is asked for',
    all(
      () => store('slack-webhook-url', undefined),
      () => configured("{ workspaces: [{ key: 'main', slack: true }] }"),
    ),
    ['slack'],
    /neither a webhook nor a bot token is stored$/,
    /pagebell setup/,
  ],
  [
    'a revoked bot token',
    () => store('slack-bot-token', 'xoxb-revoked'),
    ['slack-bot'],
    /^Slack refuses it: invalid_auth$/,
    /pagebell setup/,
  ],
  [
    'a channel for a bot that is not stored',
    () => configured("{ workspaces: [{ key: 'main', slackChannel: 'C0TEAMTASKS' }] }"),
    ['slack-bot'],
    /no token of one is stored$/,
    /pagebell setup/,
  ],
  [
    'a channel that the bot does not know',
    all(
      () => store('slack-bot-token', run.slack.botToken),
      () => configured("{ workspaces: [{ key: 'main', slackChannel: 'C0NONE' }] }"),
    ),
    ['slack-channels'],
    /^C0NONE is unknown, or private/,
    /Invite the bot/,
  ],
  [
    'a sender that Amazon SES has not verified',
    all(unverified, () =>
      configured("{ workspaces: [{ key: 'main', email: { from: 'bell@example.com' } }] }"),
    ),
    ['email'],
    /^unknown to Amazon SES: bell@example\.com, example\.com$/,
    /Verify it in Amazon SES/,
  ],
  [
    'no webhook token',
    () => store('webhook-token', undefined),
    ['webhook-token'],
    /^none is active/,
    /pagebell connect/,
  ],
  [
    'a webhook token that cannot be read',
    () => store('webhook-token', '{"aktive":"x"}'),
    ['webhook-token'],
    /cannot be read$/,
    /Delete the parameter/,
  ],
  [
    'a message in the dead-letter queue',
    parked,
    ['dead-letters'],
    /^1 message in the dead-letter queue$/,
    /pagebell dlq list/,
  ],
  ['a clock that is wrong', skewed, ['clock'], /^this machine is 3 hours behind Notion$/, /automatic time/],
];

test.each(cases)('%s is found, with its remedy', async (_, breakIt, checks, text, remedy) => {
  const mend = await breakIt();
  try {
    const broken = (await findings()).filter(({ verdict }) => verdict === 'broken');
    expect(broken.map(({ check }) => check)).toEqual(checks);
    expect(broken[0]?.text).toMatch(text);
    expect(broken[0]?.remedy).toMatch(remedy);
  } finally {
    await mend();
  }
});

test.each([
  ['Owner', /^Team tasks: no property "Owner"; the only people property "Assignee" is used$/],
  ['Status', /the property "Status" is of type status; the only people property "Assignee" is used$/],
])('a property %s is no fault where only one can be meant', async (name, text) => {
  const mend = await configured(`{ workspaces: [{ key: 'main', assigneeProperty: '${name}' }] }`);
  try {
    const found = (await findings()).find(({ check }) => check === 'properties');
    expect(found).toMatchObject({ verdict: 'ok', text: expect.stringMatching(text) });
  } finally {
    await mend();
  }
});

test('no event for long is found', async () => {
  const quiet = temporaryDirectory();
  const other = await startStack(join(quiet.path, '.pagebell'));
  const { endpoints, region, credentials } = other.aws;
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ region, credentials: { ...credentials }, endpoint: endpoints.dynamodb }),
  );
  try {
    writeFileSync(join(quiet.path, 'pagebell.config.ts'), 'export default {};\n');
    const look = async () => {
      const { code, stdout } = await new PagebellProcess(['doctor', '--local'], {}, quiet.path).ended;
      return { code, stdout };
    };
    // A stack that has just started has nothing against it.
    const fresh = await look();
    expect(fresh).toMatchObject({ code: 0 });
    expect(fresh.stdout).toMatch(/^– Events: could not be checked because no event has come/m);

    const at = Date.now() - 100 * HOUR;
    const common = { workspace: 'main', outcome: 'done' as const, reason: '', attempt: 1, durationMs: 1 };
    await journalWriter({ client, name: other.tableName }).write([
      { ...common, id: 'event', job: 'event', endedAt: at, receivedAt: at },
      { ...common, id: 'sweep', job: 'due', endedAt: Date.now() },
    ]);
    const silent = await look();
    expect(silent).toMatchObject({ code: 1 });
    expect(silent.stdout).toMatch(/^✘ Events: the last one came 4 days ago\n {2}.*paused/m);
  } finally {
    client.destroy();
    await other.close();
    quiet.remove();
  }
});

test('no configuration, a faulty one, and no run are found', async () => {
  const elsewhere = join(directory.path, 'elsewhere');
  const look = (...args: string[]) =>
    new PagebellProcess(['doctor', '--local', ...args], {}, elsewhere).ended;
  const none = await look();
  expect(none).toMatchObject({ code: 1, stderr: '' });
  expect(none.stdout).toMatch(
    /^✘ Configuration: There is no configuration pagebell\.config\.ts here\n {2}Run the/,
  );

  const file = join(elsewhere, 'pagebell.config.ts');
  writeFileSync(file, "export default { stage: 7, workspaces: [{ key: 'Main' }] };");
  const faulty = await look();
  expect(faulty.stdout).toMatch(
    /^✘ Configuration: .*: stage: .*\n✘ Configuration: .*: workspaces\[0\]\.key: .*\n {2}Correct .*\n\n2 things are wrong\.\n$/,
  );
  expect(JSON.parse((await look('--json')).stdout).findings).toEqual([
    expect.objectContaining({ text: expect.stringContaining('stage'), remedy: expect.any(String) }),
    expect.objectContaining({ text: expect.stringContaining('key'), remedy: expect.any(String) }),
  ]);

  writeFileSync(file, 'export default {};');
  const idle = await look();
  expect(idle.code).toBe(1);
  expect(idle.stdout).toMatch(/^✘ Stack: No local run here: .*\n {2}Start one with `npm start`/m);
  expect(idle.stdout).toMatch(/^– Queue: could not be checked because there is no stack to look at$/m);
});
