import { Bucket } from './bucket.ts';
import { Environments } from './environments.ts';
import { LOAD, NOTION_REPEATS } from './load.ts';
import type { ParameterStore } from './parameter-store.ts';
import type { Job, World } from './world.ts';

/** Takes webhooks in. What it cannot take Notion sends again. */
export class Receiver {
  readonly #world: World;
  readonly #environments: Environments;
  /** The stage's throttle. */
  readonly #admitted: Bucket;
  readonly #accept: (job: Job) => void;
  /** Webhooks that were refused when they came first, and those that Notion no longer repeats. */
  refused = 0;
  givenUp = 0;

  constructor(world: World, store: ParameterStore, accept: (job: Job) => void) {
    this.#world = world;
    this.#environments = new Environments(world, store, world.receiversStarted);
    this.#accept = accept;
    this.#admitted = new Bucket(world.limits.webhooksPerSecond);
  }

  /** @param repeats how often Notion has sent it before */
  receive(job: Job, repeats = 0): void {
    const { agenda, limits, receivers, webhooks } = this.#world;
    webhooks.count(agenda.now);
    if (!this.#admitted.take(agenda.now) || receivers.now >= limits.unreservedConcurrency) {
      this.#refuse(job, repeats);
      return;
    }
    receivers.add(1);
    this.#environments.take((environment) => {
      environment.secrets.read(job.workspace, ['webhook-token'], (isKnown) => {
        agenda.in(LOAD.receiverWork, () => {
          this.#environments.free(environment);
          receivers.add(-1);
          if (isKnown) this.#accept(job);
          else this.#refuse(job, repeats);
        });
      });
    });
  }

  #refuse(job: Job, repeats: number): void {
    if (repeats === 0) this.refused += 1;
    if (repeats === NOTION_REPEATS.times) {
      this.givenUp += 1;
      return;
    }
    const pause = NOTION_REPEATS.firstPause * 2 ** repeats;
    this.#world.agenda.in(pause, () => this.receive(job, repeats + 1));
  }
}
