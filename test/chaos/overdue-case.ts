import { judgeLists } from './overdue-judge.ts';
import type { World } from './world.ts';

const LIST_KEY = '"overdue#';

/** All that is wrong with the daily lists of what is overdue; nothing, where there are none. */
export function mislisted({ slack, notion, truth, queues, listsSince, time }: World): string[] {
  const { lists } = slack.sent;
  if (listsSince === undefined) return lists.map(() => 'told what is overdue, against the configuration');
  return judgeLists({
    lists: [...lists].sort((a, b) => a.at - b.at),
    pageIds: [...notion.pages.keys()],
    truth,
    searches: notion.searches,
    since: listsSince,
    givenUp: queues.parked.filter(({ body }) => body.includes(LIST_KEY)).map(({ at }) => at),
    now: time.now(),
  });
}
