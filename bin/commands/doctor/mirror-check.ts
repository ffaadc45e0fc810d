import { MIRRORED_TYPES } from '../../../lambdas/core/mirror/value.ts';
import type { MirrorConfigured, MirroredProperty } from '../../../lambdas/core/settings.ts';
import type { DataSourceView } from '../notion-view.ts';
import { broken, ok, type Verdict } from './finding.ts';
import { SHARE } from './notion-checks.ts';

/**
 * Looks at the mirrors' properties, one workspace after the other: whether they are there, of kinds that can be
 * mirrored, with the options that the configuration names, and, at the second side, whether both go together.
 */
export class MirrorCheck {
  readonly #mirrors: readonly MirrorConfigured[];
  /** Of the side that was looked at first. */
  readonly #types = new Map<MirroredProperty, string>();

  constructor(mirrors: readonly MirrorConfigured[]) {
    this.#mirrors = mirrors;
  }

  /** Mirrors that have a side in the workspace. */
  of(workspace: string): MirrorConfigured[] {
    return this.#mirrors.filter(({ from, to }) => [from.workspace, to.workspace].includes(workspace));
  }

  /** @param visible what the connection of the workspace sees */
  check(workspace: string, visible: readonly DataSourceView[]): Verdict {
    const ends = this.of(workspace).flatMap((mirror) => endsIn(workspace, mirror));
    for (const end of ends) {
      const fault = this.#faultOf(end, visible);
      if (fault) return fault;
    }
    return ok(ends.flatMap(({ wanted }) => wanted.map(({ name }) => name)).join(', '));
  }

  #faultOf({ dataSource, link, wanted }: End, visible: readonly DataSourceView[]): Verdict | undefined {
    const source = visible.find(({ id }) => id === dataSource);
    if (!source) return broken(`the data source ${dataSource} is not shared with the connection`, SHARE);
    const linked = link === undefined ? undefined : typed(source, link, ['url']);
    if (typeof linked === 'object') return linked;
    for (const { name, options, property } of wanted) {
      const type = typed(source, name, MIRRORED_TYPES);
      if (typeof type === 'object') return type;
      const fault = withoutOption(source, name, options) ?? this.#misfit(source, name, type, property);
      if (fault) return fault;
    }
    return undefined;
  }

  #misfit(
    source: DataSourceView,
    name: string,
    type: string,
    property: MirroredProperty,
  ): Verdict | undefined {
    const other = this.#types.get(property);
    this.#types.set(property, type);
    if (other === undefined || kindOf(other) === kindOf(type)) return undefined;
    return broken(`${source.name}: "${name}" is of type ${type}, and ${other} on the other side`, RENAME);
  }
}

/** One side of a mirror. */
interface End {
  dataSource: string;
  /** Of the side that links. */
  link?: string;
  wanted: { name: string; options: readonly string[]; property: MirroredProperty }[];
}

function endsIn(workspace: string, { from, to, properties }: MirrorConfigured): End[] {
  const wanted = (side: 'from' | 'to', optionsOf: (property: MirroredProperty) => string[]) =>
    properties.map((property) => ({ name: property[side], options: optionsOf(property), property }));
  const linking = { ...from, wanted: wanted('from', ({ options }) => Object.keys(options)) };
  const linked = { dataSource: to.dataSource, wanted: wanted('to', ({ options }) => Object.values(options)) };
  return [
    ...(from.workspace === workspace ? [linking] : []),
    ...(to.workspace === workspace ? [linked] : []),
  ];
}

/** The property's type, if it is one of those. */
function typed(
  { name, properties }: DataSourceView,
  wanted: string,
  types: readonly string[],
): string | Verdict {
  const property = properties.find((one) => one.name === wanted);
  if (!property) return broken(`${name}: there is no property "${wanted}"`, RENAME);
  if (types.includes(property.type)) return property.type;
  const expected = types.length === 1 ? types.join() : `one of ${types.join(', ')}`;
  return broken(`${name}: "${wanted}" is of type ${property.type}, not ${expected}`, RENAME);
}

function withoutOption(
  { name, properties }: DataSourceView,
  wanted: string,
  options: readonly string[],
): Verdict | undefined {
  const known = properties.find((one) => one.name === wanted)?.options;
  const missing = known && options.find((option) => !known.includes(option));
  return missing === undefined ? undefined : broken(`${name}: "${wanted}" has no option "${missing}"`, ADD);
}

/** A status and a select go together. */
function kindOf(type: string): string {
  return type === 'status' ? 'select' : type;
}

const RENAME = 'Mend the property in Notion, or its name in `mirrors` in pagebell.config.ts.';
const ADD = 'Add the option in Notion, or mend its name under `options` in `mirrors` in pagebell.config.ts.';
