import { DeleteTableCommand, DescribeTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { rotated } from '../../../lambdas/core/webhook-tokens.ts';
import { type LocalAws, startAws } from '../../../local/aws/start-aws.ts';
import { type AwsClients, closeClients, openClients } from '../../../local/runtime/aws-access.ts';
import { readHealth } from '../../../local/runtime/health.ts';
import { Scope } from '../../../local/runtime/intrinsics.ts';
import { provisionParameters } from '../../../local/runtime/provision-parameters.ts';
import { provisionQueues } from '../../../local/runtime/provision-queues.ts';
import { provisionTables } from '../../../local/runtime/provision-table.ts';
import { secretsOf } from '../../../local/runtime/secrets.ts';
import { parseTemplate } from '../../../local/runtime/template.ts';
import { ACCESS, Workshop } from './runtime-support.ts';

const workshop = new Workshop();
const { clock } = workshop;
let aws: LocalAws;
let clients: AwsClients;
beforeAll(async () => {
  aws = await startAws({ dataDir: undefined, clock });
  clients = openClients({ ...ACCESS, endpoints: aws.endpoints });
});
afterAll(async () => {
  closeClients(clients);
  await aws.close();
  await workshop.close();
});

const ARN = { 'Fn::GetAtt': ['Dead', 'Arn'] };
const queues = (visibility: number) =>
  parseTemplate({
    Resources: {
      Events: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: 'events.fifo',
          FifoQueue: true,
          VisibilityTimeout: visibility,
          RedrivePolicy: { deadLetterTargetArn: ARN, maxReceiveCount: 7 },
        },
      },
      Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead.fifo', FifoQueue: true } },
    },
  });

test('queues are made, dead letters first, and brought up to date when they are there', async () => {
  const attributesAfter = async (visibility: number) => {
    const template = queues(visibility);
    const scope = new Scope(template, {});
    const made = await provisionQueues(template, scope, clients.sqs);
    expect(made.map(({ arn }) => arn.split(':').at(-1))).toEqual(['dead.fifo', 'events.fifo']);
    expect(scope.resolve({ Ref: 'Events' }, '')).toBe(made[1]?.url);
    expect(scope.resolve(ARN, '')).toBe(made[0]?.arn);
    const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName: 'events.fifo' }));
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    return (await clients.sqs.send(command)).Attributes;
  };
  expect(await attributesAfter(120)).toMatchObject({
    FifoQueue: 'true',
    VisibilityTimeout: '120',
    RedrivePolicy: expect.stringContaining('"maxReceiveCount":7'),
  });
  expect(await attributesAfter(90)).toMatchObject({ VisibilityTimeout: '90' });
});

test('a queue without a name is refused', async () => {
  const template = parseTemplate({ Resources: { Nameless: { Type: 'AWS::SQS::Queue' } } });
  await expect(provisionQueues(template, new Scope(template, {}), clients.sqs)).rejects.toThrow(
    'the local run cannot run AWS::SQS::Queue Nameless: QueueName: the local run needs an explicit queue name',
  );
});

const index = (IndexName: string) => ({
  IndexName,
  KeySchema: [
    { AttributeName: 'workspace', KeyType: 'HASH' },
    { AttributeName: 'dueAt', KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'KEYS_ONLY' },
});
const tables = (...indexes: string[]) =>
  parseTemplate({
    Resources: {
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'workspace', AttributeType: 'S' },
            { AttributeName: 'dueAt', AttributeType: 'N' },
          ],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
          GlobalSecondaryIndexes: indexes.map(index),
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        },
      },
    },
  });

