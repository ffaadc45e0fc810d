import { owe, takeOver } from '../../core/mirror/entries.ts';
import { isAwake, isDue, oweRead, READ_ID, settle } from '../../core/outbox.ts';
import type { Outbox } from '../../core/page-record.ts';
import { sightingOf } from '../../core/sightings.ts';
import { park } from '../park.ts';
import type { ConsumerPorts } from '../turn.ts';
import { loadOrEmpty, type PageWork, update } from './page-work.ts';

/**
 * Gives up all that the work asks of a page: the read that its events want, and what is due. First the copy
 * in the dead-letter queue, then the record, so that nothing is in neither.
 */
export async function parkPage(
  work: PageWork,
  reason: string,
  hint: string,
  ports: ConsumerPorts,
): Promise<void> {
  const { workspace, pageId, messageIds } = work;
  const failed = { kind: 'failed', reason, hint } as const;
  const stored = await loadOrEmpty(work, ports.pages);
  const now = ports.clock.now();
  const asking = (outbox: Outbox) =>
    work.mirrors.reduce(
      (owed, { mirror, partner }) => owe(owed, takeOver(pageId, mirror, partner, now)),
      [...outbox],
    );
  const loaded = { ...stored, outbox: asking(stored.outbox) };
  const due = loaded.outbox.filter((entry) => entry.kind !== 'wake' && isDue(entry, now)).map(({ id }) => id);
  const isReadAsked = work.events.length > 0 || isAwake(loaded.outbox, now);
  const asked = work.retries.flatMap(({ notices }) => notices);
  const entries = [...new Set([...due, ...asked, ...(isReadAsked ? [READ_ID] : [])])];
  await park({ workspace, pageId, entries, messageIds, reason, hint }, ports);

  await update(
    stored,
    (record) => {
      const settled = due.reduce<Outbox>(
        (outbox, id) => settle(outbox, id, failed, now),
        asking(record.outbox),
      );
      const outbox = isReadAsked ? oweRead(settled, work.events.map(sightingOf), failed, now) : settled;
      return { record: { ...record, outbox } };
    },
    ports.pages,
  );
}
