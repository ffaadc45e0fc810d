import { isCalmFor } from './calm.ts';
import { PAGES, pageIdOf } from './cast.ts';
import { isDigest } from './told-text.ts';
import type { World } from './world.ts';

/** Shorter than a minute: it meets two of the clock's at most, though a message takes a while. */
const SPAN_MS = 50_000;

/** Where nothing is in trouble, no more goes singly into a Slack channel than is configured. */
export function crowded({ slack, setup, schedule }: World): string[] {
  const isCalm = Array.from({ length: PAGES }, (_, index) => pageIdOf(index + 1)).every((pageId) =>
    isCalmFor(pageId, schedule),
  );
  if (!isCalm) return [];
  const most = 2 * setup.slackSingles;
  const singles = slack.sent.all.filter(({ channel, text }) => channel === 'slack' && !isDigest(text));
  const crowd = singles.find(
    ({ at: begin }) => singles.filter(({ at }) => at >= begin && at < begin + SPAN_MS).length > most,
  );
  return crowd ? [`more than ${most} messages came singly after ${new Date(crowd.at).toISOString()}`] : [];
}
