import { Duration, Stack } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { COUNTS, DurationMetric, WorkspaceCountMetric } from '../../lambdas/core/metrics.ts';
import type { ServiceFunction } from './service-function.ts';

type Counting = keyof typeof COUNTS;

/** What is watched. */
export interface Watched {
  events: IQueue;
  deadLetters: IQueue;
  apiId: string;
  ingress: ServiceFunction;
  consumer: ServiceFunction;
  timer: ServiceFunction;
}

/** The figures that alarms and the dashboard of CloudWatch show, each defined once. */
export class Figures extends Construct {
  readonly watched: Watched;
  /** One data point for each invocation of the consumer that Lambda ended. */
  readonly consumerTimeouts: Metric;

  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    this.watched = watched;
    this.consumerTimeouts = this.timeoutsIn(watched.consumer.logGroup);
  }

  /** What a function counts, as a sum. */
  count<Service extends Counting>(service: Service, metricName: (typeof COUNTS)[Service][number]): Metric {
    return this.own(metricName, { service });
  }

  countOfWorkspace(workspace: string, metricName: WorkspaceCountMetric): Metric {
    return this.own(metricName, { service: 'ingress', workspace });
  }

  /** A percentile of what the consumer measures. */
  duration(metricName: DurationMetric, percentile: number): Metric {
    return this.own(metricName, { service: 'consumer' }, Stats.percentile(percentile));
  }

  /** Crashes and time-outs of the function, and exceptions that it caught. */
  consumerErrors(): MathExpression {
    return new MathExpression({
      expression: 'FILL(crashes, 0) + FILL(exceptions, 0)',
      label: 'Consumer errors',
      usingMetrics: {
        crashes: this.watched.consumer.metricErrors(),
        exceptions: this.count('consumer', 'OutcomeFailed'),
      },
    });
  }

  /**
   * Webhooks that were answered with a 5xx: by ingress itself, or for it by API Gateway. The API's own 5xx
   * would hold those of the dashboard, too.
   */
  ingressFailures(): MathExpression {
    const { ingress } = this.watched;
    return new MathExpression({
      expression: 'FILL(unavailable, 0) + FILL(ingressCrashes, 0) + FILL(throttled, 0)',
      label: 'Ingress failures',
      usingMetrics: {
        unavailable: this.count('ingress', 'IngressUnavailable'),
        ingressCrashes: ingress.metricErrors(),
        throttled: ingress.metricThrottles(),
      },
    });
  }

  /** Requests that API Gateway answered with a 5xx, those of the dashboard included. */
  serverErrors(): Metric {
    const { apiId } = this.watched;
    return new Metric({
      namespace: 'AWS/ApiGateway',
      metricName: '5xx',
      dimensionsMap: { ApiId: apiId },
      statistic: Stats.SUM,
      label: '5xx',
    });
  }

  private own(
    metricName: string,
    dimensionsMap: Record<string, string>,
    statistic: string = Stats.SUM,
  ): Metric {
    return new Metric({ namespace: this.namespace, metricName, dimensionsMap, statistic });
  }

  /** Lambda has no metric for them: they are in the report that it logs of each invocation. */
  private timeoutsIn(logGroup: ILogGroup): Metric {
    const filter = new MetricFilter(this, 'ConsumerTimeouts', {
      logGroup,
      metricNamespace: this.namespace,
      metricName: 'ConsumerTimeouts',
      metricValue: '1',
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.type', '=', 'platform.report'),
        FilterPattern.stringValue('$.record.status', '=', 'timeout'),
      ),
    });
    return filter.metric({ statistic: Stats.SUM, period: Duration.minutes(5), label: 'Consumer time-outs' });
  }

  /** As service-function.ts tells it to Powertools. */
  private get namespace(): string {
    return Stack.of(this).stackName;
  }
}
