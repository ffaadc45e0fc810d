import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Log } from '../core/ports/log.ts';

/** One JSON line for each message, and CloudWatch metrics written out by `flush`. */
export interface PowertoolsLog extends Log {
  flush(): void;
}

/** Service and namespace come from the environment. */
export function powertoolsLog(): PowertoolsLog {
  const logger = new Logger();
  const metrics = new Metrics();
  let isCounted = false;
  return {
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
    count(metric, by = 1) {
      metrics.addMetric(metric, MetricUnit.Count, by);
      isCounted = true;
    },
    countFor(workspace, metric) {
      // A dimension holds for a whole set of metrics, so this one is a set of its own, written at once.
      const ofWorkspace = metrics.singleMetric();
      ofWorkspace.addDimension('workspace', workspace);
      ofWorkspace.addMetric(metric, MetricUnit.Count, 1);
    },
    measure(metric, ms) {
      metrics.addMetric(metric, MetricUnit.Milliseconds, ms);
      isCounted = true;
    },
    flush() {
      if (isCounted) metrics.publishStoredMetrics(); // it warns where there is nothing to publish
      isCounted = false;
    },
  };
}
