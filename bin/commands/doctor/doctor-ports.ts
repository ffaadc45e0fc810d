import type { JournalLine } from '../../../lambdas/core/journal.ts';
import type { PARAMETERS } from '../../../lambdas/core/names.ts';
import type { QueueState } from '../../../lambdas/core/ports/queue.ts';
import type { Preflight } from '../../../lib/deploy/preflight.ts';
import type { CommandError } from '../command-error.ts';
import type { Ask } from '../http-port.ts';

/** What Notion is asked with. */
export interface NotionAccess {
  ask: Ask;
  /** Undefined: Notion's own API. */
  notionBaseUrl: string | undefined;
  secrets: SecretReader;
}

/** Everything that the doctor looks at. Whatever cannot be reached throws a `CommandError`. */
export interface DoctorPorts extends NotionAccess {
  /** Undefined: Slack's own Web API. */
  slackApiUrl: string | undefined;
  /** What runs, or why it cannot be looked at. */
  stack: StackView | CommandError;
  /** Undefined for a local run that is not there. */
  ses: SesView | undefined;
  /** Whether the account can reserve what a deployment asks for; undefined for a local run. */
  concurrency: (() => Promise<Preflight>) | undefined;
  /** How far AWS's clock is ahead of ours (ms), by what it has answered so far; undefined for a local run. */
  awsAheadMs: (() => number | undefined) | undefined;
  now(): number;
}

export interface SecretReader {
  /** Undefined where nothing is stored. */
  read(workspace: string, name: SecretName): Promise<string | undefined>;
  /** How to store one: "Run `pagebell setup`." */
  remedy: string;
}

/** Amazon SES in the stack's Region. */
export interface SesView {
  /** Whether it is out of the sandbox, and may send. */
  account(): Promise<{ isProduction: boolean; isSending: boolean }>;
  /** @param identity an address or a domain */
  identity(identity: string): Promise<'verified' | 'unverified' | 'missing'>;
}

export type SecretName = (typeof PARAMETERS)[keyof typeof PARAMETERS];

export interface StackView {
  /** `Pagebell in eu-west-1` */
  name: string;
  isLocal: boolean;
  /** The newest lines of a workspace's journal, newest first. */
  latest(workspace: string, limit: number, before?: number): Promise<JournalLine[]>;
  queues(): Promise<QueueState>;
  /** How many pages of a workspace hold something that was given up. */
  parkedPages(workspace: string): Promise<number>;
}
