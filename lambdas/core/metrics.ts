/**
 * Names of all metrics, which functions count and alarms watch: drift is a compile error. The namespace is the
 * stack's name, so that two stacks of an account are told apart; every metric has the dimension `service`.
 */

/** What each function counts. */
export const COUNTS = {
  ingress: [
    'EventQueued',
    'EventIgnored',
    'EventMalformed',
    'HandshakeKept',
    'HandshakeForgotten',
    /** No signature, a malformed or a wrong one. */
    'SignatureRefused',
    /** Answered 503. */
    'IngressUnavailable',
  ],
  consumer: [
    'OutcomeDone',
    'OutcomeSkipped',
    'OutcomeDeferred',
    'OutcomeParked',
    'OutcomeHalted',
    'OutcomeFailed',
    'NoticeDelivered',
    'NoticeNotDelivered',
    'MessageParked',
    /** Something that is not Pagebell's own doing stops a workspace: Notion, its secrets, the table. */
    'WorkspaceHalted',
    /** A call was not made, for the budget was used up. */
    'BudgetExhausted',
  ],
  timer: ['DueSent'],
  dashboard: ['SignInRefused'],
} as const;

/** Counted by ingress for each workspace, with the further dimension `workspace`. */
export const WORKSPACE_COUNTS = [
  /** Signed, whatever came of it. */
  'EventReceived',
] as const;

/** Measured by the consumer, in milliseconds. */
export const DURATIONS = [
  /** From the webhook that told of an assignment to the end of the call that told the assignee. */
  'NoticeLatency',
] as const;

export type CountMetric = (typeof COUNTS)[keyof typeof COUNTS][number];
export type WorkspaceCountMetric = (typeof WORKSPACE_COUNTS)[number];
export type DurationMetric = (typeof DURATIONS)[number];
