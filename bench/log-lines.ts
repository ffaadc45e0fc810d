import { ACCESS_LOG } from '../lib/constructs/webhook-api.ts';

/**
 * CloudWatch bills as much more for each line.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
const OVERHEAD_BYTES = 26;

export function bytesOfLine(line: string): number {
  return Buffer.byteLength(line) + OVERHEAD_BYTES;
}

const REQUEST_ID = '79b4f56e-95b1-4643-9700-2807f4e68189';
const TIME = '2026-11-02T10:00:00.123Z';

/**
 * What Lambda itself writes of each invocation of a function that logs JSON, as long as nobody sets a level for
 * it. This machine's functions have no such lines.
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
const PLATFORM_RECORDS = [
  {
    type: 'platform.start',
    record: {
      requestId: REQUEST_ID,
      functionArn:
        'arn:aws:lambda:us-east-1:123456789012:function:pagebell-prod-ConsumerFunction8B5A6E1C-x7QmVd2TzKpa',
      version: '$LATEST',
    },
  },
  {
    type: 'platform.report',
    record: {
      requestId: REQUEST_ID,
      metrics: { durationMs: 678.123, billedDurationMs: 679, memorySizeMB: 512, maxMemoryUsedMB: 123 },
      status: 'success',
    },
  },
];

/** Of an invocation. */
export const PLATFORM_BYTES = PLATFORM_RECORDS.reduce(
  (sum, record) => sum + bytesOfLine(JSON.stringify({ time: TIME, ...record })),
  0,
);

/** What API Gateway knows of a webhook, by the names that the format of its access log may use. */
const CONTEXT: Readonly<Record<string, string>> = {
  requestId: 'JKJaXmPLvHcESHA=',
  requestTime: '02/Nov/2026:10:00:00 +0000',
  'identity.sourceIp': '203.0.113.199',
  'identity.userAgent': 'notion-webhooks/1.0',
  routeKey: 'POST /webhooks/notion',
  status: '200',
  responseLength: '0',
  responseLatency: '25',
  integrationStatus: '200',
  integrationLatency: '23',
  integrationErrorMessage: '-',
};

/** The line of a webhook in the access log, as the stack has it written. */
export function accessLine(): string {
  return ACCESS_LOG.toString().replace(/\$context\.([\w.]+)/g, (_, name: string) => {
    const value = CONTEXT[name];
    if (value === undefined) throw new Error(`the access log shows ${name}, of which nothing is known here`);
    return value;
  });
}
