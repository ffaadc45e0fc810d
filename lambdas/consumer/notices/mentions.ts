import type { Budget } from '../../core/budget.ts';
import { reasonOf } from '../../core/classify.ts';
import type { Assignee } from '../../core/page-record.ts';
import { slackSettingsOf } from '../../core/slack-settings.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';

/**
 * Slack's ids of those who are to be mentioned in the channel, by their id in Notion; undefined where all are
 * named. Whoever cannot be looked up is named: it stops nothing.
 *
 * @param share of the workspace's budget that looking up may use
 */
export async function mentionsIn(
  people: readonly Assignee[],
  dataSourceId: string | undefined,
  { whoIsWho, workspace }: Turn,
  { log }: ConsumerPorts,
  share?: Budget,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (!slackSettingsOf(dataSourceId, workspace).mention) return undefined;
  const found = await Promise.all(
    people.map(async ({ id, kind }): Promise<[string, string][]> => {
      if (kind === 'group') return [];
      const answer = await whoIsWho.slackIdOf(id, share);
      if (!answer.ok) log.info('Named, not mentioned', { userId: id, reason: reasonOf(answer.failure) });
      return answer.ok && answer.value !== undefined ? [[id, answer.value]] : [];
    }),
  );
  return new Map(found.flat());
}
