import { parseRate, Schedule } from '../../../local/runtime/schedules.ts';
import { SetupError } from '../../../local/setup-error.ts';
import { Workshop } from './runtime-support.ts';

const MINUTE = 60_000;

test.each([
  ['rate(1 minute)', MINUTE],
  ['rate(5 minutes)', 5 * MINUTE],
  ['rate(2 hours)', 120 * MINUTE],
  ['rate(1 day)', 24 * 60 * MINUTE],
])('%s is every %d ms', (expression, ms) => {
  expect(parseRate({ name: 'Timer', expression })).toBe(ms);
});

test.each([
  'cron(0 12 * * ? *)',
  'at(2026-11-22T12:00:00)',
  'rate(0 minutes)',
  'rate(1 week)',
  'rate(1.5 hours)',
  '',
])('%j is refused by name', (expression) => {
  const parse = () => parseRate({ name: 'Timer', expression });
  expect(parse).toThrow(SetupError);
  expect(parse).toThrow(`the schedule Timer is "${expression}": the local run knows only rate(`);
});

describe('a schedule', () => {
  const workshop = new Workshop();
  let schedule: Schedule | undefined;
  afterEach(() => schedule?.close());
  afterAll(() => workshop.close());

  const { clock, lines } = workshop;
  const start = (input?: string) => {
    const target = workshop.function(
      'export const handler = async (event) => console.log(JSON.stringify(event))',
    );
    const definition = { name: 'Timer', expression: 'rate(1 minute)', functionArn: '', input };
    schedule = new Schedule({ definition, target, clock, region: 'eu-north-1' });
    return target;
  };
  const written = async (count: number) => {
    while (lines.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    return lines.splice(0).map((line) => JSON.parse(line));
  };

  test('invokes its function after each period of the clock, once for a leap over several', async () => {
    const target = start();
    await target.warm();
    clock.advance(MINUTE - 2000);
    expect(lines).toEqual([]);
    clock.advance(2000);
    expect(await written(1)).toEqual([
      expect.objectContaining({
        'detail-type': 'Scheduled Event',
        source: 'aws.scheduler',
        region: 'eu-north-1',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
      }),
    ]);

    clock.advance(10 * MINUTE);
    expect(await written(1)).toHaveLength(1);
    for (let others = 0; others < 5; others += 1) await target.invoke('other'); // what was missed would come meanwhile
    expect((await written(5)).filter((event) => event !== 'other')).toEqual([]);
    clock.advance(MINUTE);
    expect(await written(1)).toHaveLength(1);
  });

  test('hands over its own input', async () => {
    await start('{"what":"tick"}').warm();
    clock.advance(MINUTE);
    expect(await written(1)).toEqual([{ what: 'tick' }]);
  });

  test('ends while it sleeps', async () => {
    start();
    await schedule?.close();
    clock.advance(MINUTE);
    expect(lines).toEqual([]);
  });
});
