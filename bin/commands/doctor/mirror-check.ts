import { MIRRORED_TYPES } from '../../../lambdas/core/mirror/value.ts';
import type { MirrorConfigured } from '../../../lambdas/core/settings.ts';
import type { DataSourceView } from '../notion-view.ts';
import { broken, ok, type Verdict } from './finding.ts';
import { SHARE } from './notion-checks.ts';

/** Whether what mirrors look at and write in this workspace is there, and of kinds that can be mirrored. */
export function checkMirrors(
  mirrors: readonly MirrorConfigured[],
  workspace: string,
  visible: readonly DataSourceView[],
): Verdict {
  const ends = mirrors.flatMap(({ from, to, properties }): End[] => [
    ...(from.workspace === workspace
      ? [{ dataSource: from.dataSource, link: from.link, names: properties.map((each) => each.from) }]
      : []),
    ...(to.workspace === workspace
      ? [{ dataSource: to.dataSource, names: properties.map((each) => each.to) }]
      : []),
  ]);
  for (const end of ends) {
    const fault = faultOf(end, visible);
    if (fault) return fault;
  }
  return ok(`${ends.flatMap(({ names }) => names).join(', ')}`);
}

/** One side of a mirror. */
interface End {
  dataSource: string;
  /** Of the side that links. */
  link?: string;
  names: string[];
}

function faultOf({ dataSource, link, names }: End, visible: readonly DataSourceView[]): Verdict | undefined {
  const source = visible.find(({ id }) => id === dataSource);
  if (!source) return broken(`the data source ${dataSource} is not shared with the connection`, SHARE);
  const wanted = [
    ...(link === undefined ? [] : [{ name: link, types: ['url'] }]),
    ...names.map((name) => ({ name, types: MIRRORED_TYPES })),
  ];
  for (const { name, types } of wanted) {
    const property = source.properties.find((one) => one.name === name);
    if (!property) return broken(`${source.name}: there is no property "${name}"`, RENAME);
    if (!types.includes(property.type)) {
      const expected = types.length === 1 ? types.join() : `one of ${types.join(', ')}`;
      return broken(`${source.name}: "${name}" is of type ${property.type}, not ${expected}`, RENAME);
    }
  }
  return undefined;
}

const RENAME = 'Mend the property in Notion, or its name in `mirrors` in pagebell.config.ts.';
