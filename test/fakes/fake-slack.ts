import type { Failure, Result } from '../../lambdas/core/failure.ts';
import type { Slack } from '../../lambdas/core/ports/slack.ts';
import type { SlackMessage } from '../../lambdas/core/slack-message.ts';

/** A Slack channel in memory. Faults are used up in the order in which they were set. */
export class FakeSlack implements Slack {
  readonly posted: SlackMessage[] = [];
  calls = 0;
  readonly #faults: { failure: Failure; isEffective: boolean }[] = [];

  failNext(failure: Failure, { isEffective = false } = {}): void {
    this.#faults.push({ failure, isEffective });
  }

  async post(message: SlackMessage): Promise<Result<void>> {
    this.calls += 1;
    const fault = this.#faults.shift();
    if (!fault || fault.isEffective) this.posted.push(message);
    return fault ? { ok: false, failure: fault.failure } : { ok: true, value: undefined };
  }
}

/** An answer that Slack gives for an error. */
export function slackAnswer(status: number, message = 'no', retryAfterMs?: number): Failure {
  return { kind: 'answer', service: 'slack', status, message, retryAfterMs };
}
