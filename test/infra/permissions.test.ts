import type { Template } from 'aws-cdk-lib/assertions';
import { readable, resourcesOf, synthesise } from './support.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: unknown;
}

/** `PARAMETER/main/notion-token`, as an ARN of whatever account and Region. */
const PARAMETER = 'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/pagebell/prod';

/** All that a role may do, inline or by a policy of its own, as `actions on resource (condition)`. */
function permissionsOf(roleId: string, template: Template): string[] {
  const resources = Object.entries(resourcesOf(template));
  const [, role] = resources.find(([id]) => id.replace(/[0-9A-F]{8}$/, '') === roleId) ?? [];
  if (!role) throw new Error(`there is no role ${roleId}`);
  const attached = resources.filter(
    ([, { Type, Properties }]) =>
      Type === 'AWS::IAM::Policy' && JSON.stringify(readable(Properties['Roles'])).includes(`<${roleId}>`),
  );
  // Both hold documents of the one shape that IAM has.
  const inline = (role.Properties['Policies'] ?? []) as { PolicyDocument: unknown }[];
  const documents = [...inline, ...attached.map(([, { Properties }]) => Properties)].map(
    (policy) => readable(policy['PolicyDocument']) as { Statement: Statement[] },
  );
  return documents.flatMap(({ Statement }) => Statement.flatMap(lines));
}

function lines({ Effect, Action, Resource, Condition }: Statement): string[] {
  const actions = [Action].flat().join(', ');
  const condition = Condition ? ` if ${JSON.stringify(Condition)}` : '';
  return [Resource].flat().map((resource) => `${Effect} ${actions} on ${resource}${condition}`);
}

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
      'Allow dynamodb:BatchGetItem, dynamodb:BatchWriteItem, dynamodb:DeleteItem, dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem on Table.Arn',
      `Allow ssm:GetParameter on ${PARAMETER}/main/notion-token`,
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
    may: ['Allow logs:CreateLogStream, logs:PutLogEvents on DashboardLogs.Arn'],
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

test('a further workspace adds its own parameters, stage included, and nothing else', () => {
  const two = synthesise({ stage: 'test', workspaces: [{ key: 'main' }, { key: 'design' }] });
  const reads = (role: string) => permissionsOf(role, two).filter((line) => line.includes('ssm:'));
  const parameters = PARAMETER.replace('/prod', '/test');
  expect(reads('IngressRole')).toEqual([
    `Allow ssm:GetParameter on ${parameters}/design/webhook-token`,
    `Allow ssm:GetParameter on ${parameters}/main/webhook-token`,
  ]);
  expect(reads('ConsumerRole')).toEqual([
    `Allow ssm:GetParameter on ${parameters}/design/notion-token`,
    `Allow ssm:GetParameter on ${parameters}/design/slack-webhook-url`,
    `Allow ssm:GetParameter on ${parameters}/main/notion-token`,
    `Allow ssm:GetParameter on ${parameters}/main/slack-webhook-url`,
  ]);
  expect(Object.keys(resourcesOf(two))).toHaveLength(Object.keys(resourcesOf(template)).length);
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
    'apigateway.amazonaws.com: Dashboard.Arn for /*/*/dashboard/{proxy+}',
    'apigateway.amazonaws.com: Ingress.Arn for /*/*/webhooks/notion',
    'apigateway.amazonaws.com: Ingress.Arn for /*/*/webhooks/notion/{workspace}',
  ]);
});
