import { z } from 'zod';
import type { MirrorConfigured, WorkspaceSettings } from '../settings.ts';
import { name, notionId } from './fields.ts';
import { circleOf } from './mirror-circles.ts';
import { didYouMean } from './nearest.ts';

const property = z.strictObject({
  from: name,
  to: name,
  options: z.record(name, name).default({}),
});

const mirror = z.strictObject({
  from: z.strictObject({ workspace: z.string(), dataSource: notionId, link: name }),
  to: z.strictObject({ workspace: z.string(), dataSource: notionId }),
  properties: z.array(property).min(1, 'expected one property at least'),
  both: z.boolean().default(false),
});

export const mirrors = z.array(mirror).default([]);

interface Fault {
  path: PropertyKey[];
  message: string;
}

type Watched = Pick<WorkspaceSettings, 'key' | 'dataSources'>;

/** What is wrong with mirrors, seen beside the workspaces. Paths begin below `mirrors`. */
export function mirrorFaults(all: readonly MirrorConfigured[], workspaces: readonly Watched[]): Fault[] {
  return all.flatMap((each, index) => {
    const { from, to } = each;
    const faults = [
      ...endFaults(from, 'from', workspaces),
      ...endFaults(to, 'to', workspaces),
      ...propertyFaults(each),
    ];
    if (from.workspace === to.workspace) {
      faults.push({ path: ['to', 'workspace'], message: 'expected another workspace than that of `from`' });
    }
    if (all.slice(0, index).some((other) => isBetweenTheSame(other, each))) {
      faults.push({ path: [], message: 'expected one mirror only between these data sources: join them' });
    } else faults.push(...circleFaults(all, index));
    return faults.map(({ path, message }) => ({ path: [index, ...path], message }));
  });
}

function isBetweenTheSame(one: MirrorConfigured, other: MirrorConfigured): boolean {
  const endsOf = ({ from, to }: MirrorConfigured) =>
    [from.workspace, from.dataSource, to.workspace, to.dataSource].join();
  return endsOf(one) === endsOf(other);
}

/** Nothing comes to rest where one value goes round. */
function circleFaults(all: readonly MirrorConfigured[], index: number): Fault[] {
  const circle = circleOf(all, index);
  if (!circle) return [];
  if (circle.by.length === 1) {
    return [{ path: [], message: 'expected one mirror between these data sources, with `both`' }];
  }
  const by = circle.by.map((place) => `mirrors[${place}]`).join(' and ');
  const message = `expected no circle: by ${by} it comes back to where it comes from`;
  return [{ path: ['properties', circle.property], message }];
}

function endFaults(
  { workspace, dataSource }: MirrorConfigured['to'],
  end: 'from' | 'to',
  workspaces: readonly Watched[],
): Fault[] {
  const found = workspaces.find(({ key }) => key === workspace);
  if (!found) {
    const keys = workspaces.map(({ key }) => key);
    const known = keys.map((key) => `"${key}"`).join(', ');
    const message = `expected the key of one of \`workspaces\`, which are ${known}, not "${workspace}"${didYouMean(workspace, keys)}`;
    return [{ path: [end, 'workspace'], message }];
  }
  if (!found.dataSources || found.dataSources.some(({ id }) => id === dataSource)) return [];
  const message = `expected one of the \`dataSources\` of the workspace "${workspace}": no other is watched`;
  return [{ path: [end, 'dataSource'], message }];
}

function propertyFaults({ from: { link }, properties, both }: MirrorConfigured): Fault[] {
  return properties.flatMap(({ from, to, options }, index): Fault[] => {
    const earlier = properties.slice(0, index);
    const path = ['properties', index];
    const over = Object.values(options);
    const twice = both ? over.find((name, place) => over.indexOf(name) < place) : undefined;
    return [
      ...(from === link
        ? [{ path: [...path, 'from'], message: `expected another than "${from}", which is the link` }]
        : []),
      ...(earlier.some((other) => other.from === from)
        ? [{ path: [...path, 'from'], message: `expected another than "${from}", which is mirrored already` }]
        : []),
      ...(earlier.some((other) => other.to === to)
        ? [{ path: [...path, 'to'], message: `expected another than "${to}", which is mirrored already` }]
        : []),
      ...(twice === undefined
        ? []
        : [
            {
              path: [...path, 'options'],
              message: `expected each name once, not "${twice}" twice: with \`both\` nobody could tell which option comes back`,
            },
          ]),
    ];
  });
}
