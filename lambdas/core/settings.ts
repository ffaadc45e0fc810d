import type { QuietHoursConfig } from './config-rules.ts';
import type { Channel, Rule } from './page-record.ts';

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
  mirrors: MirrorConfigured[];
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
  statusProperty: string;
  reminders?: ReminderSettings | undefined;
  escalations: EscalationSettings[];
  comment: boolean;
  slack: 'auto' | boolean;
  slackChannel?: string | undefined;
  slackMention: boolean;
  slackDirectMessage: boolean;
  slackSingles: number;
  email?: EmailSettings | undefined;
  /** Ids of Notion are canonical. */
  people: PersonSettings[];
  messages: MessageSet;
  /** By their names. What a language does not say is said as ever. */
  languages: Readonly<Record<string, PartialMessageSet>>;
  /** Those that it is on one side of, where they were attached: see core/mirror/attach-mirrors.ts. */
  mirrors?: MirrorSettings[] | undefined;
}

export type MessageSet = Record<Rule, Templates> & {
  escalation: PlaceTemplates;
  digest: string;
  overdue: OverdueTemplates;
  mute: string;
  words: Words;
};

/** Single templates of a set. */
export type PartialMessageSet = {
  readonly [Key in keyof MessageSet]?: MessageSet[Key] extends string
    ? string | undefined
    : { readonly [Name in keyof MessageSet[Key]]?: MessageSet[Key][Name] | undefined } | undefined;
};

/** What code says in a template's place, or beside it. */
export interface Words {
  dueToday: string;
  dueTomorrow: string;
  /** `{days}`: more than one. */
  dueInDays: string;
  overdueOneDay: string;
  /** `{days}`: more than one. */
  overdueDays: string;
  /** Who has no name. */
  somebody: string;
  /** Of a page without assignees. */
  nobody: string;
  /** A page without a title. */
  untitled: string;
  /** `{count}`: after a list of names that goes on. */
  andMore: string;
  /** `{count}`: where there is no room for names. */
  manyPeople: string;
  /** `{number}` and `{of}`: of a comment that mentions more people than one can. */
  part: string;
}

/** Ids are canonical. */
export interface MirrorConfigured {
  from: { workspace: string; dataSource: string; link: string };
  to: { workspace: string; dataSource: string };
  properties: MirroredProperty[];
  both: boolean;
}

export interface MirrorSettings extends MirrorConfigured {
  /** Names it in records and jobs: another one where a data source changes. */
  key: string;
  /** Where it stands in the configuration: `mirrors[0]`. */
  place: string;
}

export interface MirroredProperty {
  from: string;
  to: string;
  /** What options are called on the `to` side, by their names on the `from` side. */
  options: Record<string, string>;
}

export interface Templates {
  comment: string;
  slack: string;
  subject: string;
  email: string;
}

/** For who is told as nobody in particular. */
export interface PlaceTemplates {
  toChannel: string;
  toAddress: string;
}

/** Slack mrkdwn. */
export interface OverdueTemplates {
  header: string;
  line: string;
}

export interface EmailSettings {
  from: string;
  replyTo?: string | undefined;
  identity?: string | undefined;
}

export interface PersonSettings {
  notion: string;
  slack?: string | undefined;
  email?: string | undefined;
  /** One of the workspace's. */
  language?: string | undefined;
}

export interface DataSourceSettings {
  id: string;
  /** All must hold of a page that anybody is told of. */
  only?: Condition[] | undefined;
  assigneeProperty?: string | undefined;
  statusProperty?: string | undefined;
  reminders?: ReminderSettings | undefined;
  escalations?: EscalationSettings[] | undefined;
  slackChannel?: string | undefined;
  slackMention?: boolean | undefined;
  slackDirectMessage?: boolean | undefined;
  /** Instead of the workspace's own. */
  messages?: PartialMessageSet | undefined;
}

/** One question to a page's property. */
export type Condition = { property: string } & (
  | { is: string[] }
  | { isNot: string[] }
  | { checked: boolean }
  /** Ids are canonical. */
  | { includes: string[] }
  | { isEmpty: boolean }
);

export interface ReminderSettings {
  property: string;
  at: string;
  timeZone: string;
  daysBefore: number[];
  /** Undefined: the status's group in Notion tells. */
  completed?: string[] | undefined;
  overdue: boolean;
}

export interface EscalationSettings {
  status: string;
  steps: EscalationStep[];
}

export interface EscalationStep {
  after: string;
  /** Ids are canonical. */
  tell: {
    people: string[];
    assignees: boolean;
    channel?: string | undefined;
    email?: string | undefined;
  };
}
