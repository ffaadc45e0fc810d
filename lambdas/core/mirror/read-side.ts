import { type NotionPage, propertyNamed } from '../notion-page.ts';
import type { PageProperty } from '../page-properties.ts';
import type { MirrorSettings, WorkspaceSettings } from '../settings.ts';
import type { Side } from './reconcile.ts';
import { areSameValues } from './same-value.ts';
import type { KnownSide, MirrorValue, Values } from './side-schema.ts';
import { MIRRORED_TYPES, toCommon, type WritableType, type WritableValue } from './value.ts';

/** A mirror, and on which side of it a data source is. */
export interface MirrorEnd {
  mirror: MirrorSettings;
  side: Side;
}

/** What a page shows of one mirror. */
export interface SideReading extends MirrorEnd {
  /** In the common form, by the names of the properties on the `from` side. */
  values: Values;
  types: Readonly<Record<string, WritableType>>;
  /** Names of properties that the page has not, or not of a kind that can be mirrored or be a link. */
  missing: string[];
  /** Names of properties whose text is too long to be mirrored. */
  tooLong: string[];
  /** Of the `from` side, if it holds anything. */
  link: string | undefined;
  /** Decoded. */
  propertyIds: string[];
  /** When Notion says that the page was edited (ms; whole minutes). */
  editedAt: number;
}

/** A mirror has its two sides in two workspaces. */
export function sideIn({ from }: MirrorSettings, workspace: string): Side {
  return from.workspace === workspace ? 'from' : 'to';
}

export function mirrorsAt(
  { key, mirrors = [] }: Pick<WorkspaceSettings, 'key' | 'mirrors'>,
  dataSourceId: string | undefined,
): MirrorEnd[] {
  return mirrors.flatMap((mirror): MirrorEnd[] => {
    const isAt = ({ workspace, dataSource }: MirrorSettings['to']) =>
      workspace === key && dataSource === dataSourceId;
    if (isAt(mirror.from)) return [{ mirror, side: 'from' }];
    return isAt(mirror.to) ? [{ mirror, side: 'to' }] : [];
  });
}

/** Characters. A record holds each text up to three times, beside what people are to be told. */
const LONGEST_TEXT = 10_000;

/** @param editedAt when the page was last edited (ms) */
export function readSide(page: NotionPage, { mirror, side }: MirrorEnd, editedAt: number): SideReading {
  const values: Record<string, MirrorValue> = {};
  const types: Record<string, WritableType> = {};
  const missing: string[] = [];
  const tooLong: string[] = [];
  const link = side === 'from' ? propertyNamed(page, mirror.from.link, 'url') : undefined;
  if (side === 'from' && !link) missing.push(mirror.from.link);
  const propertyIds = link ? [link.id] : [];
  for (const { from, to, options } of mirror.properties) {
    const name = side === 'from' ? from : to;
    const property = page.properties.find((one) => one.name === name);
    if (!property || !isWritable(property)) {
      missing.push(name);
      continue;
    }
    propertyIds.push(property.id);
    if (property.type === 'rich_text' && property.text.length > LONGEST_TEXT) {
      tooLong.push(name);
      continue;
    }
    values[from] = toCommon(property, side === 'from' ? options : {});
    types[from] = property.type;
  }
  return {
    mirror,
    side,
    values,
    types,
    missing,
    tooLong,
    link: link?.url || undefined,
    propertyIds,
    editedAt,
  };
}

function isWritable(property: PageProperty): property is PageProperty & WritableValue {
  return MIRRORED_TYPES.includes(property.type);
}

/** Whether a page shows something else than is known of it, or shows anything again. */
export function isNews({ values, link, side }: SideReading, known: KnownSide | undefined): boolean {
  if (!known) return side === 'to' || link !== undefined;
  return known.isAway === true || known.link !== link || !areSameValues(known.values, values);
}
