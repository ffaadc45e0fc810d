import type { Failure, Result } from '../../lambdas/core/failure.ts';
import type { Email, Mailer } from '../../lambdas/core/ports/mailer.ts';

/** An Amazon SES in memory. Faults are used up in the order in which they were set. */
export class FakeMailer implements Mailer {
  readonly sent: (Email & { from: string })[] = [];
  calls = 0;
  readonly #faults: { failure: Failure; isEffective: boolean }[] = [];

  failNext(failure: Failure, { isEffective = false } = {}): void {
    this.#faults.push({ failure, isEffective });
  }

  async send(from: string, email: Email): Promise<Result<void>> {
    this.calls += 1;
    const fault = this.#faults.shift();
    if (!fault || fault.isEffective) this.sent.push({ from, ...email });
    return fault ? { ok: false, failure: fault.failure } : { ok: true, value: undefined };
  }
}

/** An answer that Amazon SES gives for an error. */
export function sesAnswer(status: number, code: string, message = 'no'): Failure {
  return { kind: 'answer', service: 'ses', status, code, message };
}
