import type { Settings } from '../lambdas/core/settings.ts';
import type { LocalSes } from './aws/ses/server.ts';
import type { LocalClock } from './clock.ts';
import type { SimulatedConnection } from './notion/connection.ts';
import type { AwsAccess } from './runtime/aws-access.ts';
import type { FunctionLog } from './runtime/function-log.ts';
import type { Health, HealthTargets } from './runtime/health.ts';
import type { LambdaFunction } from './runtime/lambda-function.ts';
import type { SimulatedSlack } from './slack/server.ts';
import type { Demonstration } from './ui/demonstration/demonstration.ts';

/** A stack that runs on this machine. */
export interface LocalRun extends HealthTargets {
  /** `http://127.0.0.1:3000` */
  url: string;
  stackName: string;
  settings: Settings;
  clock: LocalClock;
  /** Where queue, table and parameters are. */
  aws: AwsAccess;
  /** Whether they are another stand-in's than our own. */
  isAwsForeign: boolean;
  /** `/pagebell/<stage>` */
  parameterPrefix: string;
  /** By the key of each workspace; empty where the real one, or another server, is used. */
  notions: ReadonlyMap<string, SimulatedConnection>;
  /** The first workspace's. */
  notion: SimulatedConnection | undefined;
  slack: SimulatedSlack | undefined;
  /** Its fault switches; undefined where Notion is not simulated. */
  demonstration: Demonstration | undefined;
  /** Undefined where another AWS stand-in is used. */
  ses: LocalSes | undefined;
  /** Where Notion's API is. */
  notionUrl: string;
  /** Of Slack's Web API; undefined: the real one. */
  slackApiUrl: string | undefined;
  /** Of Amazon SES, or what stands in for it. */
  sesUrl: string;
  /** Where the first workspace's messages go; undefined: nowhere. */
  slackUrl: string | undefined;
  log: FunctionLog;
  functions: readonly LambdaFunction[];
  health(): Promise<Health>;
  /** Gives batches in work a few seconds, then ends everything. */
  close(): Promise<void>;
}
