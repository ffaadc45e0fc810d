import { CommandError } from '../command-error.ts';
import { askersOf, type Entry, type MessageEntry, type PageEntry, settledLetters } from './entries.ts';
import type { DlqPorts, Letter } from './ports.ts';
import { findEntry, type Survey } from './survey.ts';

/** What is to be retried: all without any. */
export interface Choice {
  ids: readonly string[];
  /** A part of the reason. */
  reason?: string | undefined;
}

/** @throws {CommandError} for an id that nothing has */
export function choose({ ids, reason }: Choice, entries: readonly Entry[]): Entry[] {
  const named = ids.length > 0 ? [...new Set(ids)].map((id) => findEntry(id, entries)) : entries;
  const part = reason?.toLowerCase();
  return part === undefined ? [...named] : named.filter((one) => one.reason.toLowerCase().includes(part));
}

/** One message for the queue of events. */
type Errand =
  | { kind: 'page'; entries: [PageEntry, ...PageEntry[]] }
  | { kind: 'message'; entries: [MessageEntry]; workspace: string };

/**
 * Sends what was parked through the queue again. A copy leaves the dead-letter queue only after that: whoever
 * dies in between leaves one too many, which does no harm.
 *
 * @param workspaces those of the configuration
 * @returns messages whose removal failed
 * @throws {CommandError} that tells how many were sent before
 */
export async function retry(
  chosen: readonly Entry[],
  { entries, remove }: Survey,
  workspaces: readonly string[],
  { queue }: Pick<DlqPorts, 'queue'>,
): Promise<Letter[]> {
  const errands = errandsFor(chosen, workspaces);
  const askers = askersOf(entries);
  const done = new Set<Entry>();
  const stuck: Letter[] = [];
  for (const errand of errands) {
    try {
      await send(errand, queue);
    } catch (error) {
      if (!(error instanceof CommandError) || done.size === 0) throw error;
      const sent = `${done.size} of ${chosen.length} were sent before this: ${error.message}`;
      throw new CommandError(sent, error.remedy, { cause: error });
    }
    for (const entry of errand.entries) done.add(entry);
    for (const letter of settledLetters(errand.entries, done, askers)) {
      await remove(letter).catch(() => void stuck.push(letter));
    }
  }
  return stuck;
}

/**
 * Everything of one page is one message, so that it costs one read.
 *
 * @throws {CommandError} for what cannot be sent
 */
export function errandsFor(chosen: readonly Entry[], workspaces: readonly string[]): Errand[] {
  const pages = new Map<string, [PageEntry, ...PageEntry[]]>();
  const messages: Errand[] = [];
  for (const entry of chosen) {
    if (entry.kind === 'message') {
      messages.push({ kind: 'message', entries: [entry], workspace: workspaceOf(entry, workspaces) });
      continue;
    }
    const key = `${entry.workspace}#${entry.record.pageId}`;
    const known = pages.get(key);
    if (known) known.push(entry);
    else pages.set(key, [entry]);
  }
  return [...[...pages.values()].map((entries): Errand => ({ kind: 'page', entries })), ...messages];
}

function workspaceOf({ id, workspace }: MessageEntry, workspaces: readonly string[]): string {
  if (workspace !== undefined && workspaces.includes(workspace)) return workspace;
  throw new CommandError(
    `The message ${id} is of ${workspace === undefined ? 'no workspace' : `the workspace ${workspace}`}, which is not in the configuration`,
    `Add the workspace, or drop the message: \`pagebell dlq drop ${id}\`.`,
  );
}

async function send(errand: Errand, queue: DlqPorts['queue']): Promise<void> {
  switch (errand.kind) {
    case 'page': {
      const [{ workspace, record }] = errand.entries;
      const notices = errand.entries.map(({ entry }) => entry.id);
      return queue.retry({ kind: 'retry', workspace, pageId: record.pageId, notices });
    }
    case 'message':
      return queue.resend(errand.workspace, errand.entries[0].letter.body);
  }
}
