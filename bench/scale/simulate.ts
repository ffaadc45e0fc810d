import { type Random, seededRandom } from '../../test/chaos/random.ts';
import { Agenda } from './agenda.ts';
import { LIMITS, type Limits, LOAD } from './limits.ts';
import { Meter } from './meter.ts';

const BATCH = 10;
const TABLE_SOCKETS = 50;
const TABLE_ANSWER_MS = 5;
const TRIES = 3;
/** The SDK's longest pause before it tries again. */
const RETRY_MS = 200;
const MINUTE = 60_000;

/** What can become too little. */
export type Resource =
  | 'parameters'
  | 'table writes'
  | 'queue requests'
  | 'webhooks'
  | 'concurrency'
  | 'new environments'
  | 'timer';

export interface Scaled {
  /** From the webhook to the comment, of each assignment (ms). */
  delays: number[];
  /** The busiest ten seconds of each resource, as a share of what it has. */
  load: Record<Resource, number>;
  /** Invocations that could not read their workspace's secrets. */
  refused: number;
}

/** A message that waits: Notion calls it will make, and when its webhook came (ms). */
interface Job {
  calls: number;
  isAssigned: boolean;
  at: number;
}

interface Group {
  waiting: Job[];
  isLocked: boolean;
}

/** An execution environment, with the secrets it knows: until when (ms). */
interface Environment {
  idleSince: number;
  known: Map<number, { secrets: number; missing: number }>;
}

/**
 * One queue with a group for each workspace, in the busiest hour, as a model of events: the same for the same
 * seed. Left out: Notion's budget, which is each workspace's own, and that a batch may hold several groups.
 */
export function simulate(workspaces: number, minutes: number, limits: Limits = LIMITS): Scaled {
  const model = new Model(workspaces, limits);
  model.run(minutes * MINUTE);
  return model.result();
}

class Model {
  readonly #agenda = new Agenda();
  readonly #random: Random = seededRandom(1);
  readonly #groups: Group[];
  /** Groups with messages that nobody works on, in the order of their messages. */
  readonly #ready: number[] = [];
  /** The latest used last: Lambda prefers the warmest. */
  readonly #idle: Environment[] = [];
  readonly #delays: number[] = [];
  readonly #most: number;
  readonly #parameters: Meter;
  readonly #writes: Meter;
  readonly #queue: Meter;
  readonly #webhooks: Meter;
  readonly #starts: Meter;
  #running = 0;
  #mostRunning = 0;
  #refused = 0;

  constructor(workspaces: number, limits: Limits) {
    this.#groups = Array.from({ length: workspaces }, () => ({ waiting: [], isLocked: false }));
    this.#most = Math.min(workspaces, limits.concurrency);
    this.#parameters = new Meter(limits.parametersPerSecond);
    this.#writes = new Meter(limits.writeUnitsPerSecond);
    this.#queue = new Meter(limits.queueRequestsPerSecond);
    this.#webhooks = new Meter(limits.webhooksPerSecond);
    this.#starts = new Meter(limits.environmentsPerTenSeconds / 10);
  }

  run(until: number): void {
    for (let group = 0; group < this.#groups.length; group++) {
      this.#nextEvent(group);
      this.#agenda.at(this.#random() * LOAD.betweenSweeps, () => this.#sweep(group));
    }
    this.#agenda.run(until);
  }

