/**
 * The shape of `pagebell.config.ts`. Nothing here runs in a function: the configuration is validated at
 * synth (config-schema/), its defaults are filled in, and the functions are bundled with the result.
 */

import type { MessageConfig, TranslationConfig } from './config-messages.ts';
import type { ConditionConfig, EscalationConfig, QuietHoursConfig, RemindersConfig } from './config-rules.ts';
import type { Channel } from './page-record.ts';

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
  /** Properties of pages that follow those of pages in another workspace. Default: none. */
  mirrors?: MirrorConfig[];
}

export interface MirrorConfig {
  from: {
    /** Key of the workspace. */
    workspace: string;
    /** The data source's id. Where its workspace names the data sources to watch, it must be one of them. */
    dataSource: string;
    /** Name of the URL property that holds the address of the page on the other side. */
    link: string;
  };
  to: { workspace: string; dataSource: string };
  properties: {
    /** Names of a property on either side. They must be of one kind, but a status may go with a select. */
    from: string;
    to: string;
    /** What options are called over there, by their names here. Default: the same. */
    options?: Record<string, string>;
  }[];
  /** Edits over there come back. Default false. */
  both?: boolean;
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
  /** Name of the status or select property that reminders and escalations look at. Default `Status`. */
  statusProperty?: string;
  /** Remind the assignees of a page of its due date. Default: nobody is reminded. */
  reminders?: RemindersConfig;
  /** Whom to tell of pages that come into a status and stay there. At most one ladder for a status. */
  escalations?: EscalationConfig[];
  /** When nobody is told but by comments. What came meanwhile is told at the end. */
  quietHours?: QuietHoursConfig;
  /** Post a comment on the page that mentions the new assignees. Default true. */
  comment?: boolean;
  /**
   * Post to the Slack channel: `auto` (default) if a webhook or a bot token is stored, true always, false never.
   * Direct messages, and the channel of a step, do not ask for it.
   */
  slack?: 'auto' | boolean;
  /** Id of the channel that the Slack bot posts into, such as `C0123456789`. A webhook has its own. */
  slackChannel?: string;
  /** Mention people in the channel rather than name them, as far as their Slack ids are known. Default true. */
  slackMention?: boolean;
  /** The Slack bot tells each person by direct message, too. Default false. */
  slackDirectMessage?: boolean;
  /**
   * Notices of one minute that a Slack channel gets each as a message of its own; what is more comes in one
   * digest when the minute is over. Default 10; 0 for digests alone, a large number for none.
   */
  slackSingles?: number;
  /** Send an e-mail to each person through Amazon SES. Default: none is sent. */
  email?: EmailConfig;
  /** Who people are outside of Notion. Whom it does not name is looked up in Slack by their e-mail address. */
  people?: PersonConfig[];
  messages?: MessageConfig;
  /** The same in other languages, by names such as `de`; what one leaves out is said as ever. See `people`. */
  languages?: Record<string, TranslationConfig>;
}

export interface EmailConfig {
  /** `Pagebell <bell@example.com>`, or an address alone. Amazon SES must have verified it, or its domain. */
  from: string;
  /** Where answers go. Default: to the sender. */
  replyTo?: string;
  /** The verified identity, where it is neither the sender's address nor its domain: a domain above that. */
  identity?: string;
}

export interface PersonConfig {
  /** Notion user id. */
  notion: string;
  /** Slack user id, such as `U0123456789`. */
  slack?: string;
  /** Where Notion does not tell it, or where it is another one elsewhere. */
  email?: string;
  /** One of `languages`: in what is for them alone, or for those only who have the same. */
  language?: string;
}

export interface DataSourceConfig {
  /** The data source's id, with or without dashes (not the id of the database that holds it). */
  id: string;
  /** Only pages of which all of this holds are anybody's: of others nobody is told. Default: every page. */
  only?: ConditionConfig[];
  /** Overrides the workspace's. */
  assigneeProperty?: string;
  /** Overrides the workspace's. */
  statusProperty?: string;
  /** Instead of the workspace's, as a whole. */
  reminders?: RemindersConfig;
  /** Instead of the workspace's: `[]` for none. */
  escalations?: EscalationConfig[];
  /** Overrides the workspace's. */
  slackChannel?: string;
  /** Overrides the workspace's. */
  slackMention?: boolean;
  /** Overrides the workspace's. */
  slackDirectMessage?: boolean;
  /** Single templates instead of the workspace's. */
  messages?: MessageConfig;
}

/** Types the configuration in `pagebell.config.ts`; changes nothing. */
export function defineConfig(config: PagebellConfig): PagebellConfig {
  return config;
}
