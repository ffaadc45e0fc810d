import type { PageRecord, TakeOver } from '../page-record.ts';
import { pageIdInLink } from './link.ts';
import { isNews, type SideReading } from './read-side.ts';
import { reconcile, type SideValues } from './reconcile.ts';
import { areSameValues, isSameValue } from './same-value.ts';
import type { KnownSide, MirrorValue, Values } from './side-schema.ts';

/** What a page takes over. */
export interface Taken extends SideValues {
  /** What was agreed when that was decided. */
  base: Values;
  /** Properties that were edited here, too, but earlier. */
  lost: string[];
}

/** What a reading means for one mirror of the page. */
export interface Comparison {
  /** What the page's record keeps of it from now on. */
  known: KnownSide;
  /** Whether the page shows something else than was known. */
  isNews: boolean;
  /** Whether the other side is to take something over, or to learn that both are equal. */
  owes: boolean;
  /** What this page is to take over. */
  taken: Taken | undefined;
  /** Asked for by pages that this one does not go with. */
  refused: TakeOver[];
}

type PartnerOf = (pageId: string) => PageRecord | undefined;

/**
 * Compares a reading with what the other side's record holds.
 *
 * @param asking the take-overs that are due
 */
export function compareSide(
  record: PageRecord,
  reading: SideReading,
  asking: readonly TakeOver[],
  partnerOf: PartnerOf,
): Comparison {
  const { mirror, side, link } = reading;
  const before = record.mirrors?.[mirror.key];
  const linksHere = (other: string) => partnerOf(other)?.mirrors?.[mirror.key]?.partner === record.pageId;
  const present = before?.partner;
  // A page goes with the one that linked to it first, for as long as that does.
  const first = present !== undefined && linksHere(present) ? present : undefined;
  const next = first ?? asking.find((entry) => linksHere(entry.partner))?.partner ?? present;
  const partner = side === 'from' ? link && pageIdInLink(link) : next;
  const others = asking.filter((entry) => entry.partner !== partner);
  const refused = side === 'to' ? others.filter((entry) => linksHere(entry.partner)) : [];
  const known: KnownSide = {
    values: reading.values,
    changedAt: changedAt(reading, before),
    ...(partner && { partner }),
    ...(link !== undefined && { link }),
  };
  const news = isNews(reading, before);
  const there = partner ? partnerOf(partner)?.mirrors?.[mirror.key] : undefined;
  if (there?.partner !== record.pageId) {
    // The other side does not know of it yet, or goes with another page: it is told once.
    const owes = side === 'from' && link !== undefined && news;
    return { known, isNews: news, owes, taken: undefined, refused };
  }
  return { isNews: news, refused, ...withPartner({ known, there, before, reading }) };
}

interface Sides {
  known: KnownSide;
  there: KnownSide;
  before: KnownSide | undefined;
  reading: SideReading;
}

function withPartner({
  known,
  there,
  before,
  reading: { mirror, side },
}: Sides): Pick<Comparison, 'known' | 'owes' | 'taken'> {
  const isFrom = side === 'from';
  const base = (isFrom ? there.base : before?.partner === known.partner ? before?.base : undefined) ?? {};
  const [from, to] = isFrom ? [known, there] : [there, known];
  const { toFrom, toTo, agreed, conflicts } = reconcile(base, from, to, mirror.both);
  const [mine, theirs] = isFrom ? [toFrom, toTo] : [toTo, toFrom];
  const lost = conflicts.flatMap(({ property, winner }) => (winner === side ? [] : [property]));
  const agreedNow = { ...base, ...agreed };
  return {
    known: isFrom ? known : { ...known, base: agreedNow },
    owes: Object.keys(theirs).length > 0 || (isFrom && !areSameValues(agreedNow, base)),
    taken: Object.keys(mine).length > 0 ? { ...timed(mine, there), base, lost } : undefined,
  };
}

function timed(values: Readonly<Record<string, MirrorValue>>, { changedAt }: KnownSide): SideValues {
  const times = Object.keys(values).map((property) => [property, changedAt[property] ?? 0]);
  return { values: { ...values }, changedAt: Object.fromEntries(times) };
}

function changedAt({ values, editedAt }: SideReading, before: KnownSide | undefined): KnownSide['changedAt'] {
  const times = Object.entries(values).map(([property, value]) => {
    const known = before?.changedAt[property];
    const isSame = known !== undefined && isSameValue(before?.values[property], value);
    return [property, isSame ? known : editedAt];
  });
  return Object.fromEntries(times);
}
