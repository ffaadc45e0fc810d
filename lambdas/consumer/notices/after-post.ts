import { classify } from '../../core/classify.ts';
import type { Failure, Result } from '../../core/failure.ts';
import type { ConsumerPorts } from '../turn.ts';
import { type Delivered, type Delivery, settlementOf } from './delivery.ts';

/** What became of a message for a notice. Where that is unknown it is posted again later: a duplicate beats a loss. */
export function afterPost(posted: Result<void>, delivery: Delivery, ports: ConsumerPorts): Delivered {
  return posted.ok ? { settlement: { kind: 'delivered' } } : afterFailure(posted.failure, delivery, ports);
}

/** What a failed call to Slack means for a notice. */
export function afterFailure(failure: Failure, delivery: Delivery, ports: ConsumerPorts): Delivered {
  const verdict = classify('slack', failure, ports.clock.now());
  if (verdict.kind === 'unknown') throw new Error('a Slack message is never looked up');
  return settlementOf(verdict, delivery, ports);
}
