import type { MirrorJob } from '../envelope.ts';
import type { PageRecord } from '../page-record.ts';
import { takeOversIn } from './entries.ts';
import { pageIdInLink } from './link.ts';
import type { SideReading } from './read-side.ts';

/** A page on the other side of a mirror. */
export interface Partner {
  mirror: string;
  pageId: string;
}

/** The record of a page on the other side, if there is one. */
export type PartnerOf = (mirror: string, pageId: string) => PageRecord | undefined;

/** The pages on the other sides that what is owed, and a reading, are to be compared with. */
export function partnersOf(
  sides: readonly SideReading[],
  { mirrors = {}, outbox }: PageRecord,
  jobs: readonly MirrorJob[],
): Partner[] {
  const asking = [...takeOversIn(outbox), ...jobs].map(({ mirror, partner }) => ({
    mirror,
    pageId: partner,
  }));
  const own = sides.flatMap(({ mirror: { key }, side, link }): Partner[] => {
    const pageId = side === 'from' ? link && pageIdInLink(link) : mirrors[key]?.partner;
    return pageId ? [{ mirror: key, pageId }] : [];
  });
  return [...asking, ...own];
}

/** Whether the page on the other side goes with this one, as far as its record says. */
export function goesWith(pageId: string, { mirror, pageId: other }: Partner, partnerOf: PartnerOf): boolean {
  return partnerOf(mirror, other)?.mirrors?.[mirror]?.partner === pageId;
}
