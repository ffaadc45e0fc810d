import type { Assignee } from './page-record.ts';
import type { MessageSet, PartialMessageSet, WorkspaceSettings } from './settings.ts';

/**
 * What is said to these people of a page: in their language, if all of them have the same, then in the data
 * source's words, then in the workspace's. Each template goes its own way to the first that has it.
 *
 * @param people of one notice; to none in particular the workspace's own language is spoken
 */
export function wordingOf(
  { messages, languages, dataSources = [], people: known }: WorkspaceSettings,
  dataSourceId: string | undefined,
  people: readonly Assignee[],
): MessageSet {
  const spoken = new Set(people.map(({ id }) => known.find(({ notion }) => notion === id)?.language));
  const [language, ...others] = spoken;
  const translated = language === undefined || others.length > 0 ? undefined : languages[language];
  const own = dataSources.find(({ id }) => id === dataSourceId)?.messages;
  return withMessages(withMessages(messages, own), translated);
}

/** What one message says of several pages: as all of them have it, else as the workspace says it. */
export function agreed(texts: readonly string[], ofWorkspace: string): string {
  const [text, ...others] = new Set(texts);
  return text === undefined || others.length > 0 ? ofWorkspace : text;
}

/** A set with what another says instead. */
export function withMessages(base: MessageSet, over: PartialMessageSet = {}): MessageSet {
  return {
    assigned: withTexts(base.assigned, over.assigned),
    unassigned: withTexts(base.unassigned, over.unassigned),
    reminder: withTexts(base.reminder, over.reminder),
    escalation: withTexts(base.escalation, over.escalation),
    digest: over.digest ?? base.digest,
    overdue: withTexts(base.overdue, over.overdue),
    mute: over.mute ?? base.mute,
    words: withTexts(base.words, over.words),
  };
}

function withTexts<Texts extends object>(base: Texts, over: SomeOf<Texts> = {}): Texts {
  const said = Object.entries(over).filter(([, text]) => text !== undefined);
  return { ...base, ...Object.fromEntries(said) };
}

type SomeOf<Texts> = { readonly [Name in keyof Texts]?: Texts[Name] | undefined };
