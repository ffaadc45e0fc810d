import type { Assignee, Channel, Notice, Rule } from './page-record.ts';

/** A rich text holds 100 elements; each mention needs a separator beside it. */
export const MOST_MENTIONS = 45;

interface NewNotices {
  pageId: string;
  /** Of the record that will hold them. */
  version: number;
  rule: Rule;
  channel: Channel;
  people: readonly Assignee[];
  /** What earlier, unsent notices of the same kind pass on. */
  at: number;
  since: number;
  attempts: number;
  heardAt: number | undefined;
}

/** One notice, or numbered parts where one comment cannot mention everybody. */
export function makeNotices(from: NewNotices): Notice[] {
  const { pageId, version, rule, channel, at, since, attempts, heardAt } = from;
  const size = channel === 'comment' ? MOST_MENTIONS : from.people.length;
  const groups = chunk(from.people, size);
  return groups.map((people, index) => {
    const part = groups.length > 1 ? { number: index + 1, of: groups.length } : undefined;
    return {
      kind: 'notice',
      id: noticeId(pageId, version, rule, channel, part?.number),
      rule,
      channel,
      people,
      ...(heardAt !== undefined && { heardAt }),
      ...(part && { part }),
      progress: { state: 'pending', at },
      attempts,
      since,
    };
  });
}

/** Deterministic, and unlike any other notice's: a record's version is used once. */
function noticeId(pageId: string, version: number, rule: Rule, channel: Channel, part?: number): string {
  return [pageId.replaceAll('-', ''), version, rule, channel, ...(part ? [part] : [])].join('-');
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
