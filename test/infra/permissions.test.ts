import type { PagebellConfig } from '../../lambdas/core/config.ts';
import { permissionsOf } from './permissions-of.ts';
import { readable, resourcesOf, synthesise } from './support.ts';

/** `PARAMETER/main/notion-token`, as an ARN of whatever account and Region. */
const PARAMETER = 'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/pagebell/prod';

const template = synthesise();

test.each([
  {
    role: 'IngressRole',
    may: [
      'Allow logs:CreateLogStream, logs:PutLogEvents on IngressLogs.Arn',
      'Allow sqs:SendMessage on QueueEvents.Arn',
      'Allow dynamodb:UpdateItem on Table.Arn if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["handshake#*"]}}',
      `Allow ssm:GetParameter on ${PARAMETER}/main/webhook-token`,
    ],
  },
  {
    role: 'ConsumerRole',
    may: [
      'Allow logs:CreateLogStream, logs:PutLogEvents on ConsumerLogs.Arn',
      'Allow sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:ReceiveMessage, sqs:SendMessage on QueueEvents.Arn',
      'Allow sqs:SendMessage on QueueDeadLetters.Arn',
      'Allow dynamodb:BatchGetItem, dynamodb:DeleteItem, dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem on Table.Arn',
      'Allow dynamodb:BatchWriteItem on Table.Arn if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["journal#*#*"]}}',
      `Allow ssm:GetParameter on ${PARAMETER}/main/notion-token`,
      `Allow ssm:GetParameter on ${PARAMETER}/main/slack-bot-token`,
      `Allow ssm:GetParameter on ${PARAMETER}/main/slack-webhook-url`,
    ],
  },
  {
    role: 'TimerRole',
    may: [
      'Allow logs:CreateLogStream, logs:PutLogEvents on TimerLogs.Arn',
      'Allow dynamodb:Query on Table.Arn/index/due',
      'Allow dynamodb:GetItem on Table.Arn if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["workspace#*"]}}',
      'Allow sqs:SendMessage on QueueEvents.Arn',
    ],
  },
  {
    role: 'DashboardRole',
    // Read-only: no action here changes anything but the function's own log.
    may: [
      'Allow logs:CreateLogStream, logs:PutLogEvents on DashboardLogs.Arn',
      'Allow dynamodb:Query on Table.Arn/index/due',
      'Allow dynamodb:Query on Table.Arn/index/history',
      'Allow dynamodb:Query on Table.Arn/index/parked',
      'Allow dynamodb:Query on Table.Arn/index/recent',
      'Allow dynamodb:BatchGetItem, dynamodb:GetItem on Table.Arn if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["workspace#*","hour#*#*","page#*#*"]}}',
      'Allow sqs:GetQueueAttributes on QueueDeadLetters.Arn',
      'Allow sqs:GetQueueAttributes on QueueEvents.Arn',
      'Allow cloudwatch:GetMetricData on *',
      `Allow ssm:GetParameter on ${PARAMETER}/dashboard-key`,
    ],
  },
  {
    role: 'TimerScheduleRole',
    may: ['Allow lambda:InvokeFunction on Timer.Arn'],
  },
])('$role may do this and nothing else', ({ role, may }) => {
  expect(permissionsOf(role, template)).toEqual(may);
});

test('there is no further role, and none with a managed policy', () => {
  template.resourceCountIs('AWS::IAM::Role', 5);
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Role'))) {
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  }
});

test('each role is for one service; the scheduler assumes its own only for this account', () => {
  const trust = Object.entries(template.findResources('AWS::IAM::Role')).map(([id, { Properties }]) => [
    id.replace(/[0-9A-F]{8}$/, ''),
    readable(Properties.AssumeRolePolicyDocument.Statement),
  ]);
  const lambda = [
    { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
  ];
  expect(Object.fromEntries(trust)).toEqual({
    IngressRole: lambda,
    ConsumerRole: lambda,
    TimerRole: lambda,
    DashboardRole: lambda,
    TimerScheduleRole: [
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
      },
    ],
  });
});

