import type { DataSourceView } from './notion-view.ts';

/** What Pagebell will take for the assignees of a data source: as `assigneePropertyOf` does for a page. */
export type AssigneeChoice =
  /** The people property of the wanted name. */
  | { kind: 'named'; name: string }
  /** There is none of that name, but only one. `clash`: the type of the property that has the name. */
  | { kind: 'only'; name: string; clash: string | undefined }
  /** There are several, none of that name. */
  | { kind: 'several'; names: string[]; clash: string | undefined }
  | { kind: 'none'; clash: string | undefined };

export function chooseAssignee({ properties }: DataSourceView, wanted: string): AssigneeChoice {
  const people = properties.filter(({ type }) => type === 'people').map(({ name }) => name);
  if (people.includes(wanted)) return { kind: 'named', name: wanted };
  const clash = properties.find(({ name }) => name === wanted)?.type;
  const [first, ...others] = people;
  if (first === undefined) return { kind: 'none', clash };
  return others.length === 0
    ? { kind: 'only', name: first, clash }
    : { kind: 'several', names: people, clash };
}

/** `Status`, `Due`: the properties of a type, for people to read. */
export function namesOfType({ properties }: DataSourceView, ...types: string[]): string[] {
  return properties.filter(({ type }) => types.includes(type)).map(({ name }) => name);
}
