import { randomUUID } from 'node:crypto';
import { ACCOUNT } from '../aws/identity.ts';
import type { LocalClock } from '../clock.ts';
import { SetupError } from '../setup-error.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { ScheduleDefinition } from './stack.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Milliseconds between two runs of a `rate(…)`.
 *
 * @throws {SetupError} for anything else
 */
export function parseRate({ name, expression }: Pick<ScheduleDefinition, 'name' | 'expression'>): number {
  const [, value, unit] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const unitMs = unit && UNIT_MS[unit];
  if (unitMs) return Number(value) * unitMs;
  throw new SetupError(
    `the schedule ${name} is "${expression}": the local run knows only rate(<number> minutes, hours or days)`,
  );
}

export interface ScheduleOptions {
  definition: ScheduleDefinition;
  target: LambdaFunction;
  clock: LocalClock;
  region: string;
}

/**
 * Invokes a function at a rate on the run's clock, for the first time after one period. When the clock
 * leaps over several runs, there is one. A failed run is not repeated: the next one comes soon enough.
 */
export class Schedule {
  readonly #options: ScheduleOptions;
  readonly #everyMs: number;
  readonly #closing = new AbortController();
  readonly #loop: Promise<void>;

  constructor(options: ScheduleOptions) {
    this.#options = options;
    this.#everyMs = parseRate(options.definition);
    this.#loop = this.#run();
  }

  /** Resolves when the run in work is done with. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { clock, target } = this.#options;
    const { signal } = this.#closing;
    let next = clock.now() + this.#everyMs;
    while (!signal.aborted) {
      try {
        await clock.sleep(Math.max(0, next - clock.now()), signal);
      } catch {
        return; // closing
      }
      while (next <= clock.now()) next += this.#everyMs;
      await target.invoke(this.#event());
    }
  }

  #event(): unknown {
    const { definition, clock, region } = this.#options;
    if (definition.input !== undefined) return JSON.parse(definition.input);
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: ACCOUNT,
      time: new Date(clock.now()).toISOString(),
      region,
      resources: [`arn:aws:scheduler:${region}:${ACCOUNT}:schedule/default/${definition.name}`],
      detail: '{}',
    };
  }
}
