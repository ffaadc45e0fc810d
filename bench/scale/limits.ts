/**
 * What AWS allows an account in one Region before anybody asks for more, and what Pagebell sets for itself.
 * Quotas change: each has the page that says it, as it was in November 2026.
 */
export const LIMITS = {
  /**
   * Lambda's concurrency, of which 100 must stay unreserved.
   * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   */
  concurrency: 1000 - 100,
  /** New execution environments of one function. https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
  environmentsPerTenSeconds: 1000,
  /** GetParameter. https://docs.aws.amazon.com/general/latest/gr/ssm.html (10,000 with the paid setting) */
  parametersPerSecond: 40,
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
  /** Webhooks that the stack lets in: `lib/constructs/webhook-api.ts`. */
  webhooksPerSecond: 500,
  /** The timer's time-out: `lib/constructs/timer.ts`. */
  tickMs: 50_000,
  /** Its share of a processor at 256 MB. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
  tickProcessors: 256 / 1769,
  /** Resources of one template. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
  resources: 500,
  /** Characters of all inline policies of one role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  policyCharacters: 10_240,
} as const;

export type Limits = Readonly<Record<keyof typeof LIMITS, number>>;

/** The load of one workspace in its busiest hour, and how long things take. Times are milliseconds. */
export const LOAD = {
  betweenEvents: 30_000,
  /** Of all events: those that assign somebody, and those that need one read and tell nobody. */
  shareAssigned: 0.2,
  shareRead: 0.4,
  notionCall: 300,
  /** From the webhook until Lambda hands over its message. */
  toConsumer: 50,
  /** What an invocation takes beside its calls: the table, mostly. */
  ownWork: 60,
  /** To load the code, once for each execution environment. */
  coldStart: 500,
  /** The environment is taken away after so long without work. */
  keptWarm: 5 * 60_000,
  /** Secrets are kept so long; one that is not there (most teams have no bot) shorter. */
  secretKept: 5 * 60_000,
  missingSecretKept: 15_000,
  /** Of a workspace whose secrets could not be read. */
  closedFor: 30_000,
  betweenSweeps: 14 * 60_000,
  /** Of one request to the table or the queue, on a processor of one's own: measured on x86 with Node 20. */
  requestCpu: 1,
  /** Write units, as `bench/table.ts` measures them: an invocation's, and of each event beside those. */
  writesOfInvocation: 2,
  writesOfAssigned: 8,
  writesOfOthers: 3,
} as const;
