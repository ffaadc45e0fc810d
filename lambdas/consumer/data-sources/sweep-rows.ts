import type { Failure } from '../../core/failure.ts';
import { keys } from '../../core/keys.ts';
import { isNews, mirrorsAt, readSide } from '../../core/mirror/read-side.ts';
import { assigneePropertyOf, ownerlessOf } from '../../core/notion-page.ts';
import { askForRead, owedRead } from '../../core/outbox.ts';
import { CHANNELS, dueAt, emptyRecord, type PageRecord } from '../../core/page-record.ts';
import { plan } from '../../core/plan.ts';
import type { Reading } from '../../core/plan-input.ts';
import { planSettings } from '../../core/plan-settings.ts';
import type { QueriedPage } from '../../core/ports/notion.ts';
import type { JobQueue } from '../../core/ports/queue.ts';
import type { WorkspaceSettings } from '../../core/settings.ts';
import { judgeRow, type SeenSince } from '../../core/sweep.ts';
import { watchedOf, watchOf } from '../../core/watch.ts';
import { assigneePropertyFor } from '../pages/assignee-property.ts';
import { schemaForGroups } from '../pages/known-groups.ts';
import { loadOrEmpty, update } from '../pages/page-work.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';

/**
 * Compares the rows of a query with their records. Resolves to what kept it from that: then nothing is done.
 *
 * @param seen since when the data source is known, and what is watched in it now (ms)
 * @param queriedAt when the query began (ms)
 */
export async function lookAtRows(
  rows: readonly QueriedPage[],
  seen: SeenSince,
  queriedAt: number,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Failure | undefined> {
  const [first] = rows;
  if (!first) return undefined;
  const { workspace } = turn;
  const { clock, pages, queue } = ports;
  const { key } = workspace;
  const watch = watchOf(workspace, first.page.dataSourceId);
  const schema = await schemaForGroups(
    rows.map(({ page }) => page),
    watch,
    turn,
    ports,
  );
  if (!schema.ok) return schema.failure;
  const records = await pages.loadAll(
    key,
    rows.map(({ id }) => id),
  );
  const known = new Map(records.map((record) => [record.pageId, record]));

  await Promise.all(
    rows.map(async (row) => {
      const { title, url, dataSourceId } = row.page;
      const propertyName = assigneePropertyFor(dataSourceId, workspace) ?? workspace.assigneeProperty;
      const property = assigneePropertyOf(row.page, propertyName);
      const ids = property?.people.map(({ id }) => id);
      const watched = watchedOf(row.page, watch, schema.value);
      const record = known.get(row.id);
      const isMoved = mirrorsAt(workspace, dataSourceId)
        .map((end) => readSide(row.page, end, row.editedAt))
        .some((side) => isNews(side, record?.mirrors?.[side.mirror.key]));
      const verdict = judgeRow(row, ids, record, seen, watched, isMoved);
      const { isLeftOut } = watched.filtered;
      const assignees = property?.people ?? [];
      const state = { title, url, assignees, ...(dataSourceId && { dataSourceId }), ...watched.values };
      const reading = {
        ...UNTOLD,
        ownerless: ownerlessOf(row.page, propertyName),
        isLeftOut,
        startedAt: queriedAt,
      };
      const stored = { ...emptyRecord(key, row.id), readStartedAt: queriedAt };
      const learned =
        verdict === 'store' ? learnSilently(stored, { ...reading, state }, workspace) : undefined;
      switch (verdict === 'store' && !learned ? 'read' : verdict) {
        case 'nothing':
          return;
        case 'store':
          // Not stored if it is there by now: whoever stored it knew more.
          if (learned) await pages.save(learned);
          return;
        case 'fill':
        case 'read': {
          const found = record ?? (await loadOrEmpty({ workspace: key, pageId: row.id }, pages));
          const asked = await update(
            found,
            (current) => {
              // What is filled in is as it was known to be: that, the property shows that is asked now.
              const { statusPropertyId } = watched.values;
              const known = current.state && {
                ...watched.values,
                ...current.state,
                ...(statusPropertyId !== undefined && { statusPropertyId }),
              };
              const filled =
                verdict === 'fill' && known
                  ? learnSilently(current, { ...reading, state: known }, workspace)
                  : undefined;
              return { record: filled ?? { ...current, outbox: askForRead(current.outbox, clock.now()) } };
            },
            pages,
          );
          if (owedRead(asked.record.outbox)) await readSoon(asked.record, queue);
        }
      }
    }),
  );
  return undefined;
}

/** What a row tells nothing of, so that nobody is told of what it shows. */
const UNTOLD = { createdAt: undefined, assigneePropertyId: undefined, watchedIds: [] };

/** The record with what a row shows of its page; undefined if there is something to tell, which must be read. */
function learnSilently(
  record: PageRecord,
  reading: Reading,
  workspace: WorkspaceSettings,
): PageRecord | undefined {
  const { memory: _, ...known } = record;
  const planned = plan({
    pageId: record.pageId,
    version: record.version + 1,
    previous: record.state,
    current: reading,
    memory: record.memory,
    outbox: record.outbox,
    sightings: [],
    // All of them: who is muted in one may be told in another, and a reading says where.
    settings: planSettings(workspace, CHANNELS, reading.state.dataSourceId),
    baseline: undefined,
    now: reading.startedAt,
  });
  const before = new Set(record.outbox.map(({ id }) => id));
  if (planned.outbox.some(({ kind, id }) => kind === 'notice' && !before.has(id))) return undefined;
  const { state, outbox, memory } = planned;
  return { ...known, state, outbox, ...(memory && { memory }) };
}

/** The timer would find it as well, up to a minute later; SQS takes its message for the same. */
async function readSoon({ workspace, pageId, outbox }: PageRecord, queue: JobQueue): Promise<void> {
  const at = dueAt(outbox);
  const key = keys.page(workspace, pageId);
  if (at !== undefined) await queue.send({ kind: 'due', workspace, key, dueAt: at }, `${key}:${at}`);
}
