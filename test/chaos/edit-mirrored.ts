import { deliverableIdOf, MANAGERS, pageIdOf } from './cast.ts';
import type { NotionPageModel } from './notion-objects.ts';
import { STATUSES } from './page-values.ts';
import type { Action } from './schedule.ts';
import { LINK_SET, POINTS_SET } from './webhooks.ts';
import type { World } from './world.ts';

const [MANAGER = ''] = MANAGERS;

type MirrorEdit = Extract<
  Action,
  { kind: 'points' | 'link' | 'status over there' | 'points over there' | 'trash over there' }
>;
type OptionEdit = Extract<Action, { kind: 'option over there' }>;

/** Edits what is mirrored, or which page it goes to. A page that nobody has made yet is edited by nobody. */
export function editMirrored(action: MirrorEdit | OptionEdit, world: World): void {
  switch (action.kind) {
    case 'points':
      edit(action, POINTS_SET, world, (page) => {
        page.points = action.points;
        world.client?.give(page.id, { points: action.points });
      });
      return;
    case 'link':
      edit(action, LINK_SET, world, (page) => {
        if (action.to) world.client?.link(page, action.page, action.to);
        else page.link = null;
      });
      return;
    case 'status over there':
      editThere(action, world, (page) => {
        page.values = { ...page.values, status: action.status };
        world.client?.give(page.id, { status: action.status });
      });
      return;
    case 'points over there':
      editThere(action, world, (page) => {
        page.points = action.points;
        world.client?.give(page.id, { points: action.points });
      });
      return;
    case 'trash over there':
      editThere(action, world, (page) => {
        page.inTrash = !page.inTrash;
      });
      return;
    case 'option over there':
      for (const status of STATUSES) world.client?.options.add(status);
  }
}

function edit(
  { page: number, delivery }: MirrorEdit,
  propertyIds: readonly string[],
  { notion, truth, time, webhooks }: World,
  change: (page: NotionPageModel) => void,
): void {
  const page = notion.pages.get(pageIdOf(number + 1));
  if (!page) return;
  change(page);
  page.editedAt = time.now();
  truth.editedOtherwise(page.id, time.now());
  webhooks.tell({ type: 'page.properties_updated', pageId: page.id, author: MANAGER, propertyIds }, delivery);
}

function editThere(
  { page, delivery }: MirrorEdit,
  { client, time }: World,
  change: (page: NotionPageModel) => void,
): void {
  client?.edit(deliverableIdOf(page + 1), change, delivery, time.now());
}
