import { isPlace } from '../../lambdas/core/notices.ts';
import type { Channel, PageRecord, Place } from '../../lambdas/core/page-record.ts';
import type { ReceivedMessage } from '../../local/aws/sqs/fifo-queue.ts';
import { type Announcement, announcementsOf } from './announcement.ts';
import { judgePage } from './announcements.ts';
import { isCalmFor } from './calm.ts';
import { judgeEscalations } from './escalation-judge.ts';
import { Excuses } from './excuses.ts';
import { mislisted } from './overdue-case.ts';
import { judgeReminders } from './reminder-judge.ts';
import type { RuleCase } from './rule-case.ts';
import { channelsOf, isMuted, placesOf } from './setup.ts';
import { unwished } from './silence-judge.ts';
import { outdated } from './staleness.ts';
import type { World } from './world.ts';

/** From a time that has come: until the timer finds it, and the comment is there. */
const MOST_LATE_MS = 160_000;

/** All that people were told wrongly, or were not told, by every rule and in every channel. */
export function misjudged(
  world: World,
  records: readonly PageRecord[],
  parked: readonly ReceivedMessage[],
): string[] {
  const { truth, setup, tally } = world;
  const announcements = announcementsOf(world).sort((a, b) => a.at - b.at);
  const excuses = new Excuses(records, parked, tally.faults);
  const pages = new Set([...truth.assignments, ...announcements].map(({ pageId }) => pageId));
  const channels = [...channelsOf(setup), ...placesOf(setup)];
  const perPage = channels.flatMap((channel) =>
    [...pages].flatMap((pageId) => {
      const heard = announcements.filter((one) => one.channel === channel && one.pageId === pageId);
      const isExcused = (personId: string) =>
        isMuted(setup, personId, channel) || excuses.cover(pageId, channel, personId);
      return judgedPage({ pageId, channel, heard, isExcused }, world);
    }),
  );
  return [...perPage, ...unwished(announcements, setup), ...mislisted(world)];
}

interface Heard {
  pageId: string;
  channel: Channel | Place;
  heard: readonly Announcement[];
  isExcused(personId: string): boolean;
}

function judgedPage({ pageId, channel, heard, isExcused }: Heard, world: World): string[] {
  const { truth, knowledge, setup, schedule, time } = world;
  const { tellsUnassigned, reminds, escalates } = setup;
  const by = (rule: Announcement['rule']) => heard.filter((one) => one.rule === rule);
  const reads = knowledge.readsOf(pageId);
  const changes = [...by('assigned'), ...by('unassigned')];
  const about = { pageId, channel, truth, isExcused };
  const isInTime = channel === 'comment' && isCalmFor(pageId, schedule);
  const mostLateMs = isInTime ? MOST_LATE_MS : Number.POSITIVE_INFINITY;
  const late = { reads, now: time.now(), mostLateMs };
  const caseOf = (rule: Announcement['rule']): RuleCase => ({ ...about, ...late, announcements: by(rule) });
  return [
    ...(isPlace(channel)
      ? []
      : judgePage({ ...about, channel, announcements: changes, knowledge, tellsUnassigned })),
    ...(reminds && !isPlace(channel) ? judgeReminders(caseOf('reminder')) : []),
    ...(escalates ? judgeEscalations(caseOf('escalation')) : []),
    ...outdated(heard, reads),
  ];
}
