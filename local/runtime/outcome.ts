/** How an invocation ended. */
export type Outcome =
  | { kind: 'success'; payload: unknown }
  /** The handler threw, or its process died. */
  | { kind: 'error'; errorType: string; errorMessage: string; trace: readonly string[] }
  | { kind: 'timeout'; afterMs: number };
