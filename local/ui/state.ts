/**
 * What `GET /local/state` answers, as JSON: shared with the scripts in browser/, so nothing is imported here.
 * Times are milliseconds since 1970 on the run's clock. What is undefined is not in the JSON.
 */
export interface LocalState {
  services: Service[];
  figures: Figures;
  /** Absent where Notion is not simulated. */
  board?: Board | undefined;
  /** Absent where Notion is not simulated. */
  demonstration?: Demonstration | undefined;
  /** Newest first; absent where Slack is not simulated. */
  slack?: SlackPost[] | undefined;
  /** Newest first; absent where nothing was sent, or another AWS stand-in is used. */
  emails?: ShownEmail[] | undefined;
  /** Newest first. */
  ways: Way[];
  /** Newest first. */
  log: LogEntry[];
}

/** What stands behind the run. */
export interface Service {
  name: string;
  where: string;
}

export interface Figures {
  /** Messages of the events queue that wait. */
  queued: number;
  /** Messages that somebody works on, or that were given back for later. */
  inFlight: number;
  deadLetters: number;
  /** Items of the table with something to do, now or later. */
  due: number;
}

export interface Board {
  name: string;
  /** Whoever can be assigned. */
  members: Member[];
  tasks: Task[];
}

export interface Member {
  id: string;
  name: string;
  kind: 'person' | 'bot' | 'group';
}

export interface Task {
  id: string;
  title: string;
  status?: string | undefined;
  /** `2026-11-30` */
  due?: string | undefined;
  /** Ids of members, or of people who have left. */
  assignees: string[];
  /** Oldest first. */
  comments: Comment[];
}

export interface Comment {
  id: string;
  at: number;
  author: string;
  text: TextPart[];
}

export interface TextPart {
  text: string;
  style?: 'bold' | 'mention' | undefined;
  /** Of http or https only. */
  href?: string | undefined;
}

/** The faults that can be switched on, and what came of them. */
export interface Demonstration {
  /** How far the run's clock is ahead of the real one. */
  advancedMs: number;
  /** Whether the queue goes by the run's clock, so that time can be made to pass. */
  canPassTime: boolean;
  faults: FaultSwitch[];
}

export type FaultName =
  | 'slack-down'
  | 'notion-429'
  | 'deliver-twice'
  | 'drop-second'
  | 'forge-signature'
  | 'kill-consumer';

export interface FaultSwitch {
  name: FaultName;
  /** It stays on until it is switched off, strikes once and is off by itself, or is done at once. */
  kind: 'switch' | 'once' | 'action';
  on: boolean;
  label: string;
  /** Which promise it tests. */
  promise: string;
  /** What is to be seen. */
  expect: string;
  /** Since it was last switched on; absent if there is nothing to tell. */
  report?: FaultReport | undefined;
}

export interface FaultReport {
  /** Whether the promise was kept, as far as one can tell by now. */
  verdict: 'open' | 'kept' | 'broken';
  /** "1 assignment: 2 webhooks, 1 comment, 1 Slack message." */
  summary: string;
  /** What the person who looks on should do. */
  next?: string | undefined;
  /** Who was assigned while it was on, oldest first. */
  assignments: SeenAssignment[];
}

/** One person who got one task, and all that was seen of it. */
export interface SeenAssignment {
  id: string;
  page: string;
  person: string;
  /** Times that the webhook was posted. */
  webhooks: number;
  comments: number;
  /** Absent where Slack is not simulated. */
  slack?: number | undefined;
}

export interface ShownEmail {
  id: string;
  at: number;
  from: string;
  to: string[];
  subject: string;
  text: string;
}

export interface SlackPost {
  id: string;
  at: number;
  /** The channel, or whom a direct message is for; absent for what the webhook brought. */
  to?: string | undefined;
  text: TextPart[];
}

/** How one event, or one job that the timer or an operator sent, went through Pagebell. */
export interface Way {
  id: string;
  /** When it happened, or when it was first heard of. */
  at: number;
  /** What happened, in words. */
  what: string;
  /** Of the webhook, such as `page.created`. */
  type?: string | undefined;
  pageId?: string | undefined;
  /** The page's title. */
  page?: string | undefined;
  steps: Step[];
  outcome: WayOutcome;
  reason?: string | undefined;
  durationMs?: number | undefined;
  /** When Notion tries again. */
  retryAt?: number | undefined;
}

export type WayOutcome =
  /** Not at its end yet. */
  | 'open'
  /** Acknowledged and not queued. */
  | 'ignored'
  /** Not acknowledged: Notion tries again. */
  | 'refused'
  /** Never sent, by the fault switch. */
  | 'lost'
  /** Forged, by the fault switch, and not taken. */
  | 'rejected'
  /** As the consumer logs them. */
  | 'done'
  | 'skipped'
  | 'deferred'
  | 'parked'
  | 'halted'
  | 'failed';

export interface Step {
  name: 'queued' | 'answered' | 'consumed' | 'comment' | 'slack' | 'email';
  state: 'done' | 'waiting' | 'failed' | 'none';
  at?: number | undefined;
  /** Of the answer to a webhook. */
  status?: number | undefined;
  /** What else there is to say: why not, or how often. */
  note?: string | undefined;
}

export interface LogEntry {
  sequence: number;
  at: number;
  function: string;
  level: LogLevel;
  message: string;
  /** The line's other fields, as text. */
  fields: [name: string, value: string][];
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
