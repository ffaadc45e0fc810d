import type { UpdatePageParameters } from '@notionhq/client';
import { cut } from '../core/cut.ts';
import type { WritableValue } from '../core/mirror/value.ts';
import type { DueDate } from '../core/page-record.ts';

type DateRequest = NonNullable<Extract<Properties[string], { date: unknown }>['date']>;
type Properties = NonNullable<UpdatePageParameters['properties']>;

/** https://developers.notion.com/reference/request-limits#size-limits */
const MOST_CHARACTERS = 2000;

/** Values as https://developers.notion.com/reference/page-property-values has them in a request, by property name. */
export function toProperties(values: Readonly<Record<string, WritableValue>>): Properties {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toProperty(value)]));
}

function toProperty(value: WritableValue): Properties[string] {
  switch (value.type) {
    case 'status':
      return { status: value.option === null ? null : { name: value.option } };
    case 'select':
      return { select: value.option === null ? null : { name: value.option } };
    case 'multi_select':
      return { multi_select: value.options.map((name) => ({ name })) };
    case 'checkbox':
      return { checkbox: value.isChecked };
    case 'number':
      return { number: value.number };
    case 'url':
      return { url: value.url };
    case 'rich_text':
      return { rich_text: inParts(value.text).map((content) => ({ text: { content } })) };
    case 'date':
      return { date: value.date && toDate(value.date) };
  }
}

function toDate({ start, end, timeZone }: DueDate): DateRequest {
  return { start, end: end ?? null, ...(timeZone && { time_zone: timeZone }) };
}

function inParts(text: string): string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const part = cut(rest, MOST_CHARACTERS);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return parts;
}
