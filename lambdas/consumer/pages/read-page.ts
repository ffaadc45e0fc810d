import { backoff } from '../../core/backoff.ts';
import { classify } from '../../core/classify.ts';
import type { Failure } from '../../core/failure.ts';
import { mirrorsAt, readSide } from '../../core/mirror/read-side.ts';
import { assigneePropertyOf, ownerlessOf, propertiesOfType } from '../../core/notion-page.ts';
import type { NotionUser } from '../../core/notion-user.ts';
import type { PageState } from '../../core/page-record.ts';
import type { Reading } from '../../core/plan-input.ts';
import { peopleOnLadder } from '../../core/rules/escalation.ts';
import { filterPage } from '../../core/rules/filter.ts';
import { watchedOf, watchOf } from '../../core/watch.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { assigneePropertyFor } from './assignee-property.ts';
import { schemaForGroups } from './known-groups.ts';
import { repeatOnce } from './repeat-once.ts';
import { warnOfMisfits, warnOfMissing, warnOfUnseen, warnOfUnseenAssignees } from './warn-of-misfits.ts';
import { withWholePeople } from './whole-people.ts';
import { withNames } from './with-names.ts';

export type ReadOutcome =
  | { kind: 'read'; reading: Reading }
  | { kind: 'gone'; reason: string }
  /** There is no property that would tell whose the page is, and nothing else is asked of it. */
  | { kind: 'blind'; reason: string }
  | { kind: 'deferred'; at: number; reason: string }
  | { kind: 'parked'; reason: string; hint: string }
  | { kind: 'halted'; until: number; reason: string };

/**
 * Reads a page with all its assignees and their names.
 *
 * @param known what is stored of the page: names in it are not asked for again
 * @param attempts how often this read has failed before
 */
export async function readPage(
  pageId: string,
  known: PageState | undefined,
  attempts: number,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<ReadOutcome> {
  const startedAt = ports.clock.now();
  const failed = (failure: Failure) => outcomeOf(failure, attempts, ports);

  const answer = await repeatOnce(() => turn.notion.page(pageId), ports);
  if (!answer.ok) return failed(answer.failure);
  const shown = answer.value;
  const { title, url, dataSourceId, createdAt } = shown;
  if (shown.inTrash) return { kind: 'gone', reason: 'the page is in the trash' };
  const assigneePropertyName = assigneePropertyFor(dataSourceId, turn.workspace);
  if (assigneePropertyName === undefined) return { kind: 'gone', reason: 'the data source is not watched' };

  const property = assigneePropertyOf(shown, assigneePropertyName);
  const ends = mirrorsAt(turn.workspace, dataSourceId);
  const watch = watchOf(turn.workspace, dataSourceId);
  // What is mirrored, or on a ladder, need not be anybody's; and reminders wait until it can be told whose it is.
  const isLookedAt = ends.length > 0 || watch.escalations.length > 0 || watch.reminders !== undefined;
  if (!property && !isLookedAt)
    return { kind: 'blind', reason: `no people property "${assigneePropertyName}", nor a single one` };
  // The one that was renamed may be named again: an edit of it is not to be passed over then.
  const assigneeIds = (property ? [property] : propertiesOfType(shown, 'people')).map(({ id }) => id);
  const sides = ends.map((end) => readSide(shown, end, shown.editedAt ?? startedAt));
  if (!property) warnOfUnseenAssignees(assigneePropertyName, dataSourceId, known, watch, turn, ports);
  warnOfMissing(pageId, sides, turn, ports);
  const { propertyIds: conditionIds, misfits } = filterPage(shown, watch.only);
  warnOfMisfits(misfits, dataSourceId, turn, ports);
  warnOfUnseen(shown.properties, dataSourceId, watch, turn, ports);
  const peopleIds = new Set([...(property ? [property.id] : []), ...conditionIds]);
  const whole = await withWholePeople(pageId, shown, peopleIds, turn, ports);
  if (!whole.ok) return failed(whole.failure);
  const page = whole.value;
  const assigned = assigneePropertyOf(page, assigneePropertyName)?.people ?? [];
  const assignees = await withNames(assigned, known?.assignees ?? [], turn, ports);
  if (!assignees.ok) return failed(assignees.failure);

  const schema = await schemaForGroups([page], watch, turn, ports);
  if (!schema.ok) return failed(schema.failure);
  const { values, filtered, propertyIds } = watchedOf(page, watch, schema.value);
  const onLadder = peopleOnLadder(values.status, watch).map((id): NotionUser => ({ id, kind: 'unknown' }));
  const people = await withNames(onLadder, assignees.value, turn, ports);
  if (!people.ok) return failed(people.failure);

  return {
    kind: 'read',
    reading: {
      state: { title, url, assignees: assignees.value, ...(dataSourceId && { dataSourceId }), ...values },
      createdAt,
      isLeftOut: filtered.isLeftOut,
      conditionIds,
      watchedIds: [...assigneeIds, ...propertyIds, ...sides.flatMap((side) => side.propertyIds)],
      people: people.value,
      assigneePropertyId: property?.id,
      ownerless: ownerlessOf(page, assigneePropertyName),
      sides,
      startedAt,
    },
  };
}

function outcomeOf(failure: Failure, attempts: number, { clock, random }: ConsumerPorts): ReadOutcome {
  const now = clock.now();
  const verdict = classify('read', failure, now);
  switch (verdict.kind) {
    case 'gone':
    case 'parked':
      return verdict;
    case 'halted':
      return { kind: 'halted', until: now + verdict.forMs, reason: verdict.reason };
    case 'deferred':
      return {
        kind: 'deferred',
        at: now + backoff(attempts + 1, random(), verdict.retryAfterMs),
        reason: verdict.reason,
      };
    case 'unknown':
    case 'committed':
      throw new Error(`a read cannot end as ${verdict.kind}`);
  }
}
