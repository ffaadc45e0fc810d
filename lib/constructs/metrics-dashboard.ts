import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type GraphWidgetProps,
  GraphWidgetView,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Settings } from '../../lambdas/core/settings.ts';
import type { Alarms } from './alarms.ts';
import type { Figures } from './figures.ts';

/** A row is 24 units wide. */
const THIRD = 8;
const PERIOD = Duration.minutes(5);

/** The figures of the alarms, and what explains them, in CloudWatch. Shows counts and times only, no page. */
export class MetricsDashboard extends Construct {
  constructor(scope: Construct, id: string, figures: Figures, alarms: Alarms, settings: Settings) {
    super(scope, id);
    new Dashboard(this, 'Figures', {
      dashboardName: Stack.of(this).stackName,
      defaultInterval: Duration.days(1),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 3, alarms: alarms.all })],
        webhooks(figures, settings.workspaces),
        work(figures),
        queues(figures),
        functions(figures),
      ],
    });
  }
}

function webhooks(figures: Figures, workspaces: Settings['workspaces']): GraphWidget[] {
  return [
    graph('Events of each workspace', {
      left: workspaces.map(({ key }) => figures.countOfWorkspace(key, 'EventReceived').with({ label: key })),
    }),
    graph('Webhooks taken', {
      left: [
        figures.count('ingress', 'EventQueued').with({ label: 'queued' }),
        figures.count('ingress', 'EventIgnored').with({ label: 'ignored' }),
      ],
    }),
    graph('Webhooks refused', {
      left: [
        figures.count('ingress', 'SignatureRefused').with({ label: 'signature' }),
        figures.count('ingress', 'EventMalformed').with({ label: 'malformed' }),
        figures.count('ingress', 'IngressUnavailable').with({ label: 'not available (503)' }),
        figures.serverErrors().with({ label: '5xx of the API, its dashboard included' }),
      ],
    }),
  ];
}

function work(figures: Figures): GraphWidget[] {
  return [
    graph('Messages by outcome', {
      stacked: true,
      left: [
        figures.count('consumer', 'OutcomeDone').with({ label: 'done' }),
        figures.count('consumer', 'OutcomeSkipped').with({ label: 'skipped' }),
        figures.count('consumer', 'OutcomeDeferred').with({ label: 'deferred' }),
        figures.count('consumer', 'OutcomeParked').with({ label: 'parked' }),
        figures.count('consumer', 'OutcomeHalted').with({ label: 'halted' }),
        figures.count('consumer', 'OutcomeFailed').with({ label: 'failed' }),
      ],
    }),
    graph('Notices', {
      left: [
        figures.count('consumer', 'NoticeDelivered').with({ label: 'delivered' }),
        figures.count('consumer', 'NoticeNotDelivered').with({ label: 'not delivered' }),
      ],
    }),
    graph('From webhook to notice', {
      left: [
        figures.duration('NoticeLatency', 50).with({ label: 'p50 (ms)' }),
        figures.duration('NoticeLatency', 95).with({ label: 'p95 (ms)' }),
      ],
    }),
  ];
}

function queues(figures: Figures): GraphWidget[] {
  const { events, deadLetters } = figures.watched;
  return [
    graph('Queue', {
      left: [
        events.metricApproximateNumberOfMessagesVisible({ label: 'waiting' }),
        events.metricApproximateNumberOfMessagesNotVisible({ label: 'in work, or put off' }),
      ],
      right: [events.metricApproximateAgeOfOldestMessage({ label: 'oldest (s)' })],
    }),
    graph('Dead letters', {
      left: [deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'to look at' })],
    }),
    graph('Halts and budget', {
      left: [
        figures.count('consumer', 'WorkspaceHalted').with({ label: 'workspace halted' }),
        figures.count('consumer', 'BudgetExhausted').with({ label: 'budget exhausted' }),
      ],
    }),
  ];
}

function functions(figures: Figures): GraphWidget[] {
  const { ingress, consumer, timer } = figures.watched;
  const durations = (of: typeof ingress, name: string): IMetric[] => [
    of.metricDuration({ statistic: 'p50', label: `${name} p50 (ms)` }),
    of.metricDuration({ statistic: 'p95', label: `${name} p95 (ms)` }),
  ];
  return [
    graph('Duration of ingress', { left: durations(ingress, 'ingress') }),
    graph('Duration of the consumer', { left: durations(consumer, 'consumer') }),
    graph('Errors', {
      left: [
        figures.consumerErrors(),
        figures.consumerTimeouts,
        timer.metricErrors({ label: 'Timer errors' }),
        figures.ingressFailures(),
      ],
    }),
  ];
}

function graph(title: string, props: GraphWidgetProps): GraphWidget {
  return new GraphWidget({
    title,
    width: THIRD,
    height: 6,
    period: PERIOD,
    view: GraphWidgetView.TIME_SERIES,
    leftYAxis: { min: 0 },
    ...props,
  });
}
