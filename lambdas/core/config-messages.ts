export interface MessageConfig {
  /** For people to whom a page was assigned. */
  assigned?: TemplateConfig;
  /** For people whose page it is no longer. */
  unassigned?: TemplateConfig;
  /** For the assignees of a page that is due. Also `{when}` (such as `due tomorrow`) and `{date}`. */
  reminder?: TemplateConfig;
  /** For who is told that a page is in a status. Also `{status}`. */
  escalation?: EscalationTemplateConfig;
  /** Slack mrkdwn above the list of a digest whose pages all have the same. Placeholder: `{count}`. */
  digest?: string;
  /** Of the daily list of what is overdue. */
  overdue?: OverdueTemplateConfig;
  /** Below each Slack message and e-mail to people, and a list that mentions somebody: how to be told no longer. */
  mute?: string;
  words?: WordsConfig;
}

/** In another language: all but what is told to a channel or an address, which have none. */
export interface TranslationConfig extends Omit<MessageConfig, 'escalation'> {
  escalation?: TemplateConfig;
}

/** What is said in the place of `{when}`, `{people}` and `{title}`, or beside them. */
export interface WordsConfig {
  /** Default `due today`. */
  dueToday?: string;
  /** Default `due tomorrow`. */
  dueTomorrow?: string;
  /** Must hold `{days}`, two at least. Default `due in {days} days`. */
  dueInDays?: string;
  /** Default `overdue since yesterday`. */
  overdueOneDay?: string;
  /** Must hold `{days}`, two at least. Default `overdue for {days} days`. */
  overdueDays?: string;
  /** Who has no name. Default `A team member`. */
  somebody?: string;
  /** Whose a page without assignees is. Default `nobody`. */
  nobody?: string;
  /** A page without a title. Default `Untitled`. */
  untitled?: string;
  /** After a long list of names; must hold `{count}`. Default `and {count} more`. */
  andMore?: string;
  /** Where there is no room for names; must hold `{count}`. Default `{count} people`. */
  manyPeople?: string;
  /** Below a comment that is one of several; must hold `{number}` and `{of}`. Default `({number} of {of})`. */
  part?: string;
}

/** Templates. Placeholders: `{people}`, `{title}`, `{pagebell}` (comment only), `{url}` (Slack and e-mail). */
export interface TemplateConfig {
  /** Must hold `{people}` and `{pagebell}`, the link by which a comment is recognised. */
  comment?: string;
  /** Slack mrkdwn. Must hold `{people}`. */
  slack?: string;
  /** Subject of an e-mail. Placeholder: `{title}`. */
  subject?: string;
  /** Plain text of an e-mail, of which its HTML is made; `{people}` is the one who gets it. Must hold `{url}`. */
  email?: string;
}

/** In the two of its own `{people}` are the page's assignees, by name. Both must hold `{url}`. */
export interface EscalationTemplateConfig extends TemplateConfig {
  /** Slack mrkdwn for the channel that a step tells. */
  toChannel?: string;
  /** Plain text for the address that a step tells; the subject is the same as for people. */
  toAddress?: string;
}

/** Slack mrkdwn. */
export interface OverdueTemplateConfig {
  /** Above a list whose pages all have the same. Placeholder: `{count}`. */
  header?: string;
  /** Of each page, in its assignees' language. Placeholders: `{title}`, `{url}`, `{people}` (its assignees), `{when}`, `{date}`. */
  line?: string;
}
