// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how Fn::Sub is written
import * as z from 'zod';
import { readAssembly } from '../../../local/runtime/assembly.ts';
import { Scope } from '../../../local/runtime/intrinsics.ts';
import { openScope } from '../../../local/runtime/physical-resources.ts';
import { readProperties, resourcesOf } from '../../../local/runtime/resources.ts';
import {
  checkTriggers,
  readEventSources,
  readFunctions,
  readOutput,
  readRoutes,
  readSchedules,
} from '../../../local/runtime/stack.ts';
import { parseTemplate } from '../../../local/runtime/template.ts';
import { SetupError } from '../../../local/setup-error.ts';
import { Workshop } from './runtime-support.ts';

const ref = (name: string) => ({ Ref: name });
const attribute = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });

describe('intrinsic functions', () => {
  const template = parseTemplate({
    Resources: { Queue: { Type: 'AWS::SQS::Queue' }, Other: { Type: 'AWS::SNS::Topic' } },
    Parameters: { Stage: { Type: 'String', Default: 'beta' }, Needed: { Type: 'String' } },
    Conditions: {
      IsBeta: { 'Fn::Equals': [ref('Stage'), 'beta'] },
      IsElsewhere: { 'Fn::Not': [{ 'Fn::Equals': [ref('AWS::Region'), 'eu-north-1'] }] },
      Both: { 'Fn::And': [{ Condition: 'IsBeta' }, { Condition: 'IsElsewhere' }] },
      Either: { 'Fn::Or': [{ Condition: 'IsBeta' }, { Condition: 'IsElsewhere' }] },
      Odd: { 'Fn::Contains': [['a'], 'a'] },
    },
  });
  const scope = new Scope(template, { 'AWS::Region': 'eu-north-1', 'AWS::Partition': 'aws' });
  scope.define('Queue', { ref: 'https://queue', attributes: { Arn: 'arn:queue', 'Nested.Name': 'deep' } });

  test.each<[string, unknown, unknown]>([
    ['plain values', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
    ['Ref of a resource', ref('Queue'), 'https://queue'],
    ['Ref of a pseudo parameter', ref('AWS::Region'), 'eu-north-1'],
    ['Ref of a parameter', ref('Stage'), 'beta'],
    [
      'AWS::NoValue',
      { kept: 1, gone: ref('AWS::NoValue'), list: [1, ref('AWS::NoValue')] },
      { kept: 1, list: [1] },
    ],
    ['GetAtt', attribute('Queue', 'Arn'), 'arn:queue'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Queue.Nested.Name' }, 'deep'],
    ['Join', { 'Fn::Join': ['/', [ref('Stage'), 'x', attribute('Queue', 'Arn')]] }, 'beta/x/arn:queue'],
    ['Sub', { 'Fn::Sub': '${AWS::Region}-${Queue.Arn}-${!Literal}' }, 'eu-north-1-arn:queue-${Literal}'],
    ['Sub with variables', { 'Fn::Sub': ['${v}/${Stage}', { v: ref('AWS::Partition') }] }, 'aws/beta'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': [':', attribute('Queue', 'Arn')] }] }, 'queue'],
    ['If', { 'Fn::If': ['IsBeta', 'yes', ref('Unknown')] }, 'yes'],
    ['If not', { 'Fn::If': ['IsElsewhere', ref('Unknown'), { a: ref('Stage') }] }, { a: 'beta' }],
    ['And', { 'Fn::If': ['Both', 1, 2] }, 2],
    ['Or', { 'Fn::If': ['Either', 1, 2] }, 1],
    ['an object that only looks like a call', { Condition: 'x' }, { Condition: 'x' }],
  ])('%s', (_, value, expected) => {
    expect(scope.resolve(value, 'Thing.Property')).toEqual(expected);
  });

  test.each<[string, unknown, string]>([
    [
      'an unknown function',
      { 'Fn::ImportValue': 'x' },
      'Thing.Property: the local run does not know the function Fn::ImportValue',
    ],
    [
      'a resource that is not here',
      ref('Other'),
      'Thing.Property refers to Other (AWS::SNS::Topic), which the local run does not have',
    ],
    [
      'nothing',
      ref('Typo'),
      'Thing.Property refers to Typo (nothing in the template), which the local run does not have',
    ],
    ['a parameter without a default', ref('Needed'), 'refers to Needed'],
    [
      'an unknown attribute',
      attribute('Queue', 'Colour'),
      'Thing.Property: the local run knows no attribute Colour of Queue',
    ],
    ['wrong arguments', { 'Fn::Join': 'x' }, 'Thing.Property: the arguments of Fn::Join are not those'],
    ['an index beyond the list', { 'Fn::Select': [3, ['a']] }, 'the arguments of Fn::Select are not those'],
    ['an unknown condition', { 'Fn::If': ['Typo', 1, 2] }, 'the template has no condition Typo'],
    [
      'an unknown kind of condition',
      { 'Fn::If': ['Odd', 1, 2] },
      'does not know the condition {"Fn::Contains"',
    ],
  ])('%s is an error that names it', (_, value, message) => {
    expect(() => scope.resolve(value, 'Thing.Property')).toThrow(SetupError);
    expect(() => scope.resolve(value, 'Thing.Property')).toThrow(message);
  });

  test('a resource whose condition does not hold is not there', () => {
    const conditional = parseTemplate({
      Resources: {
        Here: { Type: 'T', Condition: 'Yes' },
        Gone: { Type: 'T', Condition: 'No' },
        Always: { Type: 'T' },
      },
      Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Equals': ['a', 'b'] } },
    });
    const ids = resourcesOf(conditional, new Scope(conditional, {}), 'T').map(({ logicalId }) => logicalId);
    expect(ids).toEqual(['Here', 'Always']);
  });

  test('properties that nobody asked for are not resolved, and a wrong one is named', () => {
    const resource = {
      logicalId: 'Timer',
      type: 'T',
      properties: { Size: 3, Role: { 'Fn::GetAtt': ['Nowhere', 'Arn'] } },
    };
    expect(readProperties(resource, z.object({ Size: z.number() }), scope)).toEqual({ Size: 3 });
    expect(() => readProperties(resource, z.object({ Size: z.string() }), scope)).toThrow(
      'the local run cannot run T Timer: Size: ',
    );
  });
});

describe('a synthesised stack', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.close());

  const TEMPLATE = {
    Resources: {
      Events: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'events.fifo' } },
      Worker: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}' }, S3Key: 'code.zip' },
          Environment: { Variables: { QUEUE_URL: ref('Events'), URL: attribute('Api', 'ApiEndpoint') } },
          Handler: 'index.handler',
          LoggingConfig: { LogFormat: 'JSON', LogGroup: ref('Logs') },
          MemorySize: 256,
          ReservedConcurrentExecutions: 2,
          Role: attribute('Role', 'Arn'),
          Timeout: 20,
        },
      },
      Plain: {
        Type: 'AWS::Lambda::Function',
        Properties: { Code: { S3Key: 'code.zip' }, Handler: 'index.other', Role: attribute('Role', 'Arn') },
      },
      Role: { Type: 'AWS::IAM::Role' },
      Logs: { Type: 'AWS::Logs::LogGroup' },
      Api: { Type: 'AWS::ApiGatewayV2::Api' },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: attribute('Worker', 'Arn'),
          PayloadFormatVersion: '2.0',
        },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          RouteKey: 'POST /hook',
          Target: { 'Fn::Join': ['', ['integrations/', ref('Integration')]] },
        },
      },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          BatchSize: 5,
          EventSourceArn: attribute('Events', 'Arn'),
          FunctionName: ref('Worker'),
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      },
      Off: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          Enabled: false,
          EventSourceArn: attribute('Events', 'Arn'),
          FunctionName: ref('Worker'),
        },
      },
      Each: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ScheduleExpression: 'rate(5 minutes)',
          Target: { Arn: attribute('Plain', 'Arn'), RoleArn: attribute('Role', 'Arn'), Input: '{}' },
        },
      },
      Never: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ScheduleExpression: 'rate(1 minute)',
          State: 'DISABLED',
          Target: { Arn: attribute('Plain', 'Arn') },
        },
      },
    },
    Outputs: { WebhookUrl: { Value: { 'Fn::Join': ['', [attribute('Api', 'ApiEndpoint'), '/hook']] } } },
  };
  const MANIFEST = {
    artifacts: {
      Stack: { type: 'aws:cloudformation:stack', properties: { templateFile: 'template.json' } },
      Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
      Tree: { type: 'cdk:tree' },
    },
  };
  const ASSETS = {
    files: {
      a: { source: { path: 'asset.a' }, destinations: { here: { objectKey: 'code.zip' } } },
    },
  };
  const SETTINGS = { stackName: 'Stack', workspaces: [{ key: 'main' }] };
  const files = (overrides: Record<string, unknown> = {}) =>
    workshop.files({
      'manifest.json': MANIFEST,
      'template.json': TEMPLATE,
      'assets.json': ASSETS,
      'pagebell.settings.json': SETTINGS,
      ...overrides,
    });

  const open = (overrides?: Record<string, unknown>) => {
    const directory = files(overrides);
    const assembly = readAssembly(directory);
    const scope = openScope(assembly, 'eu-north-1', 'http://127.0.0.1:3000');
    scope.define('Events', {
      ref: 'http://queue',
      attributes: { Arn: 'arn:aws:sqs:eu-north-1:0:events.fifo' },
    });
    return { directory, assembly, scope };
  };

  test('is read as functions, routes, triggers and outputs', () => {
    const { directory, assembly, scope } = open();
    const { template, settings } = assembly;
    const functions = readFunctions(assembly, scope);
    const arn = (id: string) => `arn:aws:lambda:eu-north-1:000000000000:function:Stack-${id}`;
    expect(settings.workspaces.map(({ key }) => key)).toEqual(['main']);
    expect(functions).toEqual([
      {
        logicalId: 'Worker',
        name: 'Stack-Worker',
        arn: arn('Worker'),
        directory: `${directory}/asset.a`,
        handler: 'index.handler',
        environment: { QUEUE_URL: 'http://queue', URL: 'http://127.0.0.1:3000' },
        timeoutMs: 20_000,
        memoryMegabytes: 256,
        reservedConcurrency: 2,
        logFormat: 'JSON',
      },
      expect.objectContaining({
        name: 'Stack-Plain',
        environment: {},
        timeoutMs: 3000,
        memoryMegabytes: 128,
        reservedConcurrency: undefined,
        logFormat: 'Text',
      }),
    ]);
    expect(readRoutes(template, scope)).toEqual([{ key: 'POST /hook', functionArn: arn('Worker') }]);
    expect(readEventSources(template, scope, functions)).toEqual([
      {
        queueArn: 'arn:aws:sqs:eu-north-1:0:events.fifo',
        functionArn: arn('Worker'),
        batchSize: 5,
        reportsBatchItemFailures: true,
      },
    ]);
    expect(readSchedules(template, scope)).toEqual([
      { name: 'Each', expression: 'rate(5 minutes)', functionArn: arn('Plain'), input: '{}' },
    ]);
    expect(readOutput(template, scope, 'WebhookUrl')).toBe('http://127.0.0.1:3000/hook');
    expect(() => checkTriggers(template, scope)).not.toThrow();
  });

  const withTrigger = (trigger: { Type: string; Properties?: object }) =>
    open({ 'template.json': { Resources: { ...TEMPLATE.Resources, Trigger: trigger } } });

  test.each([
    { Type: 'AWS::Events::Rule' },
    { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'lambda' } },
  ])('with a trigger that is not run here is refused: %j', (trigger) => {
    const { assembly, scope } = withTrigger(trigger);
    expect(() => checkTriggers(assembly.template, scope)).toThrow(
      `the local run does not know how to run Trigger (${trigger.Type})`,
    );
  });

  test('with somebody whom alarms would write to is run, and nobody is written to', () => {
    const { assembly, scope } = withTrigger({
      Type: 'AWS::SNS::Subscription',
      Properties: { Protocol: 'email', Endpoint: 'operations@example.com' },
    });
    expect(() => checkTriggers(assembly.template, scope)).not.toThrow();
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['no stack', { 'manifest.json': { artifacts: {} } }, 'holds 0 stacks: the local run runs exactly one'],
    ['a broken template', { 'template.json': { Resources: 1 } }, "the stack's template is not one"],
    ['a broken manifest', { 'manifest.json': {} }, 'manifest.json is not what `cdk synth` writes'],
  ])('with %s is refused', (_, overrides, message) => {
    expect(() => readAssembly(files(overrides))).toThrow(message);
  });

  test('that was never synthesised is refused with what to do', () => {
    expect(() => readAssembly('/nowhere')).toThrow(
      '/nowhere/manifest.json is not there: run `npx cdk synth` first',
    );
  });

  test('whose code is no asset is refused', () => {
    const { assembly, scope } = open({ 'assets.json': { files: {} } });
    expect(() => readFunctions(assembly, scope)).toThrow('Worker: code.zip is not an asset of this assembly');
  });
});
