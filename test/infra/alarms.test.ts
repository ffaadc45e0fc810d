import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { readable, resourcesOf, synthesise } from './support.ts';

/** An alarm as the template has it, as far as the tests look at it. */
interface Alarm {
  AlarmName: string;
  AlarmDescription: string;
  AlarmActions: string[];
  OKActions: string[];
  Namespace?: string;
  MetricName?: string;
  Dimensions?: { Name: string; Value: string }[];
  Metrics?: {
    MetricStat?: { Metric: Pick<Alarm, 'Namespace' | 'MetricName' | 'Dimensions'>; Period: number };
  }[];
  Period?: number;
  EvaluationPeriods: number;
  DatapointsToAlarm?: number;
  Threshold: number;
  ComparisonOperator: string;
  TreatMissingData: string;
}

function alarmsOf(template: Template): Alarm[] {
  return Object.values(resourcesOf(template))
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => readable(Properties) as Alarm); // the CDK writes what CloudFormation's schema has
}

/** `Namespace/Metric {dimensions}` of all that an alarm looks at. */
function metricsOf({ Metrics, ...single }: Alarm): string[] {
  const metrics = Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) ?? [single];
  return metrics.map(({ Namespace, MetricName, Dimensions = [] }) => {
    const dimensions = Dimensions.map(({ Name, Value }) => `${Name}=${Value}`);
    return [`${Namespace}/${MetricName}`, ...dimensions].join(' ');
  });
}

/** `2 of 3 x 300 s, >= 1`; `missing` where no data is an alarm. */
function conditionOf(alarm: Alarm): string {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, Threshold, TreatMissingData } = alarm;
  const period = alarm.Period ?? alarm.Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period;
  const sign = alarm.ComparisonOperator === 'LessThanThreshold' ? '<' : '>=';
  const missing = TreatMissingData === 'breaching' ? ', or missing' : '';
  return `${DatapointsToAlarm} of ${EvaluationPeriods} x ${period} s, ${sign} ${Threshold}${missing}`;
}

const template = synthesise();
const alarms = alarmsOf(template);

test.each([
  [
    'dead-letters',
    ['AWS/SQS/ApproximateNumberOfMessagesVisible QueueName=QueueDeadLetters.QueueName'],
    '1 of 1 x 300 s, >= 1',
  ],
  [
    'oldest-message',
    ['AWS/SQS/ApproximateAgeOfOldestMessage QueueName=QueueEvents.QueueName'],
    '1 of 1 x 300 s, >= 900',
  ],
  ['workspace-halted', ['Pagebell/WorkspaceHalted service=consumer'], '2 of 3 x 300 s, >= 1'],
  [
    'consumer-errors',
    ['AWS/Lambda/Errors FunctionName=<Consumer>', 'Pagebell/OutcomeFailed service=consumer'],
    '1 of 1 x 300 s, >= 1',
  ],
  ['consumer-time-outs', ['Pagebell/ConsumerTimeouts'], '1 of 1 x 300 s, >= 1'],
  [
    'ingress-failures',
    [
      'Pagebell/IngressUnavailable service=ingress',
      'AWS/Lambda/Errors FunctionName=<Ingress>',
      'AWS/Lambda/Throttles FunctionName=<Ingress>',
    ],
    '2 of 3 x 300 s, >= 1',
  ],
  ['signature-failures', ['Pagebell/SignatureRefused service=ingress'], '1 of 1 x 300 s, >= 20'],
  ['budget-exhausted', ['Pagebell/BudgetExhausted service=consumer'], '5 of 5 x 120 s, >= 1'],
  ['timer-errors', ['AWS/Lambda/Errors FunctionName=<Timer>'], '1 of 1 x 300 s, >= 3'],
  [
    'no-events-main',
    ['Pagebell/EventReceived service=ingress workspace=main'],
    '72 of 72 x 3600 s, < 1, or missing',
  ],
])('%s looks at the right figure', (name, metrics, condition) => {
  const alarm = alarms.find(({ AlarmName }) => AlarmName === `Pagebell-${name}`);
  if (!alarm) throw new Error(`there is no alarm ${name}`);
  expect(metricsOf(alarm)).toEqual(metrics);
  expect(conditionOf(alarm)).toBe(condition);
});

test('there is no further alarm, and each tells the one topic when it begins and when it ends', () => {
  expect(alarms).toHaveLength(10);
  template.resourceCountIs('AWS::SNS::Topic', 1);
  for (const { AlarmActions, OKActions } of alarms) {
    expect([AlarmActions, OKActions]).toEqual([['<AlarmsTopic>'], ['<AlarmsTopic>']]);
  }
});

test('no alarm looks back further than CloudWatch can', () => {
  const longest = alarmsOf(synthesise({ alarmSilentHours: 168 }));
  for (const { Period = 0, EvaluationPeriods } of longest) {
    expect(Period * EvaluationPeriods).toBeLessThanOrEqual(Period < 3600 ? 86_400 : 604_800);
  }
});

test('a time-out is what Lambda reports as one, in the log of the consumer', () => {
  const [filter] = Object.values(template.findResources('AWS::Logs::MetricFilter'));
  expect(readable(filter?.['Properties'])).toEqual({
    LogGroupName: '<ConsumerLogs>',
    FilterPattern: '{ ($.type = "platform.report") && ($.record.status = "timeout") }',
    MetricTransformations: [
      { MetricNamespace: 'Pagebell', MetricName: 'ConsumerTimeouts', MetricValue: '1' },
    ],
  });
});

