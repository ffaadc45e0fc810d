/** Why a remote call did not bring what was asked, as its adapter saw it. What follows is classify.ts's. */
export type Failure =
  /** The service answered. */
  | {
      kind: 'answer';
      service: Service;
      status: number;
      /** The service's own code, where it has one: `restricted_resource`, `no_service`. */
      code?: string | undefined;
      message: string;
      retryAfterMs?: number | undefined;
      /** Notion's `committed_resource_id`: the write was saved after all. */
      committedId?: string | undefined;
    }
  /** Sent, and no whole answer came: time-out, connection cut, an unreadable body. */
  | { kind: 'no-answer'; service: Service; message: string }
  /** Certainly not sent: no connection. */
  | { kind: 'unreachable'; service: Service; message: string }
  /** Not tried: the budget or the invocation's time is used up until `until` (ms). */
  | { kind: 'not-tried'; service: Service; until: number; message: string };

export type Service = 'notion' | 'slack' | 'ses';

export type Result<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

export function success<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}
