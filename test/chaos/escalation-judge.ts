import { isPlace } from '../../lambdas/core/notices.ts';
import type { Announcement } from './announcement.ts';
import { LEADS, nameOf, ON_CALL, pageName } from './cast.ts';
import type { KnownState } from './knowledge.ts';
import { FRESH } from './page-values.ts';
import type { RuleCase } from './rule-case.ts';
import { ASSIGNEES_STEP, BLOCKED, ON_CALL_STEP, STEP_MINUTES } from './setup.ts';
import { CLAIM_MS } from './staleness.ts';

const MINUTE = 60_000;
const ON_CALL_BY_PLACE = { 'slack-channel': ON_CALL.channel, 'email-address': ON_CALL.address } as const;
/** A read shows who was assigned when it began: what it plans may come so much later. */
const READ_MS = 90_000;

/** A stay in the status, as far as Pagebell saw it. */
interface Stay {
  /** When the first read began that showed it (ms). */
  since: number;
  /** When a read was written down that showed its end. */
  endKnownAt: number;
}

/** Compares what was told of a page that was blocked with how long it was. */
export function judgeEscalations(about: RuleCase): string[] {
  const stays = staysIn(about.reads);
  return [
    ...about.announcements.flatMap((one) => needless(one, about, stays)),
    ...repeated(about),
    ...missing(about, stays.at(-1)),
  ];
}

function staysIn(reads: readonly KnownState[]): Stay[] {
  const stays: Stay[] = [];
  for (const read of reads) {
    const { readStartedAt: since, storedAt } = read;
    const last = stays.at(-1);
    const isOpen = last?.endKnownAt === Number.POSITIVE_INFINITY;
    if (!isBlocked(read) && last && isOpen) last.endKnownAt = storedAt;
    if (isBlocked(read) && !isOpen) stays.push({ since, endKnownAt: Number.POSITIVE_INFINITY });
  }
  return stays;
}

/** Each step has its time in a stay, and its people. */
function needless(one: Announcement, { pageId, truth }: RuleCase, stays: readonly Stay[]): string[] {
  const { personId, step = 0, status, at } = one;
  const told = headlineOf(one);
  if (status !== BLOCKED) return [`${told}, in words: ${status}`];
  const lead = LEADS.findIndex(({ id }) => id === personId);
  const wasAssigned = truth.assignments.some(
    (assignment) => assignment.pageId === pageId && assignment.personId === personId && assignment.from <= at,
  );
  const isOnCall = isPlace(one.channel) && step === ON_CALL_STEP;
  if (lead !== step && !wasAssigned && !isOnCall) return [`${told}, who is not on its ladder`];
  const isInTime = stays.some(
    ({ since, endKnownAt }) => since + afterOf(step) <= at && at <= endKnownAt + CLAIM_MS,
  );
  return isInTime ? [] : [`${told}, which was not blocked for so long`];
}

/** Once for each step of each stay. */
function repeated({ pageId, channel, announcements, truth }: RuleCase): string[] {
  // Whom only a message had reached when the page went to the trash hears again when it comes back.
  if (channel !== 'comment' && truth.wasHidden(pageId)) return [];
  const stays = truth.values
    .of(pageId)
    .filter(
      ({ values, from }, index, all) =>
        isBlocked(values) && !isBlocked(all[index - 1]?.values ?? FRESH) && from >= 0,
    );
  const known = announcements.filter(({ mayRepeat }) => !mayRepeat);
  return known.flatMap((one) => {
    const before = known.filter(
      ({ personId, step, at }) => personId === one.personId && step === one.step && at <= one.at,
    );
    const times = stays.filter(({ from }) => from + afterOf(one.step) <= one.at).length;
    return before.length > times ? [`${headlineOf(one)} ${before.length} times in ${times} stays`] : [];
  });
}

/** Each step of the stay that lasts was told. */
function missing(about: RuleCase, stay: Stay | undefined): string[] {
  const { pageId, channel, truth, announcements, isExcused } = about;
  const isToTell = isBlocked(truth.values.now(pageId)) && !truth.isHidden(pageId);
  if (!isToTell || (channel !== 'comment' && truth.wasHidden(pageId))) return [];
  return STEP_MINUTES.flatMap((_, step) =>
    audienceOf(step, about, stay).flatMap((personId) => {
      const heardAt = announcements.find(
        (one) => one.personId === personId && one.step === step && stay && one.at >= stay.since,
      )?.at;
      const dueAt = stay ? stay.since + afterOf(step) : about.now;
      const isLate = heardAt === undefined ? dueAt <= about.now : heardAt > dueAt + about.mostLateMs;
      if (!isLate || isExcused(personId)) return [];
      const when = heardAt === undefined ? 'never' : 'too late';
      return [
        `${when} told ${nameOf(personId)} of ${pageName(pageId)}, blocked, step ${step + 1} (${channel})`,
      ];
    }),
  );
}

function audienceOf(step: number, { pageId, channel, truth }: RuleCase, stay: Stay | undefined): string[] {
  if (isPlace(channel)) return step === ON_CALL_STEP ? [ON_CALL_BY_PLACE[channel].id] : [];
  const lead = LEADS[step]?.id ?? '';
  if (step !== ASSIGNEES_STEP || !stay) return [lead];
  const assigned = truth.standing(pageId).filter(({ from }) => from <= stay.since + afterOf(step) - READ_MS);
  return [lead, ...assigned.map(({ personId }) => personId)];
}

function isBlocked({ status, isLeftOut }: Pick<KnownState, 'status' | 'isLeftOut'>): boolean {
  return status === BLOCKED && !isLeftOut;
}

/** In milliseconds. */
function afterOf(step = 0): number {
  return (STEP_MINUTES[step] ?? 0) * MINUTE;
}

function headlineOf({ personId, pageId, channel, step = 0 }: Announcement): string {
  return `told ${nameOf(personId)} of ${pageName(pageId)}, blocked, step ${step + 1} (${channel})`;
}
