import { type Environment, Environments } from './environments.ts';
import type { FifoQueue } from './fifo-queue.ts';
import type { Parameter } from './known-secrets.ts';
import { LOAD } from './load.ts';
import type { ParameterStore } from './parameter-store.ts';
import type { Job, World } from './world.ts';

const SECOND = 1000;
const SECRETS_OF_WORKSPACE: readonly Parameter[] = ['notion-token', 'slack-webhook-url', 'slack-bot-token'];

/** Works off the queue: an invocation for each workspace that has something to do, as far as there is room. */
export class Consumer {
  readonly #world: World;
  readonly #queue: FifoQueue;
  readonly #environments: Environments;
  readonly #most: number;
  /** Batches that the event source may have under way. */
  #batches: number;
  /** Invocations that could not read their workspace's secrets. */
  refused = 0;

  constructor(workspaces: number, world: World, queue: FifoQueue, store: ParameterStore) {
    this.#world = world;
    this.#queue = queue;
    this.#environments = new Environments(world, store, world.consumersStarted);
    this.#most = Math.min(workspaces, world.limits.concurrency);
    this.#batches = world.limits.batchesAtFirst;
  }

  /** The event source takes more at once while messages are left; fewer it takes only when it is quiet. */
  scale(): void {
    const { agenda, consumers, limits } = this.#world;
    agenda.in(SECOND, () => this.scale());
    if (this.#batches >= limits.batches || !this.#queue.hasReady || consumers.now < this.#batches) return;
    this.#batches = Math.min(limits.batches, this.#batches + limits.moreBatchesPerMinute / 60);
    this.dispatch();
  }

  dispatch(): void {
    const { consumers } = this.#world;
    while (consumers.now < Math.min(this.#most, this.#batches)) {
      const jobs = this.#queue.receive();
      if (!jobs) return;
      consumers.add(1);
      this.#environments.take((environment) => this.#begin(jobs, environment));
    }
  }

  #begin(jobs: readonly Job[], environment: Environment): void {
    const workspace = jobs[0]?.workspace ?? -1;
    environment.secrets.read(workspace, SECRETS_OF_WORKSPACE, (areKnown) => {
      if (areKnown) return this.#work(jobs, environment);
      this.refused += 1;
      this.#free(environment);
      this.#world.agenda.in(LOAD.closedFor, () => {
        this.#queue.giveBack(jobs);
        this.dispatch();
      });
      this.dispatch();
    });
  }

  #work(jobs: readonly Job[], environment: Environment): void {
    const { agenda, writes } = this.#world;
    const calls = Math.max(...jobs.map((job) => job.calls)); // pages go side by side
    const untilTold = LOAD.ownWork / 2 + calls * LOAD.notionCall;
    writes.count(agenda.now, LOAD.writesOfInvocation);
    for (const { isAssigned } of jobs)
      writes.count(agenda.now, isAssigned ? LOAD.writesOfAssigned : LOAD.writesOfOthers);
    agenda.in(untilTold, () => {
      for (const job of jobs) job.toldAt = agenda.now;
    });
    agenda.in(untilTold + LOAD.ownWork / 2, () => {
      this.#queue.delete(jobs);
      this.#free(environment);
      this.dispatch();
    });
  }

  #free(environment: Environment): void {
    this.#environments.free(environment);
    this.#world.consumers.add(-1);
  }
}
