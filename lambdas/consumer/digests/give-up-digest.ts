import type { Settlement } from '../../core/outbox.ts';
import type { DigestRecord } from '../../core/ports/digests.ts';
import { isOfTheStore } from '../../core/ports/store-errors.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { handBack, type Member, settleMembers, standing } from './digest-members.ts';

/** It failed again and again: each of its notices is given up as if it had been a message of its own. */
export async function giveUpDigest(
  id: string,
  dueAt: number,
  reason: string,
  hint: string,
  messageIds: readonly string[],
  turn: Turn,
  ports: ConsumerPorts,
): Promise<void> {
  const { key } = turn.workspace;
  let removable = dueAt;
  try {
    const record = await ports.digests.load(key, id);
    if (!record) return;
    removable = record.progress.dueAt;
    await giveUpMembers(id, record, { kind: 'failed', reason, hint }, messageIds, turn, ports);
  } catch (error) {
    // What cannot be given up must not come again for ever: it looks for its digest, and goes without it.
    if (!isOfTheStore(error)) await ports.digests.remove(key, id, removable);
    throw error;
  }
  await ports.digests.remove(key, id, removable);
}

async function giveUpMembers(
  id: string,
  { progress, members }: DigestRecord,
  failed: Settlement,
  messageIds: readonly string[],
  turn: Turn,
  ports: ConsumerPorts,
): Promise<void> {
  const told = new Set(progress.state === 'told' ? progress.telling : []);
  const left = await standing(id, members, turn, ports);
  const isTold = ({ notice }: Member) => told.has(notice.id);
  const isElsewhere = ({ fate }: Member) => fate === 'elsewhere';
  const untold = left.filter((member) => !isTold(member));
  await settleMembers(left.filter(isTold), { kind: 'delivered' }, messageIds, turn, ports);
  await handBack(id, untold.filter(isElsewhere), ports);
  const failing = untold.filter((member) => !isElsewhere(member));
  await settleMembers(failing, failed, messageIds, turn, ports);
}
