import { type Random, seededRandom } from '../../test/chaos/random.ts';
import { Agenda } from './agenda.ts';
import type { Limits } from './limits.ts';
import { Level, Meter } from './meter.ts';

/** What all parts of the model share: time, chance, the limits, and what is counted. */
export class World {
  readonly agenda = new Agenda();
  readonly random: Random = seededRandom(1);
  readonly limits: Limits;
  /** Each read of a parameter once, however often the SDK asks for it. */
  readonly parameters = new Meter();
  readonly decryptions = new Meter();
  readonly writes = new Meter();
  readonly queueRequests = new Meter();
  readonly webhooks = new Meter();
  readonly consumersStarted = new Meter();
  readonly receiversStarted = new Meter();
  readonly consumers = new Level();
  readonly receivers = new Level();
  readonly inFlight = new Level();
  readonly inQueue = new Level();

  constructor(limits: Limits) {
    this.limits = limits;
  }
}

/** A webhook's event or a sweep, from the webhook until it is worked on. */
export interface Job {
  workspace: number;
  /** Notion calls that it will need, one after the other. */
  calls: number;
  isAssigned: boolean;
  /** When its webhook came for the first time (ms). */
  at: number;
  /** When its comment was written (ms). */
  toldAt?: number;
}
