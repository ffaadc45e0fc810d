import * as z from 'zod';
import { AwsError } from '../aws-error.ts';
import type { Action } from '../json-protocol.ts';
import { type InputErrors, parseInput } from '../parse-input.ts';
import type { QueueService } from '../sqs/queue-service.ts';

const metricInput = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});
const queryInput = z.object({
  Id: z.string(),
  MetricStat: z.object({ Metric: metricInput, Period: z.number(), Stat: z.string() }).optional(),
});
/** Times are seconds since 1970. */
const getInput = z.object({
  MetricDataQueries: z.array(queryInput),
  StartTime: z.number(),
  EndTime: z.number(),
});

/** One metric of the local queues: how old the oldest message is. Of any other there is no data. */
export function cloudWatchActions(queues: QueueService, clock: { now(): number }): Record<string, Action> {
  const oldestSeconds = ({ Namespace, MetricName, Dimensions }: z.infer<typeof metricInput>) => {
    const name = Dimensions.find(({ Name }) => Name === 'QueueName')?.Value;
    if (Namespace !== 'AWS/SQS' || MetricName !== 'ApproximateAgeOfOldestMessage') return undefined;
    if (name === undefined || !queues.names().includes(name)) return undefined;
    return Math.floor((queues.figures(name).oldestAgeMs ?? 0) / 1000);
  };
  return {
    GetMetricData(input) {
      const { MetricDataQueries, StartTime, EndTime } = parseInput(getInput, input, INPUT_ERRORS);
      const now = Math.floor(clock.now() / 1000);
      const isAsked = StartTime <= now && now < EndTime;
      const results = MetricDataQueries.map(({ Id, MetricStat }) => {
        const value = isAsked && MetricStat ? oldestSeconds(MetricStat.Metric) : undefined;
        const points = value === undefined ? [] : [value];
        return { Id, Label: Id, StatusCode: 'Complete', Timestamps: points.map(() => now), Values: points };
      });
      return { MetricDataResults: results, Messages: [] };
    },
  };
}

const INPUT_ERRORS: InputErrors = {
  missing: (parameter) => new AwsError('MissingRequiredParameterException', `${parameter} is missing`),
  wrongType: (parameter, reason) => new AwsError('InvalidParameterValueException', `${parameter}: ${reason}`),
};
