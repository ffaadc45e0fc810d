import type { LocalClock } from '../clock.ts';

/** What goes wrong with a call. "After" means that the call has taken effect before. */
export type Effect =
  | {
      kind: 'answer';
      when: 'before' | 'after';
      status: number;
      code: string;
      message?: string;
      headers?: Readonly<Record<string, string>>;
      additionalData?: Readonly<Record<string, string | string[]>>;
    }
  /** `first` is done before the connection ends. */
  | { kind: 'cut'; when: 'before' | 'after'; first?: () => Promise<void> }
  /** It takes effect, and is answered 200 with half of a JSON text. */
  | { kind: 'broken-json' }
  /** It takes effect as it should, but only when so much time of the clock has passed. */
  | { kind: 'delay'; ms: number };

export interface Fault<Operation extends string> {
  operation: Operation | 'any';
  /** Only calls whose address or body holds this id, with or without dashes. */
  about?: string;
  /** How many calls it strikes; without it all until it is removed. */
  times?: number;
  effect: Effect;
  /** Told of each call that it strikes. */
  onStrike?: () => void;
}

/** The faults that are switched on for a simulated service. */
export class Faults<Operation extends string> {
  #faults: Fault<Operation>[] = [];

  list(): readonly Fault<Operation>[] {
    return this.#faults;
  }

  add(fault: Fault<Operation>): void {
    this.#faults = [...this.#faults, fault];
  }

  /** Nothing happens if it is gone already. */
  remove(fault: Fault<Operation>): void {
    this.#faults = this.#faults.filter((other) => other !== fault);
  }

  clear(): void {
    this.#faults = [];
  }

  /** The effect of the first fault that strikes a call, which counts as one of its times. */
  strike(operation: Operation, address: string, body: string): Effect | undefined {
    const text = withoutDashes(`${address} ${body}`);
    const struck = this.#faults.find(
      (fault) =>
        (fault.operation === operation || fault.operation === 'any') &&
        (fault.about === undefined || text.includes(withoutDashes(fault.about))),
    );
    if (struck?.times !== undefined) {
      const left = struck.times - 1;
      this.#faults = this.#faults.flatMap((fault) => {
        if (fault !== struck) return [fault];
        return left > 0 ? [{ ...fault, times: left }] : [];
      });
    }
    struck?.onStrike?.();
    return struck?.effect;
  }
}

/** How a service writes its answers, and what it does for a call that nothing befalls. */
export interface Service {
  clock: Pick<LocalClock, 'sleep'>;
  run(): Response | Promise<Response>;
  refuse(answer: Extract<Effect, { kind: 'answer' }>): Response;
  /** Ends the connection without an answer. */
  cut(): Response;
}

export async function answerWith(effect: Effect | undefined, service: Service): Promise<Response> {
  if (!effect) return service.run();
  switch (effect.kind) {
    case 'answer':
      if (effect.when === 'after') await service.run();
      return service.refuse(effect);
    case 'cut':
      if (effect.when === 'after') await service.run();
      await effect.first?.();
      return service.cut();
    case 'broken-json':
      await service.run();
      return new Response('{"object":', { headers: { 'content-type': 'application/json' } });
    case 'delay':
      await service.clock.sleep(effect.ms);
      return service.run();
  }
}

function withoutDashes(text: string): string {
  return text.replaceAll('-', '').toLowerCase();
}
