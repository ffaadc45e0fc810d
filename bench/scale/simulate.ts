import { Consumer } from './consumer.ts';
import { Delays } from './delays.ts';
import { FifoQueue } from './fifo-queue.ts';
import { LIMITS, type Limits } from './limits.ts';
import { LOAD } from './load.ts';
import { ParameterStore } from './parameter-store.ts';
import { Receiver } from './receiver.ts';
import { tickMs } from './tick.ts';
import { type Job, World } from './world.ts';

const MINUTE = 60_000;

/** What can become too little. */
export type Resource = keyof Scaled['load'];

export type Scaled = ReturnType<Model['result']>;

/**
 * One stack in the busiest hour of all its workspaces, as a model of events: the same for the same seed. The hour
 * begins at once, as after a deployment: nothing is warm, no secret is known. Left out: Notion's budget, which is
 * each workspace's own, and that a batch may hold several groups.
 */
export function simulate(workspaces: number, minutes: number, limits: Limits = LIMITS): Scaled {
  const model = new Model(workspaces, limits);
  model.run(minutes * MINUTE);
  return model.result();
}

class Model {
  readonly #workspaces: number;
  readonly #world: World;
  readonly #queue: FifoQueue;
  readonly #receiver: Receiver;
  readonly #consumer: Consumer;
  readonly #assignments: Job[] = [];
  #events = 0;

  constructor(workspaces: number, limits: Limits) {
    this.#workspaces = workspaces;
    this.#world = new World(limits);
    const store = new ParameterStore(this.#world);
    this.#queue = new FifoQueue(workspaces, this.#world);
    this.#consumer = new Consumer(workspaces, this.#world, this.#queue, store);
    this.#receiver = new Receiver(this.#world, store, (job) => {
      this.#world.agenda.in(LOAD.toConsumer, () => this.#enqueue(job));
    });
  }

  run(until: number): void {
    const { agenda, random } = this.#world;
    for (let workspace = 0; workspace < this.#workspaces; workspace++) {
      this.#nextEvent(workspace);
      agenda.at(random() * LOAD.betweenSweeps, () => this.#sweep(workspace));
    }
    this.#consumer.scale();
    agenda.run(until);
    agenda.now = until;
  }

  result() {
    const { now } = this.#world.agenda;
    const told: number[] = [];
    const untoldFor: number[] = [];
    for (const { at, toldAt } of this.#assignments) {
      if (toldAt === undefined) untoldFor.push(now - at);
      else told.push(toldAt - at);
    }
    return {
      delays: new Delays(told, untoldFor),
      /** Of each resource, in its busiest ten seconds or at its fullest: as a share of what AWS gives unasked. */
      load: this.#load(),
      events: this.#events,
      /** Reads of parameters, each counted once. */
      parameters: this.#world.parameters.total,
      receiversStarted: this.#world.receiversStarted.total,
      refusedInvocations: this.#consumer.refused,
      refusedWebhooks: this.#receiver.refused,
      givenUpWebhooks: this.#receiver.givenUp,
    };
  }

  #load() {
    const world = this.#world;
    const started = Math.max(world.consumersStarted.peak, world.receiversStarted.peak);
    return {
      parameters: world.parameters.peak / LIMITS.parametersPerSecond,
      decryptions: world.decryptions.peak / LIMITS.decryptionsPerSecond,
      'table writes': world.writes.peak / LIMITS.writeUnitsPerSecond,
      'queue requests': world.queueRequests.peak / LIMITS.queueRequestsPerSecond,
      'messages in the queue': world.inQueue.peak / LIMITS.messagesLookedThrough,
      'messages in flight': world.inFlight.peak / LIMITS.messagesInFlight,
      webhooks: world.webhooks.peak / LIMITS.webhooksPerSecond,
      'concurrency of the consumer': world.consumers.peak / LIMITS.concurrency,
      'concurrency of the receiver': world.receivers.peak / LIMITS.unreservedConcurrency,
      'new environments': started / (LIMITS.environmentsPerTenSeconds / 10),
      timer: tickMs(this.#workspaces) / LIMITS.tickMs,
    };
  }

  #nextEvent(workspace: number): void {
    const { agenda, random } = this.#world;
    // Independent of each other: exponential pauses.
    agenda.in(-Math.log(1 - random()) * LOAD.betweenEvents, () => {
      this.#nextEvent(workspace);
      this.#events += 1;
      const kind = random();
      const isAssigned = kind < LOAD.shareAssigned;
      const calls = isAssigned ? 2 : kind < LOAD.shareAssigned + LOAD.shareRead ? 1 : 0;
      const job = { workspace, calls, isAssigned, at: agenda.now };
      if (isAssigned) this.#assignments.push(job);
      this.#receiver.receive(job);
    });
  }

  /** The timer queues it within the minute, unless its tick ends before it comes to this workspace. */
  #sweep(workspace: number): void {
    const { agenda, limits, random } = this.#world;
    agenda.in(LOAD.betweenSweeps + random() * MINUTE, () => this.#sweep(workspace));
    if (tickMs(this.#workspaces) > limits.tickMs) return;
    this.#enqueue({ workspace, calls: 1, isAssigned: false, at: agenda.now });
  }

  #enqueue(job: Job): void {
    this.#queue.send(job);
    this.#consumer.dispatch();
  }
}
