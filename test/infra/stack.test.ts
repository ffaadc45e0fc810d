import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { resolveConfig } from '../../lambdas/core/config-schema/resolve-config.ts';
import { PagebellStack } from '../../lib/pagebell-stack.ts';
import { openApp, readable, resourcesOf, synthesise } from './support.ts';

const template = synthesise({ logRetentionDays: 7 });

/** The properties of all resources of a type, by logical id. */
function properties(type: string): Record<string, Record<string, unknown>> {
  const found = Object.entries(template.findResources(type)).map(([id, resource]) => [
    id.replace(/[0-9A-F]{8}$/, ''),
    readable(resource['Properties']),
  ]);
  return Object.fromEntries(found);
}

describe('the queues', () => {
  const common = {
    FifoQueue: true,
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
    MessageRetentionPeriod: 14 * 24 * 60 * 60,
    SqsManagedSseEnabled: true,
  };

  test('are two high-throughput FIFO queues that keep messages for 14 days', () => {
    expect(properties('AWS::SQS::Queue')).toEqual({
      QueueEvents: {
        ...common,
        QueueName: 'Pagebell-events.fifo',
        VisibilityTimeout: 120,
        RedrivePolicy: { deadLetterTargetArn: 'QueueDeadLetters.Arn', maxReceiveCount: 1000 },
      },
      QueueDeadLetters: { ...common, QueueName: 'Pagebell-dead-letters.fifo' },
    });
  });

  test('hide a message for twice the time that the consumer has', () => {
    const functions = Object.values(properties('AWS::Lambda::Function'));
    const consumer = functions.find(({ RecursiveLoop }) => RecursiveLoop === 'Allow');
    const { VisibilityTimeout } = properties('AWS::SQS::Queue')['QueueEvents'] ?? {};
    expect(VisibilityTimeout).toBe(2 * Number(consumer?.['Timeout']));
  });

  test.each(['QueueEvents', 'QueueDeadLetters'])('%s takes no request without TLS', (queue) => {
    const policy = properties('AWS::SQS::QueuePolicy')[`${queue}Policy`];
    expect(policy).toMatchObject({
      Queues: [`<${queue}>`],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 'sqs:*',
            Resource: `${queue}.Arn`,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
  });
});

describe('the table', () => {
  test('is one on-demand table with its sparse indexes', () => {
    expect(properties('AWS::DynamoDB::Table')).toEqual({
      Table: {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'workspace', AttributeType: 'S' },
          { AttributeName: 'dueAt', AttributeType: 'N' },
          { AttributeName: 'parkedAt', AttributeType: 'N' },
          { AttributeName: 'endedAt', AttributeType: 'N' },
          { AttributeName: 'page', AttributeType: 'S' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'due',
            KeySchema: [
              { AttributeName: 'workspace', KeyType: 'HASH' },
              { AttributeName: 'dueAt', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
          {
            IndexName: 'parked',
            KeySchema: [
              { AttributeName: 'workspace', KeyType: 'HASH' },
              { AttributeName: 'parkedAt', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
          {
            IndexName: 'recent',
            KeySchema: [
              { AttributeName: 'workspace', KeyType: 'HASH' },
              { AttributeName: 'endedAt', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
          {
            IndexName: 'history',
            KeySchema: [
              { AttributeName: 'page', KeyType: 'HASH' },
              { AttributeName: 'endedAt', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        SSESpecification: { SSEEnabled: false }, // encrypted all the same, with a key that AWS owns
      },
    });
  });

  test('outlives the stack', () => {
    template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

describe('the HTTP API', () => {
  test('has these routes and no default one', () => {
    const integrations = properties('AWS::ApiGatewayV2::Integration');
    const routes = Object.values(properties('AWS::ApiGatewayV2::Route')).map(({ RouteKey, Target }) => {
      const id = String(Target).replace(/^integrations\/<(.*)>$/, '$1');
      return `${RouteKey} -> ${integrations[id]?.['IntegrationUri']}`;
    });
    expect(routes.sort()).toEqual([
      'ANY /dashboard/{proxy+} -> Dashboard.Arn',
      'GET /dashboard -> Dashboard.Arn',
      'POST /dashboard/sign-in -> Dashboard.Arn',
      'POST /webhooks/notion -> Ingress.Arn',
      'POST /webhooks/notion/{workspace} -> Ingress.Arn',
    ]);
    for (const integration of Object.values(integrations)) {
      expect(integration).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
    }
  });

  test('throttles far above what Notion sends', () => {
    expect(properties('AWS::ApiGatewayV2::Stage')['HttpStage']).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  test('throttles the dashboard by itself, and the sign-in most of all', () => {
    const stages = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const { RouteSettings } = stages[0]?.['Properties'] ?? {};
    const pages = { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 };
    expect(RouteSettings).toEqual({
      'GET /dashboard': pages,
      'ANY /dashboard/{proxy+}': pages,
      'POST /dashboard/sign-in': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 5 },
    });
    // API Gateway refuses settings of a route that is not there yet.
    const keys = Object.entries(template.findResources('AWS::ApiGatewayV2::Route'))
      .filter(([id]) => stages[0]?.['DependsOn'].includes(id))
      .map(([, { Properties }]) => Properties.RouteKey);
    expect(keys.sort()).toEqual(Object.keys(RouteSettings).sort());
  });

  test('logs each request as JSON, without body, header or query', () => {
    const settings = properties('AWS::ApiGatewayV2::Stage')['HttpStage']?.['AccessLogSettings'];
    expect(settings).toMatchObject({ DestinationArn: 'HttpAccessLogs.Arn' });
    const { Format } = settings as { Format: string }; // CloudFormation's own schema
    expect(Object.values(JSON.parse(Format)).sort()).toEqual([
      '$context.identity.sourceIp',
      '$context.identity.userAgent',
      '$context.integrationErrorMessage',
      '$context.integrationLatency',
      '$context.integrationStatus',
      '$context.requestId',
      '$context.requestTime',
      '$context.responseLatency',
      '$context.responseLength',
      '$context.routeKey',
      '$context.status',
    ]);
  });
});

test('every log group is kept as long as configured, and goes with the stack', () => {
  const groups = Object.values(template.findResources('AWS::Logs::LogGroup'));
  expect(groups).toHaveLength(5);
  for (const group of groups) {
    expect(group).toMatchObject({ Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' });
  }
});

test('the outputs have the names that others rely on', () => {
  const outputs = Object.entries(template.toJSON()['Outputs']).map(([name, output]) => [
    name,
    readable(output),
  ]);
  expect(Object.fromEntries(outputs)).toMatchObject({
    WebhookUrl: { Value: 'HttpApi.ApiEndpoint/webhooks/notion' },
    DashboardUrl: { Value: 'HttpApi.ApiEndpoint/dashboard' },
    QueueUrl: { Value: '<QueueEvents>' },
    DeadLetterQueueUrl: { Value: '<QueueDeadLetters>' },
    TableName: { Value: '<Table>' },
    AlarmTopicArn: { Value: '<AlarmsTopic>' },
  });
  expect(outputs).toHaveLength(6);
});

test('the name of the stack is the beginning of every name that is fixed', () => {
  const other = synthesise({ stackName: 'Bell-2' });
  const names = Object.values(resourcesOf(other)).flatMap(({ Properties }) =>
    ['QueueName', 'LogGroupName', 'DashboardName'].flatMap((name) => Properties[name] ?? []),
  );
  const fixed = names.filter((name) => typeof name === 'string');
  expect(fixed.sort()).toEqual([
    '/aws/vendedlogs/pagebell/Bell-2/access',
    '/pagebell/Bell-2/consumer',
    '/pagebell/Bell-2/dashboard',
    '/pagebell/Bell-2/ingress',
    '/pagebell/Bell-2/timer',
    'Bell-2',
    'Bell-2-dead-letters.fifo',
    'Bell-2-events.fifo',
  ]);
});

test('the stack asks nothing of the account at synth: no look-up, no fixed environment', () => {
  const app = openApp();
  const stack = new PagebellStack(app, resolveConfig({}));
  Template.fromStack(stack);
  expect(app.synth().manifest.missing ?? []).toEqual([]);
  expect(stack.environment).toBe('aws://unknown-account/unknown-region');
});

test('the cloud assembly holds the settings that the functions are bundled with', () => {
  const app = openApp();
  const settings = resolveConfig({ workspaces: [{ key: 'design', mute: ['a'.repeat(32)] }] });
  new PagebellStack(app, settings);
  expect(JSON.parse(readFileSync(join(app.outdir, 'pagebell.settings.json'), 'utf8'))).toEqual(settings);
});
