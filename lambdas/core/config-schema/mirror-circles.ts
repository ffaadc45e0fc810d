import type { MirrorConfigured } from '../settings.ts';

/** A mirror leads a property to another. */
interface Lead {
  mirror: number;
  from: string;
  to: string;
}

interface Circle {
  /** Which of the mirror's properties. */
  property: number;
  /** Places of the earlier mirrors that lead back, in their order on the way. */
  by: number[];
}

/**
 * The first property of a mirror whose value would come back by way of earlier ones. Two edits at once chase each
 * other in such a circle for ever: each mirror compares its own two sides only.
 */
export function circleOf(all: readonly MirrorConfigured[], index: number): Circle | undefined {
  const earlier = all.slice(0, index).flatMap((mirror, place) => leadsOf(mirror, place).flat());
  const mirror = all[index];
  if (!mirror) return undefined;
  for (const [property, leads] of leadsOf(mirror, index).entries()) {
    for (const { from, to } of leads) {
      const by = wayBetween(to, from, earlier);
      if (by) return { property, by };
    }
  }
  return undefined;
}

/** Of each property: one, or two where edits come back. */
function leadsOf({ from, to, properties, both }: MirrorConfigured, mirror: number): Lead[][] {
  return properties.map((property) => {
    const there = JSON.stringify([to.workspace, to.dataSource, property.to]);
    const here = JSON.stringify([from.workspace, from.dataSource, property.from]);
    const over = { mirror, from: here, to: there };
    return both ? [over, { mirror, from: there, to: here }] : [over];
  });
}

/** The mirrors on the shortest way from one property to another. */
function wayBetween(from: string, to: string, leads: readonly Lead[]): number[] | undefined {
  const seen = new Set([from]);
  let ways: { at: string; by: number[] }[] = [{ at: from, by: [] }];
  while (ways.length > 0) {
    const found = ways.find(({ at }) => at === to);
    if (found) return found.by;
    ways = ways.flatMap(({ at, by }) =>
      leads.flatMap((lead) => {
        if (lead.from !== at || seen.has(lead.to)) return [];
        seen.add(lead.to);
        return [{ at: lead.to, by: [...by, lead.mirror] }];
      }),
    );
  }
  return undefined;
}
