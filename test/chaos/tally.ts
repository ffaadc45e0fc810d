import type { Crash } from './invocation.ts';

export type Counts = Record<string, number>;

/** What was done to a world, and what came of it. */
export class Tally {
  readonly faults: Counts = {};
  /** By the call and how the function died: `dies-before pages.save`. */
  readonly crashes: Counts = {};

  brokenRecords = 0;
  /** What the consumer itself threw: nothing, if it is right. */
  readonly thrown: string[] = [];
  /** Times that a hold was, or may have been, left behind: by a dead consumer, or a write that went wrong. */
  deaths = 0;

  fault(name: string): void {
    this.faults[name] = (this.faults[name] ?? 0) + 1;
    if (name.startsWith('function') || name.startsWith('table.update.workspace')) this.deaths += 1;
  }

  crash(call: string, { kind }: Crash): void {
    const name = `${kind} ${call}`;
    this.deaths += 1;
    this.crashes[name] = (this.crashes[name] ?? 0) + 1;
  }
}

export function addCounts(sum: Counts, more: Readonly<Counts>): void {
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count;
}
