import { type PartnerOf, partnersOf } from '../../core/mirror/partners.ts';
import type { SideReading } from '../../core/mirror/read-side.ts';
import type { PageRecord } from '../../core/page-record.ts';
import type { MirrorSettings } from '../../core/settings.ts';
import type { PageWork } from '../pages/page-work.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';

/** The other workspace's end of a mirror, as seen from this one's. */
export function otherEnd({ from, to }: MirrorSettings, workspace: string): MirrorSettings['to'] {
  return from.workspace === workspace ? to : from;
}

/** Loads what the other sides hold. It costs no call of Notion, and nothing of the other workspace's budget. */
export async function loadPartners(
  sides: readonly SideReading[],
  record: PageRecord,
  { mirrors: jobs }: PageWork,
  { workspace: { key: workspace, mirrors = [] } }: Turn,
  { pages }: ConsumerPorts,
): Promise<PartnerOf> {
  const wanted = new Map(partnersOf(sides, record, jobs).map((partner) => [keyOf(partner), partner]));
  const found = await Promise.all(
    [...wanted].map(async ([key, { mirror, pageId }]) => {
      const configured = mirrors.find((one) => one.key === mirror);
      const there = configured && (await pages.load(otherEnd(configured, workspace).workspace, pageId));
      return [key, there] as const;
    }),
  );
  const byKey = new Map(found);
  return (mirror, pageId) => byKey.get(keyOf({ mirror, pageId }));
}

function keyOf({ mirror, pageId }: { mirror: string; pageId: string }): string {
  return `${mirror}/${pageId}`;
}
