import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueFigures } from '../core/ports/queue.ts';
import { StoreUnavailable } from '../core/ports/store-errors.ts';
import { requestTimeouts } from './request-timeouts.ts';

/** SQS writes the metric each minute, so asking more often would only cost. */
const KEPT_MS = 30_000;
/** How far back the newest value may lie. */
const SPAN_MS = 15 * 60_000;
const PERIOD_SECONDS = 60;

export function openCloudWatch(timeoutMs = 1500): CloudWatchClient {
  return new CloudWatchClient({ maxAttempts: 2, requestHandler: requestTimeouts(timeoutMs) });
}

export interface QueueFiguresOptions {
  sqs: SQSClient;
  cloudwatch: CloudWatchClient;
  queueUrl: string;
  deadLetterQueueUrl: string;
  now?: () => number;
}

/** Depths from SQS itself, and the oldest message's age from its metric. Without the metric the rest is told. */
export function queueFigures(options: QueueFiguresOptions): QueueFigures {
  const { sqs, cloudwatch, queueUrl, deadLetterQueueUrl, now = Date.now } = options;
  const age = oldestMessage(cloudwatch, queueUrl.slice(queueUrl.lastIndexOf('/') + 1), now);
  return {
    async read() {
      const [events, deadLetters] = await Promise.all([depth(sqs, queueUrl), depth(sqs, deadLetterQueueUrl)]);
      const { waiting, inFlight } = events;
      const oldestSeconds = waiting + inFlight === 0 ? undefined : await age();
      return {
        waiting,
        inFlight,
        deadLetters: deadLetters.waiting + deadLetters.inFlight,
        ...(oldestSeconds !== undefined && { oldestSeconds }),
      };
    },
  };
}

async function depth(sqs: SQSClient, QueueUrl: string): Promise<{ waiting: number; inFlight: number }> {
  const command = new GetQueueAttributesCommand({
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  try {
    const { Attributes = {} } = await sqs.send(command);
    return {
      waiting: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
      inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
    };
  } catch (error) {
    throw new StoreUnavailable(`the queue: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/** Resolves to seconds, or to undefined where there is no data or CloudWatch does not tell. */
function oldestMessage(client: CloudWatchClient, queueName: string, now: () => number) {
  let kept: { seconds: Promise<number | undefined>; readAt: number } | undefined;
  const read = async (): Promise<number | undefined> => {
    const at = now();
    const command = new GetMetricDataCommand({
      StartTime: new Date(at - SPAN_MS),
      EndTime: new Date(at + PERIOD_SECONDS * 1000),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        {
          Id: 'oldest',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/SQS',
              MetricName: 'ApproximateAgeOfOldestMessage',
              Dimensions: [{ Name: 'QueueName', Value: queueName }],
            },
            Period: PERIOD_SECONDS,
            Stat: 'Maximum',
          },
        },
      ],
    });
    const { MetricDataResults } = await client.send(command);
    return MetricDataResults?.[0]?.Values?.[0];
  };
  return () => {
    if (!kept || now() - kept.readAt >= KEPT_MS) {
      kept = { seconds: read().catch(() => undefined), readAt: now() };
    }
    return kept.seconds;
  };
}
