import type { PageRecord } from '../../lambdas/core/page-record.ts';
import type { ReceivedMessage } from '../../local/aws/sqs/fifo-queue.ts';
import { deliverableIdOf, PAGES, pageIdOf, pageName } from './cast.ts';
import type { Client } from './client.ts';
import { addressOf, DELIVERABLES } from './deliverables.ts';
import { isFailed } from './excuses.ts';
import { othersAt } from './mirror-excuses.ts';
import { isOverThere, judgeMirror, judgeWrites, type Mirrored } from './mirror-judge.ts';
import type { NotionPageModel } from './notion-objects.ts';
import type { Action } from './schedule.ts';
import type { World } from './world.ts';

const HERE = Array.from({ length: PAGES }, (_, index) => pageIdOf(index + 1));
const THERE = Array.from({ length: DELIVERABLES }, (_, index) => deliverableIdOf(index + 1));

/** All that is wrong between the two workspaces; nothing, where there is one. */
export function mismirrored(
  world: World,
  records: readonly PageRecord[],
  parked: readonly ReceivedMessage[],
): string[] {
  const { client, notion } = world;
  if (!client) return [];
  const groups = new Map([...HERE, ...THERE].map((id) => [keyOf(id, client), client.linked.around(id)]));
  return [
    ...HERE.flatMap((pageId) => judgePage(pageId, client, world, records, parked)),
    ...[...groups.values()].flatMap((pages) => judgeGroup(pages, client, world)),
    ...notion.strays.map((id) => `the team's workspace was asked for ${pageName(id)}`),
    ...client.notion.strays.map((id) => `the client's workspace was asked for ${pageName(id)}`),
    ...client.madeOptions.map((id) => `an option that is not there was written into ${pageName(id)}`),
    ...client.notion.comments.map(
      ({ pageId }) => `somebody was told of ${pageName(pageId)}, which is nobody's`,
    ),
  ];
}

function keyOf(pageId: string, { linked }: Client): string {
  return [...linked.around(pageId)].sort().join();
}

function judgePage(
  pageId: string,
  client: Client,
  world: World,
  records: readonly PageRecord[],
  parked: readonly ReceivedMessage[],
): string[] {
  const here = world.notion.pages.get(pageId);
  const there = THERE.flatMap((id) => client.notion.pages.get(id) ?? []).find(
    ({ id }) => here?.link === addressOf(id),
  );
  if (!here || !there) return [];
  const isTheirs = !there.inTrash && !here.inTrash && othersAt(there.id, pageId, world).length === 0;
  const both = [pageId, there.id];
  const isParked = records.some((record) => both.includes(record.pageId) && record.outbox.some(isFailed));
  return judgeMirror({
    pageId,
    isBoth: world.setup.mirrors === 'both ways',
    here: shownBy(here),
    there: isTheirs ? shownBy(there) : undefined,
    isSound: !isParked && !parked.some(({ message }) => both.some((id) => message.body.includes(id))),
    isEditedThere: client.edited.has(there.id),
    given: [...client.linked.around(pageId)].flatMap((id) => givenTo(id, both, client)),
  });
}

/** Of a page that it is no longer linked with, whatever that was ever given may have come from there. */
function givenTo(id: string, linked: readonly string[], client: Client): readonly Mirrored[] {
  return linked.includes(id) ? [client.givenTo(id)] : client.everGivenTo(id);
}

function judgeGroup(
  pages: ReadonlySet<string>,
  { writes }: Client,
  { setup, schedule: { steps }, tally }: World,
): string[] {
  const edited = steps.flatMap(({ action }) => mirroredIn(action) ?? []).filter((id) => pages.has(id));
  const firstSights = [...pages].filter((id) => !isOverThere(id));
  return judgeWrites({
    pages,
    isBoth: setup.mirrors === 'both ways',
    writes: writes.filter(({ pageId }) => pages.has(pageId)),
    edits: edited.length + firstSights.length,
    mayRepeat: unknownEnds(tally) + steps.filter(({ action }) => action.kind === 'second consumer').length,
  });
}

function shownBy({ values, points }: NotionPageModel): Mirrored {
  return { status: values.status, points };
}

/** The page whose edit may have to be written to the other side. */
function mirroredIn(action: Action): string | undefined {
  switch (action.kind) {
    case 'status':
    case 'points':
    case 'link':
    case 'trash':
      return pageIdOf(action.page + 1);
    case 'status over there':
    case 'points over there':
    case 'trash over there':
      return deliverableIdOf(action.page + 1);
    default:
      return undefined;
  }
}

/** Times that what was written may not have been heard of, or not written down. */
function unknownEnds({ faults, crashes, brokenRecords }: World['tally']): number {
  const names = Object.entries(faults).filter(([name]) => /^(notion\.update|table|function)/.test(name));
  return [...names, ...Object.entries(crashes)].reduce((sum, [, count]) => sum + count, brokenRecords);
}
