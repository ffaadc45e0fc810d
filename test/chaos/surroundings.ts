import type { WorkspaceSettings } from '../../lambdas/core/settings.ts';
import type { RecordingLog } from '../fakes/recording-log.ts';
import type { ChaosQueues, QueueFault } from './chaos-queues.ts';
import type { ChaosTable, TableFault } from './chaos-table.ts';
import type { Deployment } from './deployment.ts';
import type { Faults } from './faults.ts';
import type { HttpFault, HttpServer } from './faulty-fetch.ts';
import type { Crash } from './invocation.ts';
import type { Knowledge } from './knowledge.ts';
import type { Mail } from './mail.ts';
import type { Random } from './random.ts';
import type { RateWatch } from './rate-watch.ts';
import type { SlackServer } from './slack-server.ts';
import type { Tally } from './tally.ts';
import type { VirtualTime } from './virtual-time.ts';

/** All that a function of Pagebell reaches, and what watches over it. */
export interface Surroundings {
  time: VirtualTime;
  random: Random;
  workspaces: readonly WorkspaceSettings[];
  faults: AllFaults;
  /** What a workspace's token leads to. */
  notionOf(workspace: string): HttpServer;
  slack: SlackServer;
  /** Whether there is a token for Slack's methods. */
  hasSlackBot?: boolean;
  /** Where e-mails are configured. */
  mail?: Mail;
  table: ChaosTable;
  queues: ChaosQueues;
  deployment: Deployment;
  log: RecordingLog;
  tally: Tally;
  /** Each workspace has a budget of its own. */
  ratesOf(workspace: string): RateWatch;
  knowledge: Knowledge;
}

export interface AllFaults {
  http: Faults<HttpFault>;
  table: Faults<TableFault>;
  queue: Faults<QueueFault>;
  secrets: Faults<{ kind: 'refused' }>;
  crashes: Faults<Crash>;
}
