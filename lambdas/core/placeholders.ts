import type { Assignee, Notice, PageState } from './page-record.ts';
import type { Words } from './settings.ts';

const TITLE_LENGTH = 200;
const NAME_LENGTH = 50;

/** Splits a template at its placeholders, so that every second piece is a name. */
export const PLACEHOLDER = /\{(\w+)\}/g;

/** A placeholder without a value stays as it is written. */
export function fillText(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PLACEHOLDER, (placeholder, name: string) => ownValue(values, name) ?? placeholder);
}

/** What only notices of some rules tell: values of placeholders, not escaped. */
export function detailsOf({ subject }: Pick<Notice, 'subject'>): Readonly<Record<string, string>> {
  switch (subject?.kind) {
    case undefined:
      return {};
    case 'due':
      return { date: subject.day, when: subject.when ?? subject.day };
    case 'status':
      return { status: oneLine(subject.status, NAME_LENGTH) };
  }
}

export function titleOf(page: Pick<PageState, 'title'>, { untitled }: Words): string {
  return oneLine(page.title, TITLE_LENGTH) || untitled;
}

export function namesOf(people: readonly Assignee[], words: Words): string {
  return people.map((person) => nameOf(person, words)).join(', ') || words.nobody;
}

export function nameOf(person: Assignee, { somebody }: Words): string {
  return oneLine(person.name ?? '', NAME_LENGTH) || somebody;
}

/** Cut between characters, not within one. */
export function oneLine(value: string, length: number): string {
  const characters = [...value.replaceAll(/\s+/g, ' ').trim()];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}

/** The same names, with what becomes of their values. */
export function mapValues<Name extends string, From, To>(
  values: Readonly<Record<Name, From>>,
  map: (value: From) => To,
): Record<Name, To> {
  const entries = Object.entries<From>(values).map(([name, value]) => [name, map(value)]);
  // The same names as before: only the values were mapped.
  return Object.fromEntries(entries) as Record<Name, To>;
}

/** Of a name that a template may have made up. */
export function ownValue<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
