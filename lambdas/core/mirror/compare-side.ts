import type { PageRecord, TakeOver } from '../page-record.ts';
import { landed, withLanded } from './landed.ts';
import { pageIdInLink } from './link.ts';
import { goesWith, type PartnerOf } from './partners.ts';
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
  /** As in the comparison. */
  lacking: string[];
}

/** What a reading means for one mirror of the page. */
export interface Comparison {
  /** What the page's record keeps of it from now on. */
  known: KnownSide;
  /** Whether the page shows something else than was known. */
  isNews: boolean;
  /** Whether the page on the other side goes with this one, too. */
  isMutual: boolean;
  /** Whether the other side is to take something over, or to learn that both are equal. */
  owes: boolean;
  /** What this page is to take over. */
  taken: Taken | undefined;
  /** Names of properties that this page ought to have: the other side holds something for them. */
  lacking: string[];
  /** Asked for by pages that this one does not go with. */
  refused: TakeOver[];
}

/**
 * Compares a reading with what the other side's record holds.
 *
 * @param asking the take-overs of that mirror
 */
export function compareSide(
  record: PageRecord,
  reading: SideReading,
  asking: readonly TakeOver[],
  partnerOf: PartnerOf,
): Comparison {
  const { mirror, side, link } = reading;
  const before = record.mirrors?.[mirror.key];
  const linksHere = (other: string) =>
    goesWith(record.pageId, { mirror: mirror.key, pageId: other }, partnerOf);
  const present = before?.partner;
  // A page goes with the one that linked to it first, for as long as that does.
  const first = present !== undefined && linksHere(present) ? present : undefined;
  // What was given up because nobody could see the page begins anew.
  const isBack = before === undefined || before.isAway === true;
  const open = asking.filter(({ progress }) => isBack || progress.state !== 'failed');
  const next = first ?? open.find((entry) => linksHere(entry.partner))?.partner ?? present;
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
  const isUnderWay = asking.some(({ progress }) => progress.state === 'sending');
  const there = partner ? partnerOf(mirror.key, partner)?.mirrors?.[mirror.key] : undefined;
  if (there?.partner !== record.pageId) {
    // The other side does not know of it yet, or goes with another page: it is told once.
    const owes = side === 'from' && link !== undefined && news;
    // One that went away may come back: what was agreed tells then who was edited meanwhile.
    const kept = there === undefined && before && before.partner === partner ? whatIsAgreed(before) : {};
    const alone = { isNews: news, isMutual: false, owes, taken: undefined, lacking: [], refused };
    return { ...alone, known: { ...known, ...kept } };
  }
  return {
    isNews: news,
    isMutual: true,
    refused,
    ...withPartner({ known, there, before, reading, isUnderWay }),
  };
}

function whatIsAgreed({ base, writing }: Pick<KnownSide, 'base' | 'writing'>) {
  return { ...(base && { base }), ...(writing && { writing }) };
}

interface Sides {
  known: KnownSide;
  there: KnownSide;
  before: KnownSide | undefined;
  reading: SideReading;
  /** Whether something is being written here, or may still show its effect. */
  isUnderWay: boolean;
}

function withPartner({
  known,
  there,
  before,
  reading: { mirror, side },
  isUnderWay,
}: Sides): Pick<Comparison, 'known' | 'owes' | 'taken' | 'lacking'> {
  const isFrom = side === 'from';
  const same = before?.partner === known.partner ? before : undefined;
  const here = { ...known, ...(same?.writing && { writing: same.writing }) };
  const base = (isFrom ? there.base : same?.base) ?? {};
  const seen = withLanded(base, here, there);
  const [from, to] = isFrom ? [known, there] : [there, known];
  const { toFrom, toTo, agreed, conflicts } = reconcile(seen, from, to, mirror.both);
  const [mine, theirs] = isFrom ? [toFrom, toTo] : [toTo, toFrom];
  const lost = conflicts.flatMap(({ property, winner }) => (winner === side ? [] : [property]));
  const agreedNow = { ...seen, ...agreed };
  const writing = stillWriting(here, mine, isFrom ? base : agreedNow, isUnderWay);
  const nameOf = (property: string) =>
    mirror.properties.flatMap((one) => (one.from === property ? [isFrom ? one.from : one.to] : []));
  const lacking = !isFrom || mirror.both ? onlyIn(there, known).flatMap(nameOf) : [];
  const lackingThere = isFrom || mirror.both ? onlyIn(known, there) : [];
  const hasMoved = (property: string) => !isSameValue(before?.values[property], known.values[property]);
  return {
    known: { ...known, ...(writing && { writing }), ...(!isFrom && { base: agreedNow }) },
    owes:
      Object.keys(theirs).length > 0 ||
      (isFrom && !areSameValues(agreedNow, base)) ||
      lackingThere.some(hasMoved),
    taken: Object.keys(mine).length > 0 ? { ...timed(mine, there), base, lost, lacking } : undefined,
    lacking,
  };
}

/**
 * Of what may have been written, what is to be written yet or may still come, or is there and not written down as
 * agreed.
 */
function stillWriting(
  here: KnownSide,
  mine: Values,
  agreed: Values,
  isUnderWay: boolean,
): Values | undefined {
  const there = landed(here);
  const open = Object.entries(here.writing ?? {}).filter(([property, value]) =>
    property in there ? !isSameValue(agreed[property], value) : isUnderWay || property in mine,
  );
  return open.length > 0 ? Object.fromEntries(open) : undefined;
}

function onlyIn(one: SideValues, other: SideValues): string[] {
  return Object.keys(one.values).filter((property) => !(property in other.values));
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
