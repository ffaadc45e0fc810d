/**
 * The shape of `pagebell.config.ts`. Nothing here runs in a function: the configuration is validated at
 * synth (config-schema.ts), its defaults are filled in, and the functions are bundled with the result.
 */

import type { Channel, Rule } from './page-record.ts';

/** What a team writes. Every key may be left out. */
export interface PagebellConfig {
  /** Name of the CloudFormation stack, and the beginning of the queues' names. Default `Pagebell`. */
  stackName?: string;
  /** Part of every parameter's name: `/pagebell/<stage>/<workspace>/…`. Default `prod`. */
  stage?: string;
  /**
   * `on` reserves one unit of Lambda concurrency for each workspace, `off` none. A new AWS account cannot
   * reserve any; correctness does not rest on it. Default `on`.
   */
  reservedConcurrency?: 'on' | 'off';
  /** Days that the functions' logs are kept: a value that CloudWatch offers. Default 30. */
  logRetentionDays?: number;
  /** Who is written to by alarms, once they have confirmed it. Default: nobody; others subscribe to the topic. */
  alarmEmail?: string;
  /**
   * Hours without any event of a workspace until an alarm: Notion says nothing when it pauses a subscription.
   * At most 168; `off` for none. Default 72, which a weekend does not reach.
   */
  alarmSilentHours?: number | 'off';
  /** So many webhooks with a wrong signature within five minutes raise an alarm. Default 20. */
  alarmSignatureFailures?: number;
  /** Where the alarms' texts find the runbook: an address, or a path in the repository. Default `docs/runbook.md`. */
  runbookUrl?: string;
  /** Default: one workspace with the key `main`. The first answers at `/webhooks/notion`. */
  workspaces?: WorkspaceConfig[];
}

export interface WorkspaceConfig {
  /** Lower-case letters, digits and dashes, at most 32: part of routes, parameter names and table keys. */
  key: string;
  /** `notify` (default) sends; `observe` plans and logs what it would have sent, and sends nothing. */
  mode?: 'notify' | 'observe';
  /** Notion calls in any sixty seconds: 180 (default) on most plans, 600 on Business and Enterprise. */
  callsPerMinute?: number;
  /** Minutes between two sweeps of a data source for what no webhook told. Default 15. */
  sweepMinutes?: number;
  /** Calls a second, for who wants them evenly spread. Default: none, so that bursts are announced at once. */
  pace?: number;
  /** Name of the people property that holds the assignees. Default `Assignee`, else the only people property. */
  assigneeProperty?: string;
  /** The data sources to watch. Default: every page that the connection can see. */
  dataSources?: DataSourceConfig[];
  /** `notify` (default) tells the assignees of a page seen for the first time; `silent` only stores them. */
  firstSight?: 'notify' | 'silent';
  /** Tell people who assigned themselves. Default false. */
  notifySelf?: boolean;
  /** `notify` tells people that a page is no longer theirs, too. Default `silent`. */
  unassigned?: 'notify' | 'silent';
  /** People who are never told: Notion user ids, or an id with the channels that are meant. */
  mute?: (string | { person: string; channels: Channel[] })[];
  /** When nobody is told by Slack. What came meanwhile is told at the end; comments wait for nobody. */
  quietHours?: QuietHoursConfig;
  /** Post a comment on the page that mentions the new assignees. Default true. */
  comment?: boolean;
  /** Post to the Slack webhook: `auto` (default) if one is stored, true always, false never. */
  slack?: 'auto' | boolean;
  messages?: MessageConfig;
}

export interface DataSourceConfig {
  /** The data source's id, with or without dashes (not the id of the database that holds it). */
  id: string;
  /** Overrides the workspace's. */
  assigneeProperty?: string;
}

export interface QuietHoursConfig {
  /** Local time of day, `HH:MM`. */
  from: string;
  /** Local time of day; where it is before `from`, it is the next day's. */
  to: string;
  /** An IANA name, such as `Europe/Berlin`. */
  timeZone: string;
}

export interface MessageConfig {
  /** For people to whom a page was assigned. */
  assigned?: TemplateConfig;
  /** For people whose page it is no longer. */
  unassigned?: TemplateConfig;
  /** Below each Slack message: how to be told no longer. */
  mute?: string;
}

/** Templates. Placeholders: `{people}`, `{title}`, `{pagebell}` (comment only), `{url}` (Slack only). */
export interface TemplateConfig {
  /** Must hold `{people}` and `{pagebell}`, the link by which a comment is recognised. */
  comment?: string;
  /** Slack mrkdwn. Must hold `{people}`. */
  slack?: string;
}

/** The configuration with every default filled in: what the stack and the functions read. */
export interface Settings {
  stackName: string;
  stage: string;
  reservedConcurrency: 'on' | 'off';
  logRetentionDays: number;
  alarmEmail?: string | undefined;
  alarmSilentHours: number | 'off';
  alarmSignatureFailures: number;
  runbookUrl: string;
  /** Never empty; the first one answers at `/webhooks/notion`. */
  workspaces: WorkspaceSettings[];
}

export interface WorkspaceSettings {
  key: string;
  mode: 'notify' | 'observe';
  callsPerMinute: number;
  sweepMinutes: number;
  pace?: number | undefined;
  assigneeProperty: string;
  /** Undefined: every data source, and pages outside any. Ids are canonical (lower case, dashed). */
  dataSources?: DataSourceSettings[] | undefined;
  firstSight: 'notify' | 'silent';
  notifySelf: boolean;
  unassigned: 'notify' | 'silent';
  /** Canonical ids. */
  mute: { person: string; channels: Channel[] }[];
  quietHours?: QuietHoursConfig | undefined;
  comment: boolean;
  slack: 'auto' | boolean;
  messages: Record<Rule, Templates> & { mute: string };
}

export interface Templates {
  comment: string;
  slack: string;
}

export interface DataSourceSettings {
  id: string;
  assigneeProperty?: string | undefined;
}

/** Types the configuration in `pagebell.config.ts`; changes nothing. */
export function defineConfig(config: PagebellConfig): PagebellConfig {
  return config;
}
