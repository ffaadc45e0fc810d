import type { PropertyValue } from '../page-properties.ts';
import type { DueDate } from '../page-record.ts';
import type { MirrorValue } from './side-schema.ts';

/** What Pagebell writes into a page. */
export type WritableValue = Exclude<PropertyValue, { type: 'people' }>;
export type WritableType = WritableValue['type'];

/** Kinds of properties that can be mirrored. */
export const MIRRORED_TYPES: readonly string[] = [
  'status',
  'select',
  'multi_select',
  'checkbox',
  'number',
  'date',
  'rich_text',
  'url',
] satisfies readonly WritableType[];

/** What options are called on the `to` side, by their names on the `from` side; those not named are called the same. */
export type OptionNames = Readonly<Record<string, string>>;

/** @param names none on the `to` side, whose names are the common ones */
export function toCommon(value: WritableValue, names: OptionNames = {}): MirrorValue {
  const nameOf = (option: string) => names[option] ?? option;
  switch (value.type) {
    case 'status':
    case 'select':
      return value.option === null ? null : nameOf(value.option);
    case 'multi_select':
      return [...new Set(value.options.map(nameOf))].sort();
    case 'checkbox':
      return value.isChecked;
    case 'number':
      return value.number;
    case 'url':
      return value.url || null;
    case 'rich_text':
      return value.text;
    case 'date':
      return value.date && commonDate(value.date);
  }
}

/** Notion shows a time with the offset of whoever looks: the moment is what counts. */
function commonDate({ start, end, timeZone }: DueDate): DueDate {
  const at = (text: string) => (HAS_OFFSET.test(text) ? new Date(text).toISOString() : text);
  return { start: at(start), ...(end !== undefined && { end: at(end) }), ...(timeZone && { timeZone }) };
}

const HAS_OFFSET = /T.*(Z|[+-]\d\d:?\d\d)$/;

/** What to write into a property of that kind; undefined where the value does not fit it. */
export function fromCommon(
  value: MirrorValue,
  type: WritableType,
  names: OptionNames = {},
): WritableValue | undefined {
  const nameOf = (common: string) => Object.entries(names).find(([, over]) => over === common)?.[0] ?? common;
  switch (type) {
    case 'status':
    case 'select':
      if (value === null) return { type, option: null };
      return typeof value === 'string' ? { type, option: nameOf(value) } : undefined;
    case 'multi_select':
      return Array.isArray(value) ? { type, options: value.map(nameOf) } : undefined;
    case 'checkbox':
      return typeof value === 'boolean' ? { type, isChecked: value } : undefined;
    case 'number':
      return value === null || typeof value === 'number' ? { type, number: value } : undefined;
    case 'url':
      return value === null || typeof value === 'string' ? { type, url: value } : undefined;
    case 'rich_text':
      return typeof value === 'string' ? { type, text: value } : undefined;
    case 'date':
      return value === null || (typeof value === 'object' && !Array.isArray(value))
        ? { type, date: value }
        : undefined;
  }
}

/** Names of the options that a value asks for. */
export function optionsIn(value: WritableValue): string[] {
  if (value.type === 'multi_select') return value.options;
  if (value.type !== 'status' && value.type !== 'select') return [];
  return value.option === null ? [] : [value.option];
}
