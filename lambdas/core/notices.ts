import { canonicalId } from './ids.ts';
import {
  type Assignee,
  type Channel,
  type Notice,
  PLACES,
  type Place,
  type Rule,
  type Subject,
} from './page-record.ts';

/** A rich text holds 100 elements; each mention needs a separator beside it. */
export const MOST_MENTIONS = 45;

interface NewNotices {
  pageId: string;
  /** Of the record that will hold them. */
  version: number;
  rule: Rule;
  channel: Channel | Place;
  people: readonly Assignee[];
  /** What earlier, unsent notices of the same kind pass on. */
  at: number;
  since: number;
  attempts: number;
  heardAt: number | undefined;
  subject?: Subject | undefined;
  told?: readonly string[] | undefined;
}

/** Whether each person has a notice of their own there, so that one's trouble does not hold up another's. */
export function isPersonal(channel: Channel | Place): boolean {
  return PERSONAL.has(channel);
}

const PERSONAL: ReadonlySet<Channel | Place> = new Set(['slack-dm', 'email']);

/** Whether it goes into a channel of Slack, which must not be flooded. */
export function isToChannel(channel: Channel | Place): boolean {
  return channel === 'slack' || channel === 'slack-channel';
}

export function isPlace(channel: Channel | Place): channel is Place {
  return PLACES.some((place) => place === channel);
}

/** One notice, or numbered parts: a comment cannot mention everybody, and a direct message is for one person. */
export function makeNotices(from: NewNotices): Notice[] {
  const { pageId, version, rule, channel, at, since, attempts, heardAt, subject, told = [] } = from;
  const size = isPersonal(channel) ? 1 : channel === 'comment' ? MOST_MENTIONS : from.people.length;
  const groups = isPlace(channel) ? [[]] : chunk(from.people, size);
  return groups.map((people, index) => {
    const part = groups.length > 1 ? { number: index + 1, of: groups.length } : undefined;
    return {
      kind: 'notice',
      id: noticeId(pageId, version, nameOf(rule, subject), channel, part?.number),
      rule,
      channel,
      people,
      ...(subject && { subject }),
      ...(heardAt !== undefined && { heardAt }),
      ...(told.length > 0 && { told: [...told] }),
      ...(part && { part }),
      progress: { state: 'pending', at },
      attempts,
      since,
    };
  });
}

/** Deterministic, and unlike any other notice's: a record's version is used once. */
function noticeId(
  pageId: string,
  version: number,
  rule: string,
  channel: Channel | Place,
  part?: number,
): string {
  return [pageId.replaceAll('-', ''), version, rule, channel, ...(part ? [part] : [])].join('-');
}

const NOTICE_ID = /^([0-9a-f]{32})-\d+-[a-z-]+\d*-[a-z-]+(-\d+)?$/;

/** The page that a notice with this id is about. Undefined: it is not the id of a notice. */
export function pageIdOfNotice(id: string): string | undefined {
  const [, hex = ''] = NOTICE_ID.exec(id) ?? [];
  return canonicalId(hex);
}

/** One plan may tell of several steps of a ladder, but only of one due date. */
function nameOf(rule: Rule, subject: Subject | undefined): string {
  return subject?.kind === 'status' ? `${rule}${subject.step + 1}` : rule;
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
