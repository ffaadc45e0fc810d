import { CommandError } from '../command-error.ts';
import { askersOf, type Entry, type PageEntry, settledLetters } from './entries.ts';
import type { DlqPorts } from './ports.ts';
import type { Survey } from './survey.ts';

/** Somebody else saves the record in between. */
const MOST_TRIES = 20;

/**
 * Forgets what was parked: out of its page's record, then its copies out of the dead-letter queue.
 *
 * @throws {CommandError} if it is not parked any more
 */
export async function drop(
  entry: Entry,
  { entries, remove }: Survey,
  { pages }: Pick<DlqPorts, 'pages'>,
): Promise<void> {
  if (entry.kind === 'page') await dropFromRecord(entry, pages);
  const letters = settledLetters([entry], new Set([entry]), askersOf(entries));
  for (const letter of letters) await remove(letter);
}

async function dropFromRecord(
  { id, workspace, record, entry }: PageEntry,
  pages: DlqPorts['pages'],
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const current = await pages.load(workspace, record.pageId);
    const outbox = current?.outbox.filter((one) => one.id !== entry.id || one.progress.state !== 'failed');
    if (!current || !outbox || outbox.length === current.outbox.length) {
      throw new CommandError(
        `${id} is not parked any more`,
        'Somebody has retried or dropped it: see `pagebell dlq list`.',
      );
    }
    if (await pages.save({ ...current, outbox })) return;
  }
  throw new CommandError(`The record of ${id} changes faster than it can be saved`, 'Try again.');
}