describe('the topic', () => {
  test('lets alarms of this account publish, and nobody without TLS', () => {
    const [policy] = Object.values(template.findResources('AWS::SNS::TopicPolicy'));
    expect(readable(policy?.['Properties'].PolicyDocument.Statement)).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: '<AlarmsTopic>',
        Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
      }),
    ]);
  });

  test('has no subscriber, unless there is an address', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    const mailed = synthesise({ alarmEmail: 'on-call@example.com' });
    const [subscription] = Object.values(mailed.findResources('AWS::SNS::Subscription'));
    expect(readable(subscription?.['Properties'])).toEqual({
      Protocol: 'email',
      Endpoint: 'on-call@example.com',
      TopicArn: '<AlarmsTopic>',
    });
  });
});

describe('the configuration', () => {
  const conditions = (of: Template) =>
    Object.fromEntries(alarmsOf(of).map((alarm) => [alarm.AlarmName, conditionOf(alarm)]));

  test('sets after how many hours without an event, for each workspace', () => {
    const two = synthesise({ alarmSilentHours: 24, workspaces: [{ key: 'main' }, { key: 'design' }] });
    expect(conditions(two)).toMatchObject({
      'Pagebell-no-events-main': '24 of 24 x 3600 s, < 1, or missing',
      'Pagebell-no-events-design': '24 of 24 x 3600 s, < 1, or missing',
    });
  });

  test('can do without that alarm', () => {
    const names = Object.keys(conditions(synthesise({ alarmSilentHours: 'off' })));
    expect(names.filter((name) => name.includes('no-events'))).toEqual([]);
    expect(names).toHaveLength(9);
  });

  test('sets from how many wrong signatures on', () => {
    expect(conditions(synthesise({ alarmSignatureFailures: 3 }))).toMatchObject({
      'Pagebell-signature-failures': '1 of 1 x 300 s, >= 3',
    });
  });

  test('names the stack, and with it the namespace of what its functions count', () => {
    const other = synthesise({ stackName: 'Bell-2' });
    for (const alarm of alarmsOf(other)) {
      expect(alarm.AlarmName).toMatch(/^Bell-2-/);
      for (const metric of metricsOf(alarm)) expect(metric).toMatch(/^(AWS|Bell-2)\//);
    }
    const namespaces = Object.values(other.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Environment.Variables.POWERTOOLS_METRICS_NAMESPACE,
    );
    expect(new Set(namespaces)).toEqual(new Set(['Bell-2']));
  });

  test('says where the runbook is', () => {
    const elsewhere = alarmsOf(synthesise({ runbookUrl: 'https://wiki.example.com/pagebell' }));
    for (const { AlarmDescription } of elsewhere) {
      expect(AlarmDescription).toMatch(/ What to do: https:\/\/wiki\.example\.com\/pagebell#[a-z-]+$/);
    }
  });
});

/** The runbook's chapters by the anchor of their heading, each with the headings and texts of its parts. */
function runbook(): Map<string, Map<string, string>> {
  const chapters = readFileSync('docs/runbook.md', 'utf8').split(/^## /m).slice(1);
  return new Map(
    chapters.map((chapter) => {
      const [heading = '', ...parts] = chapter.split(/^### /m).map((part) => part.trim());
      const [title = ''] = heading.split('\n');
      const texts = parts.map((part): [string, string] => {
        const [name = '', ...lines] = part.split('\n');
        return [name, lines.join('\n').trim()];
      });
      return [title.toLowerCase().replaceAll(' ', '-'), new Map(texts)];
    }),
  );
}

test('the text of each alarm says what it means for people, and leads to its chapter of the runbook', () => {
  const chapters = runbook();
  const linked = alarms.map(({ AlarmDescription }) => {
    const [, impact = '', anchor = ''] =
      /^(.+\.) What to do: docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription) ?? [];
    expect(impact).toMatch(/\w+ \w+ \w+/);
    expect(AlarmDescription.length).toBeLessThanOrEqual(1024); // or CloudFormation refuses it
    const parts = chapters.get(anchor);
    expect({ anchor, parts: [...(parts?.keys() ?? [])] }).toEqual({
      anchor,
      parts: ['Description', 'Investigation', 'Resolution'],
    });
    for (const text of parts?.values() ?? []) expect(text).toMatch(/\w+ \w+ \w+/);
    return anchor;
  });
  expect([...chapters.keys()].sort()).toEqual(linked.sort());
});

test('the dashboard of CloudWatch shows the figures of every alarm, and the alarms themselves', () => {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const body = String(readable(dashboard?.['Properties'].DashboardBody));
  const { widgets } = JSON.parse(body) as {
    widgets: { properties: { alarms?: string[]; metrics?: unknown[][] } }[];
  }; // CloudWatch's own format
  const shown = widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .map((metric) => {
      const [namespace, name, ...dimensions] = metric.filter((part) => typeof part === 'string');
      const pairs = dimensions.flatMap((value, index) =>
        index % 2 === 0 ? [`${value}=${dimensions[index + 1]}`] : [],
      );
      return [`${namespace}/${name}`, ...pairs].join(' ');
    });
  expect(shown).toEqual(expect.arrayContaining(alarms.flatMap(metricsOf)));
  expect(widgets.flatMap((widget) => widget.properties.alarms ?? [])).toHaveLength(alarms.length);
});
