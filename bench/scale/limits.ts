/**
 * What AWS allows an account in one Region before anybody asks for more, and what Pagebell sets for itself.
 * Quotas change: each has the page that says it, as it was in November 2026.
 */
export const LIMITS = {
  /**
   * Lambda's concurrency, of which the consumer may reserve all but what must stay unreserved for the others.
   * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   */
  concurrency: 1000 - 100,
  unreservedConcurrency: 100,
  /** New execution environments of one function. https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
  environmentsPerTenSeconds: 1000,
  /**
   * Batches that the event source works on at once: at first, more with each minute, and in the end. AWS says so of
   * standard queues; of FIFO queues only that there are no more than groups.
   * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  batchesAtFirst: 5,
  moreBatchesPerMinute: 300,
  batches: 1250,
  /** GetParameter. https://docs.aws.amazon.com/general/latest/gr/ssm.html (10,000 with the paid setting) */
  parametersPerSecond: 40,
  /**
   * KMS decrypts each SecureString for the account that reads it: the least that a Region has.
   * https://aws.amazon.com/about-aws/whats-new/2018/08/aws-key-management-service-increases-api-requests-per-second-limits/
   */
  decryptionsPerSecond: 5500,
  /**
   * Write units of a new table on demand; it doubles within half an hour, and one table has 40,000.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
   */
  writeUnitsPerSecond: 4000,
  /**
   * Requests of one kind to a high-throughput FIFO queue: the least that a Region has (us-east-1 has 70,000).
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
   */
  queueRequestsPerSecond: 2400,
  /**
   * A FIFO queue looks for groups among its first messages only, and hands out no more when so many are in flight.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/avoid-backlog-with-the-same-message-group-id.html
   */
  messagesLookedThrough: 120_000,
  messagesInFlight: 120_000,
  /** Webhooks that the stack lets in: `lib/constructs/webhook-api.ts`. */
  webhooksPerSecond: 500,
  /** The timer's time-out: `lib/constructs/timer.ts`. */
  tickMs: 50_000,
  /** Its share of a processor at 256 MB. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
  tickProcessors: 256 / 1769,
  /** Resources of one template. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
  resources: 500,
  /**
   * Characters of all inline policies of one role, without white space.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  policyCharacters: 10_240,
} as const;

export type Limits = Readonly<Record<keyof typeof LIMITS, number>>;

/** Room for everything: what is used then is what is needed. Finite, so that a sum of it stays a number. */
export const UNLIMITED: Limits = {
  ...LIMITS,
  concurrency: Number.MAX_SAFE_INTEGER,
  unreservedConcurrency: Number.MAX_SAFE_INTEGER,
  batchesAtFirst: Number.MAX_SAFE_INTEGER,
  parametersPerSecond: Number.MAX_SAFE_INTEGER,
  messagesLookedThrough: Number.MAX_SAFE_INTEGER,
  messagesInFlight: Number.MAX_SAFE_INTEGER,
  webhooksPerSecond: Number.MAX_SAFE_INTEGER,
  tickMs: Number.MAX_SAFE_INTEGER,
};

/** Parameter Store with the setting for more throughput, for which it charges by the call. */
export const MORE_PARAMETERS = 10_000;
