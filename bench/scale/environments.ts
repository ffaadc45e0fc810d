import { KnownSecrets } from './known-secrets.ts';
import { LOAD } from './load.ts';
import type { Meter } from './meter.ts';
import type { ParameterStore } from './parameter-store.ts';
import type { World } from './world.ts';

/** An execution environment, which serves one invocation at a time. */
export interface Environment {
  secrets: KnownSecrets;
  idleSince: number;
}

/** Those of one function. Lambda does not say which it takes; here the warmest, so that there are as few as can be. */
export class Environments {
  readonly #world: World;
  readonly #store: ParameterStore;
  readonly #started: Meter;
  readonly #idle: Environment[] = [];

  constructor(world: World, store: ParameterStore, started: Meter) {
    this.#world = world;
    this.#store = store;
    this.#started = started;
  }

  /** At once if one is warm, otherwise after a cold start. */
  take(then: (environment: Environment) => void): void {
    const { agenda } = this.#world;
    const warmest = this.#idle.pop();
    if (warmest && agenda.now - warmest.idleSince <= LOAD.keptWarm) {
      then(warmest);
      return;
    }
    this.#idle.length = 0; // the others have been idle for longer
    this.#started.count(agenda.now);
    const environment = { secrets: new KnownSecrets(this.#world, this.#store), idleSince: agenda.now };
    agenda.in(LOAD.coldStart, () => then(environment));
  }

  free(environment: Environment): void {
    environment.idleSince = this.#world.agenda.now;
    this.#idle.push(environment);
  }
}