test('a further workspace adds its own parameters, stage included, an alarm, and nothing else', () => {
  const two = synthesise({ stage: 'test', workspaces: [{ key: 'main' }, { key: 'design' }] });
  const reads = (role: string) => permissionsOf(role, two).filter((line) => line.includes('ssm:'));
  const parameters = PARAMETER.replace('/prod', '/test');
  expect(reads('IngressRole')).toEqual([
    `Allow ssm:GetParameter on ${parameters}/design/webhook-token`,
    `Allow ssm:GetParameter on ${parameters}/main/webhook-token`,
  ]);
  expect(reads('ConsumerRole')).toEqual([
    `Allow ssm:GetParameter on ${parameters}/design/notion-token`,
    `Allow ssm:GetParameter on ${parameters}/design/slack-bot-token`,
    `Allow ssm:GetParameter on ${parameters}/design/slack-webhook-url`,
    `Allow ssm:GetParameter on ${parameters}/main/notion-token`,
    `Allow ssm:GetParameter on ${parameters}/main/slack-bot-token`,
    `Allow ssm:GetParameter on ${parameters}/main/slack-webhook-url`,
  ]);
  const alarm = 1; // for a subscription of its own that may be paused
  expect(Object.keys(resourcesOf(two))).toHaveLength(Object.keys(resourcesOf(template)).length + alarm);
});

test('API Gateway may invoke a function only for its own routes', () => {
  const permissions = Object.values(template.findResources('AWS::Lambda::Permission')).map(
    ({ Properties }) => {
      const { FunctionName, SourceArn, Principal } = Properties;
      const route = String(readable(SourceArn)).replace(/^.*<HttpApi>/, '');
      return `${Principal}: ${readable(FunctionName)} for ${route}`;
    },
  );
  expect(permissions.sort()).toEqual([
    'apigateway.amazonaws.com: Dashboard.Arn for /*/*/dashboard',
    'apigateway.amazonaws.com: Dashboard.Arn for /*/*/dashboard/sign-in',
    'apigateway.amazonaws.com: Dashboard.Arn for /*/*/dashboard/{proxy+}',
    'apigateway.amazonaws.com: Ingress.Arn for /*/*/webhooks/notion',
    'apigateway.amazonaws.com: Ingress.Arn for /*/*/webhooks/notion/{workspace}',
  ]);
});

describe('e-mail', () => {
  const from = 'Pagebell <bell@mail.example.com>';
  const identity = (name: string) =>
    `arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/${name}`;
  const sends = (config: PagebellConfig) =>
    permissionsOf('ConsumerRole', synthesise(config)).filter((line) => line.includes('ses:'));
  const asSender = (address: string) => ` if {"StringEquals":{"ses:FromAddress":"${address}"}}`;

  test('is sent as the one sender, through the identity of its address or its domain', () => {
    expect(sends({ workspaces: [{ key: 'main', email: { from } }] })).toEqual([
      `Allow ses:SendEmail on ${identity('bell@mail.example.com')}${asSender('bell@mail.example.com')}`,
      `Allow ses:SendEmail on ${identity('mail.example.com')}${asSender('bell@mail.example.com')}`,
    ]);
  });

  test('or through the named identity alone; each workspace has its own sender', () => {
    const workspaces = [
      { key: 'main', email: { from, identity: 'example.com' } },
      { key: 'design', email: { from: 'art@example.org', identity: 'example.org' } },
      { key: 'quiet' },
    ];
    expect(sends({ workspaces })).toEqual([
      `Allow ses:SendEmail on ${identity('example.com')}${asSender('bell@mail.example.com')}`,
      `Allow ses:SendEmail on ${identity('example.org')}${asSender('art@example.org')}`,
    ]);
  });
});
