import { keys } from '../../lambdas/core/keys.ts';
import { RECORD_VERSION } from '../../lambdas/core/record-version.ts';
import { WORKSPACE } from './cast.ts';
import type { Item } from './expressions.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const NEWER_RECORD = 99;
/** Keeps the outbox of a record that this release cannot read. */
const KEPT = 'outboxAsItWas';

/** The later release writes the record in its own way, and raises the version that others wait for. */
export function newerRecord(pageId: string, minutes: number, world: World): void {
  rewriteFor(minutes, pageId, world, ({ outbox, version, ...item }) => ({
    ...item,
    [KEPT]: outbox,
    recordVersion: NEWER_RECORD,
    version: Number(version) + 1,
  }));
}

/** Nothing that was ever written can be read back, until somebody mends it. */
export function breakRecord(pageId: string, minutes: number, world: World): void {
  world.tally.brokenRecords += 1;
  rewriteFor(minutes, pageId, world, ({ outbox, ...item }) => ({
    ...item,
    [KEPT]: outbox,
    outbox: 'unreadable',
  }));
}

function rewriteFor(
  minutes: number,
  pageId: string,
  { table, time }: World,
  rewritten: (item: Item) => Item,
): void {
  const key = keys.page(WORKSPACE, pageId);
  const item = table.items.get(key);
  if (!item || KEPT in item) return;
  table.items.set(key, rewritten(item));
  time.at(time.now() + minutes * MINUTE, () => restoreRecords(table.items));
}

/** The later release is gone again; what was broken is mended. */
export function restoreRecords(items: World['table']['items']): void {
  for (const [key, { [KEPT]: outbox, ...item }] of items) {
    if (outbox !== undefined) items.set(key, { ...item, outbox, recordVersion: RECORD_VERSION });
  }
}
