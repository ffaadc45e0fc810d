import { MANAGERS, PEOPLE, pageIdOf } from './cast.ts';
import { localDayOf } from './local-days.ts';
import { newPage } from './new-page.ts';
import type { NotionPageModel } from './notion-objects.ts';
import { dayAfter } from './notion-values.ts';
import type { Status } from './page-values.ts';
import type { Action, Delivery } from './schedule.ts';
import { ASSIGNED, DUE_SET, LEFT_OUT_SET, RENAMED, STATUS_SET } from './webhooks.ts';
import type { World } from './world.ts';

const [MANAGER = ''] = MANAGERS;

/** Assigns and removes; the first edit of a page makes it. */
export function toggle(
  number: number,
  people: readonly number[],
  author: string,
  delivery: Delivery,
  { notion, truth, time, webhooks }: World,
): void {
  const pageId = pageIdOf(number + 1);
  const now = time.now();
  const known = notion.pages.get(pageId);
  const page = known ?? newPage(number, now);
  const assignees = new Set(page.assignees);
  for (const index of people) {
    const { id } = PEOPLE[index] ?? {};
    if (id !== undefined && !assignees.delete(id)) assignees.add(id);
  }
  notion.pages.set(pageId, { ...page, assignees: [...assignees], editedAt: now });
  const type = known ? 'page.properties_updated' : 'page.created';
  const toldAt = webhooks.tell({ type, pageId, author, propertyIds: ASSIGNED }, delivery);
  truth.set({ pageId, people: [...assignees], author, at: now, toldAt, isCombined: delivery.isAggregated });
}

export function trash(number: number, delivery: Delivery, world: World): void {
  const { truth, time, webhooks } = world;
  const page = edited(number, world);
  if (!page) return;
  page.inTrash = !page.inTrash;
  const type = page.inTrash ? 'page.deleted' : 'page.undeleted';
  const toldAt = webhooks.tell({ type, pageId: page.id, author: MANAGER, propertyIds: [] }, delivery);
  truth.trashed({ pageId: page.id, isIn: page.inTrash, at: time.now(), toldAt });
}

export function rename(number: number, delivery: Delivery, world: World): void {
  const page = edited(number, world);
  if (!page) return;
  page.title = `${page.title}!`;
  world.truth.editedOtherwise(page.id, world.time.now());
  tell(page, RENAMED, delivery, world);
}

export function setDue(
  { page: number, inDays, form, delivery }: Extract<Action, { kind: 'due' }>,
  world: World,
): void {
  const page = edited(number, world);
  if (!page) return;
  const due = inDays === null ? undefined : dayAfter(localDayOf(world.time.now()), inDays);
  page.values = { ...page.values, due };
  page.dueForm = form;
  world.truth.setValues({ pageId: page.id, at: world.time.now(), due });
  tell(page, DUE_SET, delivery, world);
}

export function setStatus(number: number, status: Status, delivery: Delivery, world: World): void {
  const page = edited(number, world);
  if (!page) return;
  page.values = { ...page.values, status };
  world.client?.give(page.id, { status });
  world.truth.setValues({ pageId: page.id, at: world.time.now(), status });
  tell(page, STATUS_SET, delivery, world);
}

export function leaveOut(number: number, delivery: Delivery, world: World): void {
  const page = edited(number, world);
  if (!page) return;
  const isLeftOut = !page.values.isLeftOut;
  page.values = { ...page.values, isLeftOut };
  world.truth.setValues({ pageId: page.id, at: world.time.now(), isLeftOut });
  tell(page, LEFT_OUT_SET, delivery, world);
}

function edited(number: number, { notion, time }: World): NotionPageModel | undefined {
  const page = notion.pages.get(pageIdOf(number + 1));
  if (page) page.editedAt = time.now();
  return page;
}

function tell(
  { id: pageId }: NotionPageModel,
  propertyIds: readonly string[],
  delivery: Delivery,
  { webhooks }: World,
): void {
  webhooks.tell({ type: 'page.properties_updated', pageId, author: MANAGER, propertyIds }, delivery);
}
