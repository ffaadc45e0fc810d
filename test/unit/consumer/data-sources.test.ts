import { DataSources } from '../../../lambdas/consumer/data-sources/data-sources.ts';
import { RememberedDataSources } from '../../../lambdas/consumer/data-sources/remembered.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import type { DataSourceSchema } from '../../../lambdas/core/data-source-schema.ts';
import type { WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import { NO_WATCH, newDataSource } from '../../../lambdas/core/sweep.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeNotion, notionAnswer } from '../../fakes/fake-notion.ts';
import { MemoryTable } from '../../fakes/memory-table.ts';
import { NOW, reading, state } from '../core/builders.ts';

const TASKS = 'd0000000-0000-4000-8000-000000000001';
const MINUTE = 60_000;
const SCHEMA: DataSourceSchema = [{ name: 'Assignee', id: '{LUX', type: 'people' }];
const SEEN = reading([], { state: { ...state([]), dataSourceId: TASKS } });

function bench() {
  const [workspace] = resolveConfig({}).workspaces;
  if (!workspace) throw new Error('there is always a workspace');
  const clock = new FakeClock();
  const notion = new FakeNotion();
  const { dataSources: store } = new MemoryTable();
  notion.schemas.set(TASKS, SCHEMA);
  const load = jest.spyOn(store, 'load');
  /** An execution environment: its turns. */
  const environment = (change: Partial<WorkspaceSettings> = {}) => {
    const remembered = new RememberedDataSources();
    return () => new DataSources({ ...workspace, ...change }, { notion, store, remembered, clock });
  };
  return { clock, notion, store, load, environment, turn: environment() };
}

describe('the schema', () => {
  test.each([
    ['seen before', true],
    ['seen in the same turn', false],
  ])('of a data source %s is asked for once an hour', async (_, isKnown) => {
    const { clock, notion, turn } = bench();
    if (isKnown) await turn().note(SEEN);
    const first = turn();
    expect(await Promise.all([first.schema(TASKS), first.schema(TASKS)])).toEqual([
      { ok: true, value: SCHEMA },
      { ok: true, value: SCHEMA },
    ]);
    await first.note(SEEN);
    clock.advance(60 * MINUTE);
    expect(await turn().schema(TASKS)).toEqual({ ok: true, value: SCHEMA });
    expect(notion.calls).toHaveLength(1);

    clock.advance(1);
    notion.schemas.set(TASKS, []);
    expect(await turn().schema(TASKS)).toEqual({ ok: true, value: [] });
    expect(notion.calls).toHaveLength(2);
  });

  test('that failed passingly is asked for once more, and not again in this turn', async () => {
    const { notion, turn } = bench();
    notion.failNext('schema', notionAnswer(502));
    notion.failNext('schema', notionAnswer(503));
    const first = turn();
    for (const time of [1, 2]) {
      expect({ time, answer: await first.schema(TASKS) }).toMatchObject({
        answer: { failure: { status: 503 } },
      });
    }
    expect(await turn().schema(TASKS)).toEqual({ ok: true, value: SCHEMA });
    expect(notion.calls).toHaveLength(3);
  });
});

describe('the item', () => {
  const OTHER = reading([], { state: SEEN.state, watchedIds: ['other'] });

  test('is read by the first turn of five minutes', async () => {
    const { clock, load, turn } = bench();
    await turn().note(SEEN);
    load.mockClear();
    expect(await turn().watchedIds(TASKS)).toEqual(SEEN.watchedIds);
    clock.advance(5 * MINUTE - 1);
    expect(await turn().watchedIds(TASKS)).toEqual(SEEN.watchedIds);
    expect(load).toHaveBeenCalledTimes(1);
    clock.advance(1);
    expect(await turn().watchedIds(TASKS)).toEqual(SEEN.watchedIds);
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('is read by each turn while there is none', async () => {
    const { store, turn } = bench();
    expect(await turn().watchedIds(TASKS)).toBeUndefined();
    await store.add('main', TASKS, newDataSource(NO_WATCH, NOW, MINUTE));
    expect(await turn().watchedIds(TASKS)).toBeUndefined();
    await turn().note(SEEN);
    expect(await turn().watchedIds(TASKS)).toEqual(SEEN.watchedIds);
  });

  test('that this environment changed is known to its next turn', async () => {
    const { load, turn } = bench();
    await turn().note(SEEN);
    await turn().watchedIds(TASKS);
    await turn().note(OTHER);
    expect(await turn().watchedIds(TASKS)).toEqual(['other']);
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('that another changed is known within five minutes; what a page shows is stored in any case', async () => {
    const { clock, store, turn, environment } = bench();
    await turn().note(SEEN);
    await turn().watchedIds(TASKS);
    await environment()().note(OTHER);
    expect(await turn().watchedIds(TASKS)).toEqual(SEEN.watchedIds);
    await turn().note(OTHER);
    expect(await turn().watchedIds(TASKS)).toEqual(['other']);
    await environment()().note(SEEN);
    clock.advance(5 * MINUTE);
    expect(await turn().watchedIds(TASKS)).toEqual(SEEN.watchedIds);
    expect((await store.load('main', TASKS))?.watchedIds).toEqual(SEEN.watchedIds);
  });

  test('tells nothing of what another configuration watches, nor since when', async () => {
    const { clock, store, turn, environment } = bench();
    const since = async () => (await store.load('main', TASKS))?.watchedSince;
    await turn().note(SEEN);
    const [ids, firstSince] = [await turn().watchedIds(TASKS), await since()];
    expect(ids).toEqual(SEEN.watchedIds);

    clock.advance(MINUTE);
    const deployed = environment({ statusProperty: 'Phase' });
    const other = environment({ statusProperty: 'Phase' });
    expect(await deployed().watchedIds(TASKS)).toBeUndefined();
    expect(await other().watchedIds(TASKS)).toBeUndefined();
    await deployed().note(SEEN);
    const deployedSince = await since();
    expect(deployedSince).toBe((firstSince ?? 0) + MINUTE);

    clock.advance(MINUTE);
    expect(await other().watchedIds(TASKS)).toEqual(SEEN.watchedIds);
    await other().note(OTHER);
    clock.advance(31 * MINUTE);
    await deployed().note(OTHER);
    expect(await since()).toBe(deployedSince);
  });

  test('makes ids and schemas no younger than they are', async () => {
    const { clock, notion, turn } = bench();
    await turn().note(SEEN);
    await turn().schema(TASKS);
    clock.advance(58 * MINUTE);
    expect(await turn().watchedIds(TASKS)).toEqual(SEEN.watchedIds);
    await turn().schema(TASKS);
    expect(notion.calls).toHaveLength(1);
    clock.advance(3 * MINUTE);
    expect(await turn().watchedIds(TASKS)).toBeUndefined();
    await turn().schema(TASKS);
    expect(notion.calls).toHaveLength(2);
  });
});
