import { nextList, overdueIdOf, partsOfOverdueId } from '../../core/overdue.ts';
import { watchOf } from '../../core/watch.ts';
import { channelsOf } from '../notices/channels.ts';
import { destinationOf } from '../notices/slack-ways.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';

/** The id of the list that tells what is overdue in a data source; undefined: none does. */
export function overdueListOf(dataSourceId: string, turn: Turn): string | undefined {
  const { reminders } = watchOf(turn.workspace, dataSourceId);
  if (!reminders?.overdue || !channelsOf(turn, dataSourceId).includes('slack')) return undefined;
  const destination = destinationOf(dataSourceId, turn);
  return destination === undefined ? undefined : overdueIdOf(destination, reminders);
}

/** From now on the list is told each day, if it is not already. */
export async function beginOverdueList(
  dataSourceId: string,
  turn: Turn,
  { clock, overdue }: ConsumerPorts,
): Promise<void> {
  const id = overdueListOf(dataSourceId, turn);
  if (id === undefined) return;
  await overdue.add(turn.workspace.key, id, nextList(partsOfOverdueId(id), clock.now()));
}
