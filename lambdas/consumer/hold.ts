import { Budget } from '../core/budget.ts';
import { addDeath, clearDeaths, type Deaths, inherit } from '../core/deaths.ts';
import type { CountsByHour } from '../core/hour-counts.ts';
import type { TakenWorkspace } from '../core/ports/workspaces.ts';
import type { WorkspaceSettings } from '../core/settings.ts';
import { Singles } from '../core/singles.ts';
import type { ConsumerPorts } from './turn.ts';

/** The clocks of two machines differ by less than this. */
const MARGIN_MS = 1000;
/** A queue's message can hide longer, but an operator who has mended something should not wait longer. */
const MOST_CLOSED_MS = 15 * 60_000;

/** One invocation's hold of a workspace's item: nobody else works on the workspace meanwhile. */
export class Hold {
  readonly budget: Budget;
  /** A third of it, for sweeps: webhooks must not wait for them. */
  readonly sweepBudget: Budget;
  readonly singles: Singles;
  /** Figures that are not put away yet. */
  hours: CountsByHour;
  /** Set once something halts the workspace (ms). */
  closedUntil: number | undefined;
  readonly #workspace: string;
  readonly #until: number;
  readonly #ports: ConsumerPorts;
  readonly #inherited: boolean;
  #deaths: Deaths;

  private constructor(
    workspace: WorkspaceSettings,
    until: number,
    taken: TakenWorkspace,
    ports: ConsumerPorts,
  ) {
    const { callsPerMinute, pace, slackSingles } = workspace;
    const sweepsPerMinute = Math.floor(callsPerMinute / 3);
    const { calls, sweepCalls, deaths } = inherit(taken, callsPerMinute, sweepsPerMinute);
    // Whoever made it has ended; the clock of his machine may have been ahead.
    const lastCallAt = Math.min(taken.lastCallAt, ports.clock.now());
    this.budget = new Budget(callsPerMinute, calls, pace, lastCallAt);
    this.sweepBudget = new Budget(sweepsPerMinute, sweepCalls);
    this.singles = new Singles(slackSingles, taken.singles);
    this.hours = taken.hours;
    this.#workspace = workspace.key;
    this.#until = until;
    this.#ports = ports;
    this.#inherited = taken.died !== undefined;
    this.#deaths = deaths;
  }

  /**
   * Takes the workspace until the invocation's deadline (ms).
   *
   * @returns until when (ms) somebody else has it, or it is closed, if it cannot be taken
   */
  static async take(
    workspace: WorkspaceSettings,
    deadline: number,
    culprits: readonly string[],
    ports: ConsumerPorts,
  ): Promise<Hold | { until: number; reason: string }> {
    const until = deadline + MARGIN_MS;
    const take = await ports.workspaces.take(workspace.key, ports.clock.now(), until, culprits);
    if (take.kind !== 'taken') return { until: take.until, reason: `the workspace is ${take.kind}` };
    if (take.workspace.died) ports.log.error('The last invocation died', { workspace: workspace.key });
    return new Hold(workspace, until, take.workspace, ports);
  }

  deathsOf(culprit: string): number {
    return this.#deaths[culprit] ?? 0;
  }

  /** An unexpected exception counts as a death. */
  addDeath(culprit: string): void {
    this.#deaths = addDeath(this.#deaths, culprit);
  }

  clearDeaths(culprits: readonly string[]): void {
    this.#deaths = clearDeaths(this.#deaths, culprits);
  }

  /** Whether the item must say what is in work before the work begins: the last holder died of something. */
  mustRewrite(culprits: readonly string[]): boolean {
    return this.#inherited || culprits.some((id) => this.deathsOf(id) > 0);
  }

  /** Says in the item what is in work from now on, and what has died before. */
  async rewrite(culprits: readonly string[]): Promise<void> {
    await this.#ports.workspaces.rewrite(this.#workspace, this.#until, culprits, this.#deaths);
  }

  /** Closes the workspace until then (ms), if nothing has closed it for longer. */
  close(until: number): void {
    const latest = this.#ports.clock.now() + MOST_CLOSED_MS;
    this.closedUntil = Math.min(latest, Math.max(until, this.closedUntil ?? 0));
  }

  async free(): Promise<void> {
    const { clock, workspaces } = this.#ports;
    const now = clock.now();
    const left = {
      calls: this.budget.calls(now),
      sweepCalls: this.sweepBudget.calls(now),
      lastCallAt: this.budget.lastCallAt,
      singles: this.singles.count(now),
      hours: this.hours,
      deaths: this.#deaths,
      closedUntil: this.closedUntil,
    };
    await workspaces.free(this.#workspace, this.#until, left);
  }
}
