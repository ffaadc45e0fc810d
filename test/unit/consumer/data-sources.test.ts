import { DataSources } from '../../../lambdas/consumer/data-sources/data-sources.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import type { DataSourceSchema } from '../../../lambdas/core/data-source-schema.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeNotion, notionAnswer } from '../../fakes/fake-notion.ts';
import { MemoryTable } from '../../fakes/memory-table.ts';
import { reading, state } from '../core/builders.ts';

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
  return { clock, notion, turn: () => new DataSources(workspace, { notion, store, clock }) };
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
