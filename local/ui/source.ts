import type { LocalSes } from '../aws/ses/server.ts';
import type { LocalClock } from '../clock.ts';
import type { SimulatedConnection } from '../notion/connection.ts';
import type { Webhooks } from '../notion/webhooks.ts';
import type { SimulatedSlack } from '../slack/server.ts';
import type { Demonstration } from './demonstration/demonstration.ts';
import type { Figures } from './state.ts';

/** A line that a function wrote. */
export interface SourceLine {
  /** Counts up within a run. */
  sequence: number;
  /** Milliseconds since 1970, on the run's clock. */
  at: number;
  functionName: string;
  line: string;
}

/** The part of a local run that its pages show, and work on. */
export interface LocalPagesSource {
  clock: Pick<LocalClock, 'now' | 'advance'>;
  /** The first workspace's; undefined where the real one, or another server, is used. */
  notion: (Pick<SimulatedConnection, 'workspace'> & { webhooks: Pick<Webhooks, 'log'> }) | undefined;
  slack: Pick<SimulatedSlack, 'messages'> | undefined;
  /** Undefined where Notion is not simulated. */
  demonstration: Pick<Demonstration, 'state' | 'set' | 'noteAssigned'> | undefined;
  ses?: Pick<LocalSes, 'emails'> | undefined;
  notionUrl: string;
  /** Where Slack messages go, a secret; undefined: nowhere. */
  slackUrl: string | undefined;
  isAwsForeign: boolean;
  /** Oldest first. */
  log: { after(sequence: number): readonly SourceLine[] };
  health(): Promise<Figures>;
}
