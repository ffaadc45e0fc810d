import { readable, resourcesOf, synthesise } from './support.ts';

const TWO_WORKSPACES = { workspaces: [{ key: 'main' }, { key: 'design' }] };
const template = synthesise({ logRetentionDays: 7 });

/** A function's properties, found by the name that it logs under. */
function functionOf(service: string, of = template): Record<string, unknown> {
  const found = Object.values(resourcesOf(of)).find(
    ({ Type, Properties }) =>
      Type === 'AWS::Lambda::Function' &&
      JSON.stringify(Properties).includes(`"POWERTOOLS_SERVICE_NAME":"${service}"`),
  );
  if (!found) throw new Error(`there is no function ${service}`);
  return readable(found.Properties) as Record<string, unknown>; // an object stays one
}

test('there are four functions', () => {
  template.resourceCountIs('AWS::Lambda::Function', 4);
});

describe.each([
  { service: 'ingress', id: 'Ingress', timeout: 10, memory: 512 },
  { service: 'consumer', id: 'Consumer', timeout: 60, memory: 512 },
  { service: 'timer', id: 'Timer', timeout: 50, memory: 256 },
  { service: 'dashboard', id: 'Dashboard', timeout: 10, memory: 512 },
])('$service', ({ service, id, timeout, memory }) => {
  test('runs on Node 24, arm64, within its time and memory, without tracing', () => {
    const properties = functionOf(service);
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: timeout,
      MemorySize: memory,
    });
    expect(properties).not.toHaveProperty('TracingConfig');
  });

  test('logs JSON to a group of its own, which goes with the stack', () => {
    expect(functionOf(service)['LoggingConfig']).toEqual({ LogFormat: 'JSON', LogGroup: `<${id}Logs>` });
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: `/pagebell/Pagebell/${service}`, RetentionInDays: 7 },
      DeletionPolicy: 'Delete',
    });
  });

  test('has a role of its own', () => {
    expect(functionOf(service)['Role']).toBe(`${id}Role.Arn`);
  });
});

const POWERTOOLS = { POWERTOOLS_METRICS_NAMESPACE: 'Pagebell' };

test.each([
  {
    service: 'ingress',
    variables: { TABLE_NAME: '<Table>', QUEUE_URL: '<QueueEvents>', PARAMETER_PREFIX: '/pagebell/prod' },
  },
  {
    service: 'consumer',
    variables: {
      TABLE_NAME: '<Table>',
      QUEUE_URL: '<QueueEvents>',
      DEAD_LETTER_QUEUE_URL: '<QueueDeadLetters>',
      PARAMETER_PREFIX: '/pagebell/prod',
      DASHBOARD_URL: 'HttpApi.ApiEndpoint/dashboard',
      NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=460',
    },
  },
  { service: 'timer', variables: { TABLE_NAME: '<Table>', QUEUE_URL: '<QueueEvents>' } },
  {
    service: 'dashboard', // DASHBOARD_OPEN, which lets in without a key, is for a local run alone
    variables: {
      TABLE_NAME: '<Table>',
      QUEUE_URL: '<QueueEvents>',
      DEAD_LETTER_QUEUE_URL: '<QueueDeadLetters>',
      PARAMETER_PREFIX: '/pagebell/prod',
    },
  },
])('the environment of $service', ({ service, variables }) => {
  expect(functionOf(service)['Environment']).toEqual({
    Variables: { ...POWERTOOLS, POWERTOOLS_SERVICE_NAME: service, ...variables },
  });
});

describe('the consumer', () => {
  test('may feed the queue that feeds it', () => {
    expect(functionOf('consumer')['RecursiveLoop']).toBe('Allow');
  });

  test.each([
    { what: 'one workspace', config: {}, expected: 1 },
    { what: 'two workspaces', config: TWO_WORKSPACES, expected: 2 },
    { what: 'none when switched off', config: { reservedConcurrency: 'off' as const }, expected: undefined },
  ])('reserves concurrency: $what', ({ config, expected }) => {
    expect(functionOf('consumer', synthesise(config))['ReservedConcurrentExecutions']).toBe(expected);
  });

  test('takes batches of ten from the queue and reports each failed message', () => {
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
    const [mapping] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
    expect(readable(mapping?.['Properties'])).toEqual({
      FunctionName: '<Consumer>',
      EventSourceArn: 'QueueEvents.Arn',
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });
});

test('nothing but the consumer reserves concurrency', () => {
  for (const service of ['ingress', 'timer', 'dashboard']) {
    expect(functionOf(service)).not.toHaveProperty('ReservedConcurrentExecutions');
  }
});

test('the timer is woken each minute; a missed minute is not made up for', () => {
  const [schedule] = Object.values(template.findResources('AWS::Scheduler::Schedule'));
  expect(readable(schedule?.['Properties'])).toMatchObject({
    ScheduleExpression: 'rate(1 minute)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
    Target: {
      Arn: 'Timer.Arn',
      RoleArn: 'TimerScheduleRole.Arn',
      RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
    },
  });
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 60,
  });
});
