import { Bucket } from './bucket.ts';
import { SDK } from './load.ts';
import type { World } from './world.ts';

/** The SDK's client of one execution environment: a throttled request is repeated while it has tokens. */
export class SsmClient {
  tokens: number = SDK.tokens;
}

/** Answers GetParameter, so many by the second for the whole account. */
export class ParameterStore {
  readonly #world: World;
  readonly #granted: Bucket;

  constructor(world: World) {
    this.#world = world;
    this.#granted = new Bucket(world.limits.parametersPerSecond);
  }

  get(client: SsmClient, then: (isAnswered: boolean) => void): void {
    this.#world.parameters.count(this.#world.agenda.now);
    this.#attempt(client, 0, then);
  }

  #attempt(client: SsmClient, retries: number, then: (isAnswered: boolean) => void): void {
    const { agenda, random } = this.#world;
    if (this.#granted.take(agenda.now)) {
      const givenBack = retries > 0 ? SDK.retryCost : SDK.increment;
      client.tokens = Math.min(SDK.tokens, client.tokens + givenBack);
      then(true);
    } else if (retries + 1 === SDK.attempts || client.tokens < SDK.retryCost) {
      then(false);
    } else {
      client.tokens -= SDK.retryCost;
      const longest = SDK.throttledPause * 2 ** retries;
      agenda.in(random() * longest, () => this.#attempt(client, retries + 1, then));
    }
  }
}
