import type { Advanced } from '../pages/advance.ts';
import { type PageWork, update } from '../pages/page-work.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { deliver } from './deliver.ts';
import { logDelivered, settleAll, type Tried } from './settle-notices.ts';

/** Makes every claimed call at once and saves what became of them, whatever else happens. */
export async function deliverAll(
  { record, claims }: Advanced,
  { pageId, messageIds }: PageWork,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Tried[]> {
  const { state: page, memory } = record;
  if (!page || claims.length === 0) return [];
  const ended = await Promise.allSettled(
    claims.map(async (claim): Promise<Tried> => {
      const delivered = await deliver({ ...claim, pageId, page, memory, messageIds }, turn, ports);
      logDelivered(claim, delivered, pageId, ports);
      return { claim, delivered };
    }),
  );
  const known = ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  const now = ports.clock.now();
  await update(record, (current) => ({ record: settleAll(current, known, turn, now) }), ports.pages);
  // What halts the workspace says for how long; a call that could not be parked is looked after by its claim.
  if (known.some(({ delivered }) => delivered.haltUntil !== undefined)) return known;
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return known;
}
