import type { PageRecord } from '../../lambdas/core/page-record.ts';
import type { ReceivedMessage } from '../../local/aws/sqs/fifo-queue.ts';
import { announcementsOf } from './announcement.ts';
import { judgePage } from './announcements.ts';
import { Excuses } from './excuses.ts';
import { channelsOf } from './setup.ts';
import type { World } from './world.ts';

/** All that people were told wrongly, or were not told, by every rule and in every channel. */
export function misjudged(
  world: World,
  records: readonly PageRecord[],
  parked: readonly ReceivedMessage[],
): string[] {
  const { truth, knowledge, setup, tally } = world;
  const announcements = announcementsOf(world);
  const excuses = new Excuses(records, parked, tally.faults);
  const pages = new Set([...truth.assignments, ...announcements].map(({ pageId }) => pageId));
  return channelsOf(setup).flatMap((channel) => {
    const heard = announcements.filter((one) => one.channel === channel);
    return [...pages].flatMap((pageId) => {
      const isExcused = (personId: string) => excuses.cover(pageId, channel, personId);
      const { tellsUnassigned } = setup;
      return judgePage({
        pageId,
        channel,
        announcements: heard,
        truth,
        knowledge,
        tellsUnassigned,
        isExcused,
      });
    });
  });
}
