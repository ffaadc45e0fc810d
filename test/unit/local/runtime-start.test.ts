import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { LocalRun } from '../../../local/local-run.ts';
import { SetupError } from '../../../local/setup-error.ts';
import { listen, stop } from '../../../local/simulation/listen.ts';
import { type LocalOptions, startLocal } from '../../../local/start.ts';
import { Workshop } from './runtime-support.ts';

const workshop = new Workshop();
afterAll(() => workshop.close());

/** A stack with a receiver of webhooks that answers what it was told about its surroundings. */
const RECEIVER = `export const handler = async () => {
  const { NOTION_BASE_URL = 'the real one', TABLE_NAME, QUEUE_URL } = process.env;
  return { NOTION_BASE_URL, TABLE_NAME, QUEUE_URL };
}`;
const queue = (QueueName: string) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName, FifoQueue: true },
});
const template = {
  Resources: {
    Events: queue('events.fifo'),
    Dead: queue('dead.fifo'),
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: ['pk', 'workspace'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        GlobalSecondaryIndexes: [
          {
            IndexName: 'due',
            KeySchema: [{ AttributeName: 'workspace', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      },
    },
    Receiver: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Key: 'code' },
        Handler: 'index.handler',
        Environment: { Variables: { TABLE_NAME: { Ref: 'Table' }, QUEUE_URL: { Ref: 'Events' } } },
      },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['Receiver', 'Arn'] },
        PayloadFormatVersion: '2.0',
      },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        RouteKey: 'POST /webhooks/notion',
        Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
      },
    },
  },
  Outputs: {
    QueueUrl: { Value: { Ref: 'Events' } },
    DeadLetterQueueUrl: { Value: { Ref: 'Dead' } },
    TableName: { Value: { Ref: 'Table' } },
  },
};

function assembly(receiver = RECEIVER): string {
  return workshop.files({
    'manifest.json': {
      artifacts: {
        Stack: { type: 'aws:cloudformation:stack', properties: { templateFile: 'template.json' } },
        Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
      },
    },
    'template.json': template,
    'assets.json': {
      files: {
        a: { source: { path: workshop.bundle(receiver) }, destinations: { here: { objectKey: 'code' } } },
      },
    },
    'pagebell.settings.json': { stage: 'test', workspaces: [{ key: 'main' }] },
  });
}

describe('a local run', () => {
  let run: LocalRun | undefined;
  const start = async (options: Partial<LocalOptions> = {}) => {
    const environment = { PORT: '0', ...options.environment };
    run = await startLocal({ assemblyDirectory: assembly(), dataDir: undefined, ...options, environment });
    return run;
  };
  afterEach(async () => {
    await run?.close();
    run = undefined;
  });
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${run?.url}${path}`, init);
    return { status: response.status, body: await response.json() };
  };

  test('takes webhooks, tells its health and passes time', async () => {
    const { url, notionUrl, queueUrl, tableName, clock } = await start();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await ask('/webhooks/notion', { method: 'POST' })).toEqual({
      status: 200,
      body: { NOTION_BASE_URL: notionUrl, TABLE_NAME: tableName, QUEUE_URL: queueUrl },
    });
    expect(await ask('/healthz')).toEqual({
      status: 200,
      body: { queued: 0, inFlight: 0, deadLetters: 0, due: 0 },
    });
    const pass = (body: string) => ask('/local/clock', { method: 'POST', body });
    const before = clock.now();
    expect((await pass('{"advanceMs":3600000}')).status).toBe(200);
    expect(clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
    for (const wrong of ['', '{}', '{"advanceMs":-1}', '{"advanceMs":"1"}', '{"advanceMs":0.5}', 'null']) {
      expect((await pass(wrong)).status).toBe(400);
    }
  });

  test('gives the simulated Notion its own webhook address', async () => {
    const { notion } = await start();
    const [page] = notion?.workspace.pages() ?? [];
    notion?.workspace.setTrash('', page?.id ?? '', true);
    await notion?.webhooks.settled();
    expect(
      notion?.webhooks.log().map(({ attempts }) => attempts.map((each) => 'status' in each && each.status)),
    ).toEqual([[200]]);
  });

  test('with a token simulates nothing', async () => {
    const { notion, slack } = await start({ environment: { NOTION_TOKEN: 't' } });
    expect([notion, slack]).toEqual([undefined, undefined]);
    const { body } = await ask('/webhooks/notion', { method: 'POST' });
    expect(body).toMatchObject({ NOTION_BASE_URL: 'the real one' });
  });

  test('can be found by its file, for its owner only, until it ends', async () => {
    const dataDir = join(workshop.files({}), 'data');
    const { url, queueUrl, deadLetterQueueUrl, tableName, aws, close, ...run } = await start({ dataDir });
    const file = join(dataDir, 'run.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      pid: process.pid,
      url,
      ...aws,
      stackName: 'Stack',
      queueUrl,
      deadLetterQueueUrl,
      tableName,
      parameterPrefix: '/pagebell/test',
      dashboardUrl: `${url}/dashboard`,
      notionUrl: run.notionUrl,
      slackApiUrl: run.slackApiUrl,
      sesUrl: run.sesUrl,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    await close();
    expect(existsSync(file)).toBe(false);
    await expect(fetch(url)).rejects.toThrow();
  });

  test('keeps a second one out of its directory', async () => {
    const dataDir = workshop.files({});
    await start({ dataDir });
    const second = startLocal({ assemblyDirectory: assembly(), dataDir, environment: { PORT: '0' } });
    await expect(second).rejects.toThrow(SetupError);
    await expect(second).rejects.toThrow(`${dataDir} is in use by process ${process.pid}`);
  });

  test('says which port is in use, and leaves nothing behind', async () => {
    const server = createServer();
    const { port } = new URL(await listen(server));
    const dataDir = workshop.files({});
    await expect(start({ dataDir, environment: { PORT: port } })).rejects.toThrow(
      new SetupError(`port ${port} is in use: stop what uses it, or choose another with PORT=…`),
    );
    await stop(server);
    await start({ dataDir, environment: { PORT: port } });
  });

  test('says why the receiver of webhooks does not start', async () => {
    const broken = assembly("throw new Error('TABLE_NAME is missing')");
    await expect(start({ assemblyDirectory: broken })).rejects.toThrow(
      new SetupError('Stack-Receiver does not start: TABLE_NAME is missing'),
    );
  });

  test('says which AWS stand-in does not answer', async () => {
    const started = start({ environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' } });
    await expect(started).rejects.toThrow(SetupError);
    await expect(started).rejects.toThrow(/^AWS_ENDPOINT_URL \(http:\/\/127\.0\.0\.1:9\): .*ECONNREFUSED/);
  });
});
