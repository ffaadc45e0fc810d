import { destinationOfDigest, lookAtAfter } from '../../core/digests.ts';
import { pageIdOfNotice } from '../../core/notices.ts';
import type { Settlement } from '../../core/outbox.ts';
import type { Notice, OutboxEntry, PageRecord, PageState } from '../../core/page-record.ts';
import { isOfTheStore } from '../../core/ports/store-errors.ts';
import { logDelivered, settleAll } from '../notices/settle-notices.ts';
import { destinationOfNotice } from '../notices/slack-ways.ts';
import { stillWished } from '../notices/still-wished.ts';
import { update } from '../pages/page-work.ts';
import { park } from '../park.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';

/** A notice that stands in its page's outbox, left to a digest. */
export interface Member {
  record: PageRecord;
  page: PageState;
  /** For those only of whom it still holds. */
  notice: Notice;
  fate: Fate;
}

/**
 * To be told, or that it holds of nobody any more, or that it does but nobody is to be told there any more, or that it
 * goes to another destination than the digest by now.
 */
type Fate = 'tell' | 'over' | 'unwished' | 'elsewhere';

/** As many records as the store hands out at once. */
const AT_ONCE = 100;

/** Those of the members that nobody has taken back: a page that changed in between owes other notices. */
export async function standing(
  digest: string,
  ids: readonly string[],
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Member[]> {
  const { workspace } = turn;
  const pageIds = [...new Set(ids.flatMap((id) => pageIdOfNotice(id) ?? []))];
  const members: Member[] = [];
  for (let start = 0; start < pageIds.length; start += AT_ONCE) {
    const records = await readable(workspace.key, pageIds.slice(start, start + AT_ONCE), ports);
    for (const record of records) {
      const { state: page } = record;
      if (!page) continue;
      for (const entry of record.outbox) {
        if (!isMember(entry, digest) || !ids.includes(entry.id)) continue;
        const wish = stillWished(entry, record, turn);
        const isHere = destinationOfNotice(entry, page.dataSourceId, turn) === destinationOfDigest(digest);
        if (wish.kind === 'wished')
          members.push({ record, page, notice: wish.notice, fate: isHere ? 'tell' : 'elsewhere' });
        else members.push({ record, page, notice: entry, fate: wish.cannotBeTold ? 'unwished' : 'over' });
      }
    }
  }
  return members;
}

/** The pages' records. One that cannot be read stops nobody else's: its own work says so to the operator. */
async function readable(
  workspace: string,
  pageIds: readonly string[],
  { log, pages }: ConsumerPorts,
): Promise<PageRecord[]> {
  try {
    return await pages.loadAll(workspace, pageIds);
  } catch (error) {
    if (isOfTheStore(error)) throw error;
  }
  const loaded = await Promise.all(
    pageIds.map(async (pageId) => {
      try {
        return await pages.load(workspace, pageId);
      } catch (error) {
        if (isOfTheStore(error)) throw error;
        log.error('A digest leaves out a page whose record cannot be read', {
          pageId,
          reason: String(error),
        });
        return undefined;
      }
    }),
  );
  return loaded.filter((record) => record !== undefined);
}

/** Hands back what goes elsewhere by now: it is due at once, and goes there as if it were new. */
export async function handBack(
  digest: string,
  members: readonly Member[],
  { clock, pages }: ConsumerPorts,
): Promise<void> {
  const at = clock.now();
  await eachPage(members, async (record, ofPage) => {
    const ids = ofPage.map(({ notice }) => notice.id);
    const change = (current: PageRecord) => {
      const outbox = current.outbox.map((entry): OutboxEntry => {
        const { progress } = entry;
        if (!ids.includes(entry.id) || !isMember(entry, digest) || progress.state === 'failed') return entry;
        const { digest: _, ...alone } = entry;
        return { ...alone, progress: { ...progress, at } };
      });
      return { record: { ...current, outbox } };
    };
    await update(record, change, pages);
  });
}

/**
 * Takes members for sending. Until `dueAt` (ms), and some time after it, nobody else touches them.
 *
 * @returns those that still stood there
 */
export async function claim(
  digest: string,
  members: readonly Member[],
  dueAt: number,
  { pages }: ConsumerPorts,
): Promise<Member[]> {
  const claimed = await eachPage(members, async (record, ofPage) => {
    const progress = { state: 'sending', at: lookAtAfter(dueAt) } as const;
    const ids = ofPage.map(({ notice }) => notice.id);
    const { record: saved } = await update(
      record,
      (current) => {
        const outbox = current.outbox.map((entry) =>
          ids.includes(entry.id) && isMember(entry, digest) ? { ...entry, progress } : entry,
        );
        return { record: { ...current, outbox } };
      },
      pages,
    );
    const there = new Set(saved.outbox.map(({ id }) => id));
    return ofPage
      .filter(({ notice }) => there.has(notice.id))
      .map((member) => ({ ...member, record: saved, notice: { ...member.notice, progress } }));
  });
  return claimed.flat();
}

/** Writes down what became of members. What is given up is copied to the dead-letter queue first. */
export async function settleMembers(
  members: readonly Member[],
  settlement: Settlement,
  messageIds: readonly string[],
  turn: Turn,
  ports: ConsumerPorts,
): Promise<void> {
  const { clock, pages } = ports;
  const { key: workspace } = turn.workspace;
  await eachPage(members, async (record, ofPage) => {
    const { pageId } = record;
    const tried = ofPage.map(({ notice }) => ({
      claim: { notice, lookFirst: false },
      delivered: { settlement },
    }));
    if (settlement.kind === 'failed') {
      const { reason, hint } = settlement;
      const entries = ofPage.map(({ notice }) => notice.id);
      await park({ workspace, pageId, entries, messageIds, reason, hint }, ports);
    }
    await update(record, (current) => ({ record: settleAll(current, tried, turn, clock.now()) }), pages);
    for (const { claim, delivered } of tried) logDelivered(claim, delivered, pageId, ports);
  });
}

function isMember(entry: OutboxEntry, digest: string): entry is Notice {
  return entry.kind === 'notice' && entry.digest === digest && entry.progress.state !== 'failed';
}

/** By the page's id. */
export function byPage(members: readonly Member[]): Map<string, Member[]> {
  const pages = new Map<string, Member[]>();
  for (const member of members) {
    const { pageId } = member.record;
    pages.set(pageId, [...(pages.get(pageId) ?? []), member]);
  }
  return pages;
}

/** All pages at once: one that cannot be saved leaves the others alone. */
async function eachPage<Value>(
  members: readonly Member[],
  work: (record: PageRecord, ofPage: Member[]) => Promise<Value>,
): Promise<Value[]> {
  const ended = await Promise.allSettled(
    [...byPage(members).values()].flatMap((ofPage) => {
      const [first] = ofPage;
      return first ? [work(first.record, ofPage)] : [];
    }),
  );
  return ended.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}
