/** What a property must be. A page without such a property is not left out for it. */
export type ConditionConfig = { property: string } & (
  | {
      /** The status or select is one of these. */
      is: string[];
    }
  | {
      /** It is none of these; nothing is none of them. */
      isNot: string[];
    }
  | { checked: boolean }
  | {
      /** One of these Notion users, or groups, is in the people property. */
      includes: string[];
    }
  | {
      /** Whether the status, select or people property is to hold nothing. */
      isEmpty: boolean;
    }
);

export interface RemindersConfig {
  /** Name of the date property. Default `Due`. */
  property?: string;
  /** Local time of day, `HH:MM`. Default `09:00`. */
  at?: string;
  /** An IANA name, such as `Europe/Berlin`. */
  timeZone: string;
  /** Days before the due date, 0 for the day itself, negative for days after it. Default `[1, 0]`; `[]` for none. */
  daysBefore?: number[];
  /** Statuses of pages of which nobody is reminded any more. Default: those in Notion's group Complete, else `Done`. */
  completed?: string[];
  /**
   * Each day at `at`, also list what is overdue and not completed in the Slack channel, in one message. Default
   * false.
   */
  overdue?: boolean;
}

export interface EscalationConfig {
  /** The status, as its property shows it. */
  status: string;
  /** The first is usually after `0h`. */
  steps: EscalationStepConfig[];
}

export interface EscalationStepConfig {
  /** How long the page is in the status by then: `30m`, `24h`, `3d`. Later than the step before. */
  after: string;
  /** Whom to tell: one of these at least. */
  tell: TellConfig;
}

export interface TellConfig {
  /** Notion user ids. */
  people?: string[];
  /** The page's assignees. */
  assignees?: boolean;
  /** Id of a Slack channel, such as `C0123456789`, that the bot posts one message into. */
  channel?: string;
  /** An address that gets one e-mail; the workspace's `email` says from whom. It is stored nowhere else. */
  email?: string;
}

export interface QuietHoursConfig {
  /** Local time of day, `HH:MM`. */
  from: string;
  /** Local time of day; where it is before `from`, it is the next day's. */
  to: string;
  /** An IANA name, such as `Europe/Berlin`. */
  timeZone: string;
}
