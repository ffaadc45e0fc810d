import type { Result } from '../../core/failure.ts';
import type { NotionPage } from '../../core/notion-page.ts';
import type { NotionUser } from '../../core/notion-user.ts';
import { MOST_SHOWN_PEOPLE, type PageProperty, type PropertyOfType } from '../../core/page-properties.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { repeatOnce } from './repeat-once.ts';

/**
 * The page with everybody who is in some of its properties: Notion shows the first of them only.
 *
 * @param ids of the people properties that are asked for
 */
export async function withWholePeople(
  pageId: string,
  page: NotionPage,
  ids: ReadonlySet<string>,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Result<NotionPage>> {
  const properties: PageProperty[] = [];
  for (const property of page.properties) {
    const isCut = property.type === 'people' && property.people.length >= MOST_SHOWN_PEOPLE;
    if (!isCut || !ids.has(property.id)) {
      properties.push(property);
      continue;
    }
    const people = await allPeople(pageId, property, turn, ports);
    if (!people.ok) return people;
    properties.push({ ...property, people: people.value });
  }
  return { ok: true, value: { ...page, properties } };
}

async function allPeople(
  pageId: string,
  property: PropertyOfType<'people'>,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Result<NotionUser[]>> {
  const users = new Map<string, NotionUser>();
  let cursor: string | undefined;
  do {
    const at = cursor;
    const page = await repeatOnce(() => turn.notion.people(pageId, property.id, at), ports);
    if (!page.ok) return page;
    for (const user of page.value.users) users.set(user.id, user);
    cursor = page.value.next;
  } while (cursor !== undefined);
  return { ok: true, value: [...users.values()] };
}
