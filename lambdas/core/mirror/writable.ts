import type { DataSourceSchema } from '../data-source-schema.ts';
import type { Taken } from './compare-side.ts';
import { LACKING_HINT, lackingReason } from './lacking.ts';
import type { SideReading } from './read-side.ts';
import { fromCommon, optionsIn, type WritableValue } from './value.ts';

/** Of what a page takes over, what it can hold: what it cannot holds up nothing else. */
export interface Writable {
  values: WritableProperty[];
  /** Why the rest is not written, and what mends it. */
  faults: { reason: string; hint: string }[];
}

interface WritableProperty {
  /** On the `from` side, and on this one. */
  from: string;
  name: string;
  value: WritableValue;
  /** Where its options are in the configuration. */
  place: string;
}

/** By the kinds of the properties. */
export function writableOf({ mirror, side, types }: SideReading, { values, lacking }: Taken): Writable {
  const writable: Writable = { values: [], faults: [] };
  if (lacking.length > 0) writable.faults.push({ reason: lackingReason(lacking), hint: LACKING_HINT });
  for (const [index, property] of mirror.properties.entries()) {
    const { from, options, [side]: name } = property;
    const common = values[from];
    const type = types[from];
    if (common === undefined || type === undefined) continue;
    const value = fromCommon(common, type, side === 'from' ? options : {});
    const place = `${mirror.place}.properties[${index}].options`;
    if (value) writable.values.push({ from, name, value, place });
    else
      writable.faults.push({ reason: `the property "${name}" is of the kind ${type} here`, hint: KIND_HINT });
  }
  return writable;
}

const KIND_HINT =
  'Mirror properties of one kind (a status may go with a select): mend `mirrors` in pagebell.config.ts, deploy, then retry it.';

/** Whether it takes the data source's schema to know what can be written. */
export function asksForOptions({ values }: Writable): boolean {
  return values.some(({ value }) => optionsIn(value).length > 0);
}

/** Without what asks for an option that is not there: Notion would make it, or refuse it. */
export function withKnownOptions({ values, faults }: Writable, schema: DataSourceSchema): Writable {
  const isKnown = ({ name, value }: WritableProperty) => {
    const options = schema.find((property) => property.name === name)?.options ?? [];
    return optionsIn(value).every((option) => options.some((one) => one.name === option));
  };
  const unknown = values.filter((each) => !isKnown(each));
  return { values: values.filter(isKnown), faults: [...faults, ...unknown.map(withoutOption)] };
}

function withoutOption({ name, place }: WritableProperty): Writable['faults'][number] {
  return {
    reason: `the property "${name}" does not have the option that the other side shows`,
    hint: `Add it to the property, or map it in \`${place}\` in pagebell.config.ts and deploy; then retry it.`,
  };
}

/** What is taken over where only that is written. */
export function onlyWritable({ values, changedAt, lost, ...taken }: Taken, writable: Writable): Taken {
  const names = new Set(writable.values.map(({ from }) => from));
  const among = <Value>(all: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
  return {
    ...taken,
    values: among(values),
    changedAt: among(changedAt),
    lost: lost.filter((name) => names.has(name)),
  };
}
