import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import type { PageProperty } from '../../../lambdas/core/page-properties.ts';
import { ConsumerBench, DATA_SOURCE, pageId, person } from '../../fakes/consumer-bench.ts';

const HOUR = 60 * 60_000;
const PAGE = pageId(1);
const ana = person(1, 'Ana');
const DUE: PageProperty = { name: 'Due', id: 'due', type: 'date', date: { start: '2026-11-10' } };
const STATUS: PageProperty = { name: 'Status', id: 'st', type: 'status', option: 'Blocked' };
const reminders = { timeZone: 'UTC' };
const escalations = [{ status: 'Blocked', steps: [{ after: '0h', tell: { assignees: true } }] }];

/** Names of the properties that the log warns of. */
function warnings({ log }: ConsumerBench): unknown[] {
  return log.lines.flatMap(({ level, fields }) => (level === 'warn' ? [fields?.['property']] : []));
}

async function read(config: Partial<WorkspaceConfig>, properties: PageProperty[]): Promise<ConsumerBench> {
  const bench = new ConsumerBench(config);
  bench.clock.advance(Date.parse('2026-11-09T12:00:00Z') - bench.clock.now());
  for (const id of [PAGE, pageId(2)]) {
    bench.assign(id, [ana], { properties });
    await bench.deliver(bench.event(id, { type: 'page.moved', propertyIds: undefined }));
  }
  return bench;
}

test.each<[string, Partial<WorkspaceConfig>, PageProperty[], string[]]>([
  [
    'the date of reminders',
    { reminders: { ...reminders, property: 'Deadline' } },
    [DUE, STATUS],
    ['Deadline'],
  ],
  ['one of another kind', { reminders: { ...reminders, property: 'Status' } }, [DUE, STATUS], ['Status']],
  ['the status of ladders', { escalations }, [DUE], ['Status']],
  ['a status that was named', { reminders, statusProperty: 'State' }, [DUE, STATUS], ['State']],
  [
    'one that tells what is completed',
    { reminders: { ...reminders, completed: ['Done'] } },
    [DUE],
    ['Status'],
  ],
  ['a status that reminders do without', { reminders }, [DUE], []],
  ['what nobody looks at', { statusProperty: 'State' }, [DUE], []],
  ['nothing', { reminders, escalations }, [DUE, STATUS], []],
])('a data source that lacks %s is warned of once', async (_, config, properties, expected) => {
  expect(warnings(await read(config, properties))).toEqual(expected);
});

test('the search for what is overdue warns, too', async () => {
  const overdue = { ...reminders, property: 'Deadline', daysBefore: [], overdue: true };
  const bench = await read({ reminders: overdue }, [DUE]);
  bench.notion.schemas.set(DATA_SOURCE, [{ name: 'Due', id: 'due', type: 'date' }]);
  bench.log.lines.length = 0;
  bench.ports.warned.clear(); // as in a function that has just begun
  for (let hours = 0; hours < 24; hours++) {
    bench.clock.advance(HOUR);
    await bench.tick();
  }
  expect(warnings(bench)).toEqual(['Deadline']);
});
