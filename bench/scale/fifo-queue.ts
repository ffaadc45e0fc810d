import type { Job, World } from './world.ts';

const BATCH = 10;

interface Group {
  waiting: Job[];
  /** Some of its messages are in flight: the others wait for them. */
  isLocked: boolean;
}

/** The queue, with a group for each workspace. */
export class FifoQueue {
  readonly #world: World;
  readonly #groups: Group[];
  /** Groups that have messages and are not locked, in the order in which they came to it. */
  readonly #ready: number[] = [];
  /** How many messages are among those that SQS looks through, and those that are not. */
  #lookedThrough = 0;
  #beyond: Job[] = [];

  constructor(workspaces: number, world: World) {
    this.#world = world;
    this.#groups = Array.from({ length: workspaces }, () => ({ waiting: [], isLocked: false }));
  }

  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  send(job: Job): void {
    const { agenda, queueRequests, inQueue, limits } = this.#world;
    queueRequests.count(agenda.now);
    inQueue.add(1);
    if (this.#lookedThrough < limits.messagesLookedThrough) this.#lookAt(job);
    else this.#beyond.push(job);
  }

  /** Messages of one group, which is locked until they are deleted or given back; undefined if there are none. */
  receive(): Job[] | undefined {
    const { inFlight, limits } = this.#world;
    if (inFlight.now >= limits.messagesInFlight) return undefined;
    const group = this.#groups[this.#ready.shift() ?? -1];
    if (!group) return undefined;
    group.isLocked = true;
    const jobs = group.waiting.splice(0, BATCH);
    inFlight.add(jobs.length);
    return jobs;
  }

  delete(jobs: readonly Job[]): void {
    this.#world.inQueue.add(-jobs.length);
    this.#lookedThrough -= jobs.length;
    const room = this.#world.limits.messagesLookedThrough - this.#lookedThrough;
    for (const job of this.#beyond.splice(0, room)) this.#lookAt(job);
    this.#unlock(jobs, []);
  }

  giveBack(jobs: readonly Job[]): void {
    this.#unlock(jobs, jobs);
  }

  #lookAt(job: Job): void {
    this.#lookedThrough += 1;
    const group = this.#groups[job.workspace];
    if (!group) throw new Error(`there is no workspace ${job.workspace}`);
    group.waiting.push(job);
    if (group.waiting.length === 1 && !group.isLocked) this.#ready.push(job.workspace);
  }

  #unlock(jobs: readonly Job[], givenBack: readonly Job[]): void {
    this.#world.inFlight.add(-jobs.length);
    const number = jobs[0]?.workspace ?? -1;
    const group = this.#groups[number];
    if (!group) return;
    group.isLocked = false;
    group.waiting.unshift(...givenBack);
    if (group.waiting.length > 0) this.#ready.push(number);
  }
}
