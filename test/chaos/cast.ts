/** Who and what takes part in every schedule. */

export const WORKSPACE = 'main';
export const DATA_SOURCE = 'd0000000-0000-4000-8000-000000000001';
/** Decoded: Notion's API shows it URL-encoded. */
export const ASSIGNEE_PROPERTY = '{LUX';
export const BOT_ID = '0b070b07-0000-4000-8000-000000000b07';

export interface Person {
  id: string;
  name: string;
  /** The page shows no more than the id: the name must be asked for. */
  isPartial: boolean;
}

/** Edit pages and are assigned to them. Of one the page shows no more than the id: who has no name is that one. */
const TEAM: readonly Person[] = ['Ana', 'Ben', 'Cleo', 'Dag', 'Eve'].map((name, index, all) => ({
  id: personId(index + 1),
  name,
  isPartial: index === all.length - 1,
}));

/** Assigned all together: more than a page shows, and fewer than a message names. */
const GUESTS: readonly Person[] = Array.from({ length: 30 }, (_, index) => ({
  id: personId(101 + index),
  name: `Guest ${index + 1}`,
  isPartial: false,
}));

export const PEOPLE: readonly Person[] = [...TEAM, ...GUESTS];
export const TEAM_SIZE = TEAM.length;

/** Edits pages and is never assigned to one. */
export const MANAGERS: readonly string[] = [personId(901), personId(902)];

/** What Pagebell calls somebody whose name cannot be had. */
export const NAMELESS = 'A team member';

export function pageIdOf(number: number): string {
  return `a0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function pageName(pageId: string): string {
  return `page ${Number(pageId.slice(-12))}`;
}

export function nameOf(personId: string): string {
  return PEOPLE.find(({ id }) => id === personId)?.name ?? 'a manager';
}

function personId(number: number): string {
  return `b0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
