const MINUTE = 60_000;

/** The load of one workspace in its busiest hour, and how long things take. Times are milliseconds. */
export const LOAD = {
  betweenEvents: 30_000,
  /** Of all events: those that assign somebody, and those that need one read and tell nobody. */
  shareAssigned: 0.2,
  shareRead: 0.4,
  notionCall: 300,
  /** What the receiver takes for a webhook, and from then until Lambda hands over its message. */
  receiverWork: 20,
  toConsumer: 30,
  /** What an invocation of the consumer takes beside its calls: the table, mostly. */
  ownWork: 60,
  /** To load the code, once for each execution environment. */
  coldStart: 500,
  /** The environment is taken away after so long without work. */
  keptWarm: 5 * MINUTE,
  /** Of a workspace whose secrets could not be read. */
  closedFor: 30_000,
  betweenSweeps: 14 * MINUTE,
  /** Of one request to the table or the queue, on a processor of one's own: measured on x86 with Node 20. */
  requestCpu: 1,
  /** Write units, as `bench/table.ts` measures them: an invocation's, and of each event beside those. */
  writesOfInvocation: 2,
  writesOfAssigned: 8,
  writesOfOthers: 3,
} as const;

/**
 * Notion repeats a webhook that is not taken eight times, with pauses that grow, the last one after some 24 hours.
 * https://developers.notion.com/reference/webhooks-events-delivery. The pauses are not told: supposed to double.
 */
export const NOTION_REPEATS = { times: 8, firstPause: (24 * 60 * MINUTE) / (2 ** 8 - 1) } as const;

/** As `lambdas/adapters/secrets.ts` has it. */
export const SECRETS = {
  kept: 5 * MINUTE,
  /** One that is not there: most teams have no bot. */
  missingKept: 15_000,
  keptWithoutStore: 60 * MINUTE,
  askedAgain: 15_000,
} as const;

/**
 * How the installed SDK repeats what is throttled: a random share of a second, then of two, as long as the client's
 * tokens last. `@smithy/core`: `retry/util-retry/StandardRetryStrategy.js` and `retries-2026-config.js`.
 */
export const SDK = {
  attempts: 3,
  throttledPause: 1000,
  tokens: 500,
  retryCost: 5,
  /** What an answer to the first attempt gives back. */
  increment: 1,
} as const;
