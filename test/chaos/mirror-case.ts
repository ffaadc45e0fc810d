import type { PageRecord } from '../../lambdas/core/page-record.ts';
import type { ReceivedMessage } from '../../local/aws/sqs/fifo-queue.ts';
import { PAGES, pageIdOf, pageName } from './cast.ts';
import type { Client } from './client.ts';
import { addressOf, deliverableOf } from './deliverables.ts';
import { isFailed } from './excuses.ts';
import { judgeMirror, type Mirrored } from './mirror-judge.ts';
import type { NotionPageModel } from './notion-objects.ts';
import type { Action } from './schedule.ts';
import type { World } from './world.ts';

/** All that is wrong between the two workspaces; nothing, where there is one. */
export function mismirrored(
  world: World,
  records: readonly PageRecord[],
  parked: readonly ReceivedMessage[],
): string[] {
  const { client, notion, log } = world;
  if (!client) return [];
  const pages = Array.from({ length: PAGES }, (_, page) => judgePage(page, client, world, records, parked));
  const thrown = world.tally.brokenRecords > 0 ? [] : log.withMessage('A mirror threw');
  return [
    ...pages.flat(),
    ...notion.strays.map((id) => `the team's workspace was asked for ${pageName(id)}`),
    ...client.notion.strays.map((id) => `the client's workspace was asked for ${pageName(id)}`),
    ...client.notion.comments.map(
      ({ pageId }) => `somebody was told of ${pageName(pageId)}, which is nobody's`,
    ),
    ...thrown.map(({ fields }) => `an unexpected exception: ${JSON.stringify(fields)}`),
  ];
}

/** Whether a page is mirrored into none that can be seen now: what it owes may stay an operator's. */
export function isUnseen(pageId: string, { client, notion }: World): boolean {
  const number = Number(pageId.slice(-12)) - 1;
  const page = number % PAGES;
  const pair = [deliverableOf(page, false), deliverableOf(page, true)].map((id) =>
    client?.notion.pages.get(id),
  );
  return [notion.pages.get(pageIdOf(page + 1)), ...pair].some((one) => one?.inTrash);
}

function judgePage(
  page: number,
  client: Client,
  { notion, setup, schedule, tally }: World,
  records: readonly PageRecord[],
  parked: readonly ReceivedMessage[],
): string[] {
  const pageId = pageIdOf(page + 1);
  const here = notion.pages.get(pageId);
  if (!here) return [];
  const own = [pageId, deliverableOf(page, false), deliverableOf(page, true)];
  const there = own
    .flatMap((id) => client.notion.pages.get(id) ?? [])
    .find(({ id }) => here.link === addressOf(id));
  const isSeen = there && !there.inTrash && !here.inTrash;
  const isParked = records.some((record) => own.includes(record.pageId) && record.outbox.some(isFailed));
  return judgeMirror({
    pageId,
    isBoth: setup.mirrors === 'both ways',
    here: shownBy(here),
    there: isSeen ? shownBy(there) : undefined,
    isSound: !isParked && !parked.some(({ message }) => own.some((id) => message.body.includes(id))),
    isEditedThere: own.some((id) => client.edited.has(id)),
    writes: client.writes.filter((write) => own.includes(write.pageId)),
    edits: 1 + schedule.steps.filter(({ action }) => isEditOf(page, action)).length,
    mayRepeat:
      unknownEnds(tally) + schedule.steps.filter(({ action }) => action.kind === 'second consumer').length,
    linked: client.linked,
  });
}

function shownBy({ values, points }: NotionPageModel): Mirrored {
  return { status: values.status, points };
}

function isEditOf(page: number, action: Action): boolean {
  switch (action.kind) {
    case 'status':
    case 'points':
    case 'link':
    case 'trash':
    case 'status over there':
    case 'points over there':
    case 'trash over there':
      return action.page % PAGES === page;
    default:
      return false;
  }
}

/** Times that what was written may not have been heard of, or not written down. */
function unknownEnds({ faults, crashes, brokenRecords }: World['tally']): number {
  const names = Object.entries(faults).filter(([name]) => /^(notion\.update|table|function)/.test(name));
  return [...names, ...Object.entries(crashes)].reduce((sum, [, count]) => sum + count, brokenRecords);
}
