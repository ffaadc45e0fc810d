import { partnersOf } from '../core/mirror/move-mirrors.ts';
import type { SideReading } from '../core/mirror/read-side.ts';
import type { PageRecord } from '../core/page-record.ts';
import type { MirrorSettings } from '../core/settings.ts';
import type { PageWork } from './page-work.ts';
import type { ConsumerPorts } from './turn.ts';

/** Records of pages on the other side, by mirror and page. Undefined for one that there is none of. */
export type PartnerOf = (mirror: string, pageId: string) => PageRecord | undefined;

/** The other workspace's end of a mirror, as seen from this one's. */
export function otherEnd({ from, to }: MirrorSettings, workspace: string): MirrorSettings['to'] {
  return from.workspace === workspace ? to : from;
}

/** Loads what the other sides hold. It costs no call of Notion, and nothing of the other workspace's budget. */
export async function loadPartners(
  sides: readonly SideReading[],
  record: PageRecord,
  { workspace, mirrors }: PageWork,
  { pages }: ConsumerPorts,
): Promise<PartnerOf> {
  const found = await Promise.all(
    sides.flatMap((reading) =>
      partnersOf(reading, record, mirrors).map(async (pageId) => {
        const there = await pages.load(otherEnd(reading.mirror, workspace).workspace, pageId);
        return [keyOf(reading.mirror.key, pageId), there] as const;
      }),
    ),
  );
  const byKey = new Map(found);
  return (mirror, pageId) => byKey.get(keyOf(mirror, pageId));
}

function keyOf(mirror: string, pageId: string): string {
  return `${mirror}/${pageId}`;
}
