import * as z from 'zod';
import { invalidParameter, sqsError } from './errors.ts';

/** What was set, as SQS writes it. What was not has its default. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** Durations in milliseconds, sizes in bytes. */
export interface QueueSettings {
  visibilityMs: number;
  retentionMs: number;
  delayMs: number;
  waitMs: number;
  largestMessage: number;
  contentBasedDeduplication: boolean;
  deduplicationScope: 'queue' | 'messageGroup';
  redrive: RedrivePolicy | undefined;
}

export interface RedrivePolicy {
  deadLetterTargetArn: string;
  maxReceiveCount: number;
}

const redrivePolicySchema = z.object({
  deadLetterTargetArn: z.string().regex(/^arn:[^:]+:sqs:[^:]*:[^:]*:[^:]+$/),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

/** Defaults and ranges: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const NUMBERS: Readonly<Record<string, { default: number; least: number; most: number }>> = {
  DelaySeconds: { default: 0, least: 0, most: 900 },
  KmsDataKeyReusePeriodSeconds: { default: 300, least: 60, most: 86_400 },
  MaximumMessageSize: { default: 1_048_576, least: 1024, most: 1_048_576 },
  MessageRetentionPeriod: { default: 345_600, least: 60, most: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { default: 0, least: 0, most: 20 },
  VisibilityTimeout: { default: 30, least: 0, most: 43_200 },
};

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoQueue: ['true'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
  SqsManagedSseEnabled: ['true', 'false'],
};

/** Kept and given back, and without effect here: nobody is refused, nothing is encrypted. */
const KEPT = ['KmsMasterKeyId', 'Policy', 'RedriveAllowPolicy'];

const DEFAULTS: QueueAttributes = {
  ...Object.fromEntries(Object.entries(NUMBERS).map(([name, range]) => [name, String(range.default)])),
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
  SqsManagedSseEnabled: 'true',
};

/** Of messages in work and on their way; the queue itself tells them. */
const COMPUTED = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
];

const SETTABLE = [...Object.keys(NUMBERS), ...Object.keys(CHOICES), ...KEPT, 'RedrivePolicy'];
export const QUEUE_ATTRIBUTE_NAMES: readonly string[] = ['All', ...SETTABLE, ...COMPUTED];

/**
 * Checks attributes and writes them as SQS does.
 *
 * @throws {AwsError} naming the first attribute that is unknown or out of its range
 */
export function normaliseAttributes(given: QueueAttributes): QueueAttributes {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, normalise(name, value)]));
}

function normalise(name: string, value: string): string {
  const range = NUMBERS[name];
  if (range) {
    const { least, most } = range;
    if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return String(Number(value));
    throw invalidValue(name, value, `it must be a whole number from ${least} to ${most}`);
  }
  const choices = CHOICES[name];
  if (choices) {
    if (choices.includes(value)) return value;
    throw invalidValue(name, value, `it must be ${choices.join(' or ')}`);
  }
  if (name === 'RedrivePolicy') return value && JSON.stringify(parseRedrivePolicy(value));
  if (KEPT.includes(name)) return value;
  if (COMPUTED.includes(name)) throw sqsError('InvalidAttributeName', `the attribute ${name} cannot be set`);
  throw sqsError('InvalidAttributeName', `there is no queue attribute ${name}`);
}

/** Everything that GetQueueAttributes tells of what was set. */
export function effectiveAttributes(set: QueueAttributes): QueueAttributes {
  const all = { ...DEFAULTS, ...set };
  const names = Object.keys(all).filter(
    (name) => name !== 'KmsDataKeyReusePeriodSeconds' || all['KmsMasterKeyId'],
  );
  return Object.fromEntries(names.map((name) => [name, all[name] ?? '']).filter(([, value]) => value !== ''));
}

/** @throws {AwsError} for settings that exclude each other */
export function queueSettings(set: QueueAttributes): QueueSettings {
  const all: QueueAttributes = { ...DEFAULTS, ...set };
  const scope = all['DeduplicationScope'];
  if (all['FifoThroughputLimit'] === 'perMessageGroupId' && scope !== 'messageGroup') {
    throw invalidParameter('FifoThroughputLimit perMessageGroupId needs DeduplicationScope messageGroup');
  }
  return {
    visibilityMs: Number(all['VisibilityTimeout']) * 1000,
    retentionMs: Number(all['MessageRetentionPeriod']) * 1000,
    delayMs: Number(all['DelaySeconds']) * 1000,
    waitMs: Number(all['ReceiveMessageWaitTimeSeconds']) * 1000,
    largestMessage: Number(all['MaximumMessageSize']),
    contentBasedDeduplication: all['ContentBasedDeduplication'] === 'true',
    deduplicationScope: scope === 'messageGroup' ? 'messageGroup' : 'queue',
    redrive: all['RedrivePolicy'] ? parseRedrivePolicy(all['RedrivePolicy']) : undefined,
  };
}

function parseRedrivePolicy(value: string): RedrivePolicy {
  const fault = 'it must be JSON with deadLetterTargetArn (of a queue) and maxReceiveCount (1 to 1000)';
  try {
    return redrivePolicySchema.parse(JSON.parse(value));
  } catch {
    throw invalidParameter(`RedrivePolicy is ${value}: ${fault}`);
  }
}

function invalidValue(name: string, value: string, remedy: string) {
  return sqsError('InvalidAttributeValue', `${name} is ${JSON.stringify(value)}: ${remedy}`);
}