  result(): Scaled {
    const load = {
      parameters: this.#parameters.peak,
      'table writes': this.#writes.peak,
      'queue requests': this.#queue.peak,
      webhooks: this.#webhooks.peak,
      'new environments': this.#starts.peak,
      // One workspace alone fills its own place each time that it has something to do.
      concurrency: this.#mostRunning / LIMITS.concurrency,
      timer: tickMs(this.#groups.length) / LIMITS.tickMs,
    };
    return { delays: this.#delays, load, refused: this.#refused };
  }

  #nextEvent(group: number): void {
    const { betweenEvents, shareAssigned, shareRead, toConsumer } = LOAD;
    // Independent of each other: exponential pauses.
    this.#agenda.in(-Math.log(1 - this.#random()) * betweenEvents, () => {
      this.#nextEvent(group);
      const now = this.#agenda.now;
      this.#webhooks.count(now);
      const kind = this.#random();
      const isAssigned = kind < shareAssigned;
      const calls = isAssigned ? 2 : kind < shareAssigned + shareRead ? 1 : 0;
      this.#agenda.in(toConsumer, () => this.#enqueue(group, { calls, isAssigned, at: now }));
    });
  }

  /** The timer queues it within the minute, unless its tick ends before it comes to this workspace. */
  #sweep(group: number): void {
    this.#agenda.in(LOAD.betweenSweeps + this.#random() * MINUTE, () => this.#sweep(group));
    if (tickMs(this.#groups.length) > LIMITS.tickMs) return;
    this.#enqueue(group, { calls: 1, isAssigned: false, at: this.#agenda.now });
  }

  #enqueue(number: number, job: Job): void {
    this.#queue.count(this.#agenda.now);
    const group = this.#groups[number];
    if (!group) return;
    group.waiting.push(job);
    if (group.waiting.length === 1 && !group.isLocked) this.#ready.push(number);
    this.#dispatch();
  }

  #dispatch(): void {
    while (this.#running < this.#most) {
      const number = this.#ready.shift();
      const group = number === undefined ? undefined : this.#groups[number];
      if (number === undefined || !group) return;
      group.isLocked = true;
      this.#running += 1;
      this.#mostRunning = Math.max(this.#mostRunning, this.#running);
      this.#begin(number, group.waiting.splice(0, BATCH));
    }
  }

  #begin(group: number, jobs: Job[]): void {
    const now = this.#agenda.now;
    let environment = this.#idle.pop();
    if (environment && now - environment.idleSince > LOAD.keptWarm) {
      this.#idle.length = 0; // the others have been idle for longer
      environment = undefined;
    }
    if (!environment) this.#starts.count(now);
    const started = environment ?? { idleSince: now, known: new Map() };
    const startMs = environment ? 0 : LOAD.coldStart;
    this.#agenda.in(startMs, () => this.#readSecrets(group, jobs, started, TRIES));
  }

  /** What is not known is asked for; if the store refuses again and again, the workspace waits. */
  #readSecrets(group: number, jobs: Job[], environment: Environment, tries: number): void {
    const now = this.#agenda.now;
    const known = environment.known.get(group) ?? { secrets: 0, missing: 0 };
    const wanted = (known.secrets > now ? 0 : 2) + (known.missing > now ? 0 : 1);
    const isAnswered = this.#parameters.take(now, wanted);
    if (isAnswered) {
      const secrets = known.secrets > now ? known.secrets : now + LOAD.secretKept;
      const missing = known.missing > now ? known.missing : now + LOAD.missingSecretKept;
      environment.known.set(group, { secrets, missing });
      this.#work(group, jobs, environment);
    } else if (tries > 1) {
      const pause = this.#random() * RETRY_MS;
      this.#agenda.in(pause, () => this.#readSecrets(group, jobs, environment, tries - 1));
    } else {
      this.#refused += 1;
      this.#end(environment, group, LOAD.closedFor, jobs);
    }
  }

  #work(group: number, jobs: Job[], environment: Environment): void {
    const calls = Math.max(...jobs.map((job) => job.calls)); // pages go side by side
    const untilTold = LOAD.ownWork / 2 + calls * LOAD.notionCall;
    const now = this.#agenda.now;
    for (const { at, isAssigned } of jobs) {
      if (isAssigned) this.#delays.push(now + untilTold - at);
      this.#writes.count(now, isAssigned ? LOAD.writesOfAssigned : LOAD.writesOfOthers);
    }
    this.#writes.count(now, LOAD.writesOfInvocation);
    this.#agenda.in(untilTold + LOAD.ownWork / 2, () => this.#end(environment, group, 0, []));
  }

  /** @param closedMs for how long nobody works on the group */
  #end(environment: Environment, number: number, closedMs: number, givenBack: Job[]): void {
    environment.idleSince = this.#agenda.now;
    this.#idle.push(environment);
    this.#running -= 1;
    this.#agenda.in(closedMs, () => {
      const group = this.#groups[number];
      if (!group) return;
      group.isLocked = false;
      group.waiting.unshift(...givenBack);
      if (group.waiting.length > 0) this.#ready.push(number);
      this.#dispatch();
    });
    this.#dispatch();
  }
}

/** How long one tick looks at so many workspaces: one item and one query each, over the SDK's sockets. */
export function tickMs(workspaces: number): number {
  const requests = 2 * workspaces;
  const waiting = (requests * TABLE_ANSWER_MS) / TABLE_SOCKETS;
  const working = (requests * LOAD.requestCpu) / LIMITS.tickProcessors;
  return Math.max(waiting, working);
}