describe('a table', () => {
  const TableName = 'Stack-Table';
  const provision = async (...indexes: string[]) => {
    const template = tables(...indexes);
    const scope = new Scope(template, {});
    await provisionTables(template, scope, clients.dynamodb, 'Stack');
    return scope;
  };
  afterEach(() => clients.dynamodb.send(new DeleteTableCommand({ TableName })));

  test('is made with its indexes, and kept with its items; the health page counts what is due', async () => {
    const scope = await provision('due');
    expect(scope.resolve({ Ref: 'Table' }, '')).toBe(TableName);
    expect(scope.resolve({ 'Fn::GetAtt': ['Table', 'Arn'] }, '')).toMatch(
      /^arn:aws:dynamodb:.*table\/Stack-Table$/,
    );
    const { Table } = await clients.dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table?.GlobalSecondaryIndexes).toMatchObject([index('due')]);

    for (const pk of ['page#1', 'page#2']) {
      const Item = { pk: { S: pk }, workspace: { S: 'main' }, dueAt: { N: '4102444800000' } };
      await clients.dynamodb.send(new PutItemCommand({ TableName, Item }));
    }
    await clients.dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: 'quiet' } } }));
    await provision('due');
    const [deadLetters, events] = await provisionQueues(queues(90), new Scope(queues(90), {}), clients.sqs);
    const targets = {
      queueUrl: events?.url ?? '',
      deadLetterQueueUrl: deadLetters?.url ?? '',
      tableName: TableName,
    };
    expect(await readHealth(clients, targets)).toEqual({ queued: 0, inFlight: 0, deadLetters: 0, due: 2 });
  });

  test('of an earlier release that lacks an index is refused with what to do', async () => {
    await provision('parked');
    await expect(provision('parked', 'due')).rejects.toThrow(
      'the table Stack-Table is from an earlier release and has no index due: delete it (or .pagebell/)',
    );
  });
});

describe('parameters', () => {
  let stage = 0;
  let prefix: string;
  beforeEach(() => {
    stage += 1;
    prefix = `/pagebell/test-${stage}`;
  });

  const provision = (environment: Record<string, string>, dropSlack = true) =>
    provisionParameters(clients.ssm, prefix, secretsOf(['main'], environment), { dropSlack });
  const put = (name: string, value: string) =>
    clients.ssm.send(
      new PutParameterCommand({ Name: `${prefix}/main/${name}`, Value: value, Type: 'SecureString' }),
    );
  const read = async (name: string) => {
    const command = new GetParameterCommand({ Name: `${prefix}/main/${name}`, WithDecryption: true });
    const answer = await clients.ssm.send(command).catch((error: Error) => error.name);
    return typeof answer === 'string'
      ? answer
      : [answer.Parameter?.Type, answer.Parameter?.Value, answer.Parameter?.Version];
  };
  const ALL = {
    NOTION_TOKEN: 'token',
    NOTION_WEBHOOK_SECRET: 'secret',
    SLACK_WEBHOOK_URL: 'https://slack.test/x',
    SLACK_BOT_TOKEN: 'xoxb-1',
  };

  test('come from the environment, as SecureStrings, and are not written again', async () => {
    await provision(ALL);
    await provision(ALL);
    expect(await read('notion-token')).toEqual(['SecureString', 'token', 1]);
    expect(await read('webhook-token')).toEqual(['SecureString', 'secret', 1]);
    expect(await read('slack-webhook-url')).toEqual(['SecureString', 'https://slack.test/x', 1]);
    expect(await read('slack-bot-token')).toEqual(['SecureString', 'xoxb-1', 1]);
  });

  test('follow a change of the environment', async () => {
    await provision(ALL);
    await provision({ NOTION_TOKEN: 'new', NOTION_WEBHOOK_SECRET: 'new secret' });
    expect(await read('notion-token')).toEqual(['SecureString', 'new', 2]);
    expect(await read('webhook-token')).toEqual(['SecureString', 'new secret', 2]);
    expect(await read('slack-webhook-url')).toBe('ParameterNotFound');
    expect(await read('slack-bot-token')).toBe('ParameterNotFound');
  });

  test('that were there and of which the environment says nothing are kept', async () => {
    await put('notion-token', 'by hand');
    await put('webhook-token', 'by hand');
    await put('slack-webhook-url', 'by hand');
    await provision({}, false);
    for (const name of ['notion-token', 'webhook-token', 'slack-webhook-url']) {
      expect(await read(name)).toEqual(['SecureString', 'by hand', 1]);
    }
  });

  test("a token that the command stored outlives the environment's, which was before it", async () => {
    const stored = rotated('connected', { active: 'secret' }, clock.now());
    await put('webhook-token', stored);
    await provision(ALL);
    expect(await read('webhook-token')).toEqual(['SecureString', stored, 1]);
    await provision({ ...ALL, NOTION_WEBHOOK_SECRET: 'another' });
    expect(await read('webhook-token')).toEqual(['SecureString', 'another', 2]);
  });

  test('a workspace without any Notion token is refused with the variable', async () => {
    const secrets = secretsOf(['main', 'team-b'], { NOTION_TOKEN: 'token' });
    await expect(provisionParameters(clients.ssm, prefix, secrets, { dropSlack: true })).rejects.toThrow(
      'the workspace "team-b" has no Notion token: set NOTION_TOKEN_TEAM_B, or take it out of the configuration',
    );
  });
});
