import type { Failure, Result } from '../../lambdas/core/failure.ts';
import type { SlackBot } from '../../lambdas/core/ports/slack.ts';
import type { SlackMessage } from '../../lambdas/core/slack-message.ts';

/** A Slack workspace with a bot in memory. Faults are used up in the order in which they were set. */
export class FakeSlackBot implements SlackBot {
  /** Ids by e-mail address. */
  readonly users = new Map<string, string>();
  readonly posted: { to: string; message: SlackMessage }[] = [];
  /** E-mail addresses that were asked for. */
  readonly asked: string[] = [];
  readonly #faults: { operation: keyof SlackBot; failure: Failure }[] = [];

  failNext(operation: keyof SlackBot, failure: Failure): void {
    this.#faults.push({ operation, failure });
  }

  async post(to: string, message: SlackMessage): Promise<Result<void>> {
    const failure = this.#strike('post');
    if (failure) return { ok: false, failure };
    this.posted.push({ to, message });
    return { ok: true, value: undefined };
  }

  async userIdOf(email: string): Promise<Result<string | undefined>> {
    this.asked.push(email);
    const failure = this.#strike('userIdOf');
    return failure ? { ok: false, failure } : { ok: true, value: this.users.get(email) };
  }

  #strike(operation: keyof SlackBot): Failure | undefined {
    const index = this.#faults.findIndex((fault) => fault.operation === operation);
    return index === -1 ? undefined : this.#faults.splice(index, 1)[0]?.failure;
  }
}

/** A refusal of the Web API, which comes with a 200. */
export function slackRefusal(code: string): Failure {
  return { kind: 'answer', service: 'slack', status: 200, code, message: '' };
}
