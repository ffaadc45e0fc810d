import { type Decoded, decodeJob } from '../../../lambdas/core/envelope.ts';
import type { OutboxEntry, PageRecord } from '../../../lambdas/core/page-record.ts';
import type { Letter } from './ports.ts';

interface EntryBase {
  /** By which the operator names it. */
  id: string;
  /** Undefined where neither the message nor its attributes tell. */
  workspace: string | undefined;
  reason: string;
  hint: string;
  /** ms */
  failedAt: number;
}

/** An entry of a page's outbox that was given up. */
export interface PageEntry extends EntryBase {
  kind: 'page';
  workspace: string;
  record: PageRecord;
  entry: OutboxEntry;
  /** Messages in the dead-letter queue that ask for it. */
  copies: Letter[];
}

/** A message of the dead-letter queue for which no page's record holds anything that was given up. */
export interface MessageEntry extends EntryBase {
  kind: 'message';
  letter: Letter;
  decoded: Decoded;
}

/** Something that a person must look at. */
export type Entry = PageEntry | MessageEntry;

const NO_REASON = 'received again and again without an end';
const NO_HINT = 'Read the errors in the log of the consumer, then retry it.';

/** What is parked, the longest first: all of the records', and of the messages those that belong to none. */
export function entriesOf(records: readonly PageRecord[], letters: readonly Letter[]): Entry[] {
  const ofPages = new Map(records.map((record) => [keyOf(record), pageEntries(record)]));
  const rest = letters.flatMap((letter): MessageEntry[] => {
    const decoded = decodeJob(letter.body);
    const named = namedBy(decoded, ofPages);
    for (const entry of named) entry.copies.push(letter);
    return named.length > 0 ? [] : [messageEntry(letter, decoded)];
  });
  return [...[...ofPages.values()].flat(), ...rest].sort((a, b) => a.failedAt - b.failedAt);
}

function keyOf({ workspace, pageId }: { workspace: string; pageId: string }): string {
  return `${workspace}#${pageId}`;
}

function pageEntries(record: PageRecord): PageEntry[] {
  return record.outbox.flatMap((entry): PageEntry[] => {
    const { progress } = entry;
    if (progress.state !== 'failed') return [];
    const { reason, hint, failedAt } = progress;
    const id = entry.kind === 'read' ? `${record.pageId.replaceAll('-', '')}-read` : entry.id;
    const { workspace } = record;
    return [{ kind: 'page', id, workspace, reason, hint, failedAt, record, entry, copies: [] }];
  });
}

function namedBy(decoded: Decoded, ofPages: ReadonlyMap<string, PageEntry[]>): PageEntry[] {
  if (decoded.kind !== 'job' || decoded.job.kind !== 'retry') return [];
  const { notices } = decoded.job;
  return (ofPages.get(keyOf(decoded.job)) ?? []).filter(({ entry }) => notices.includes(entry.id));
}

function messageEntry(letter: Letter, decoded: Decoded): MessageEntry {
  const { messageId: id, reason = NO_REASON, hint = NO_HINT, failedAt } = letter;
  const workspace = decoded.kind === 'job' ? decoded.job.workspace : letter.workspace;
  return { kind: 'message', id, workspace, reason, hint, failedAt, letter, decoded };
}

/** Which entries each message asks for. */
export type Askers = ReadonlyMap<Letter, readonly Entry[]>;

export function askersOf(entries: readonly Entry[]): Askers {
  const askers = new Map<Letter, Entry[]>();
  for (const entry of entries) {
    for (const letter of lettersOf(entry)) askers.set(letter, [...(askers.get(letter) ?? []), entry]);
  }
  return askers;
}

/** The messages of some entries that ask for nothing but what is done with. */
export function settledLetters(
  of: readonly Entry[],
  done: ReadonlySet<Entry>,
  askers: Askers,
): ReadonlySet<Letter> {
  const letters = of.flatMap(lettersOf);
  return new Set(letters.filter((letter) => askers.get(letter)?.every((entry) => done.has(entry))));
}

function lettersOf(entry: Entry): readonly Letter[] {
  return entry.kind === 'page' ? entry.copies : [entry.letter];
}
