import { classify } from '../../core/classify.ts';
import type { Failure, Result } from '../../core/failure.ts';
import type { Clock } from '../../core/ports/clock.ts';

/** An idempotent call that failed passingly is repeated once, at once. */
export async function repeatOnce<Value>(
  call: () => Promise<Result<Value>>,
  { clock }: { clock: Clock },
): Promise<Result<Value>> {
  const first = await call();
  if (first.ok || !isWorthRepeating(first.failure, clock.now())) return first;
  return call();
}

function isWorthRepeating(failure: Failure, now: number): boolean {
  const isConflict = failure.kind === 'answer' && failure.status === 409;
  return !isConflict && classify('read', failure, now).kind === 'deferred';
}
