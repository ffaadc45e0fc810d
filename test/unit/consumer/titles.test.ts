import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { ConsumerBench, pageId, person } from '../../fakes/consumer-bench.ts';

const PAGE = pageId(1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];
const TITLE = 'Fix the login';

const slack = (bench: ConsumerBench) => bench.slack.posted.map(({ text }) => text).join('\n');
const readsOf = ({ notion }: ConsumerBench) =>
  notion.calls.filter(({ operation }) => operation === 'page').length;

/** In the evening, in a data source whose watched properties are known. */
async function evening(settings: Partial<WorkspaceConfig>): Promise<ConsumerBench> {
  const bench = new ConsumerBench(settings);
  bench.clock.advance(Date.parse('2026-11-05T20:00:00Z') - bench.clock.now());
  await bench.known(pageId(2), []);
  return bench;
}

/** A card is made in somebody's column of a board: Notion tells of it at once, and its title is typed after that. */
async function makeUntitled(bench: ConsumerBench): Promise<void> {
  bench.assign(PAGE, [ben], { title: '' });
  await bench.deliver(bench.event(PAGE, { type: 'page.created', propertyIds: undefined, authors: [ana.id] }));
}

async function typeTitle(bench: ConsumerBench): Promise<void> {
  bench.clock.advance(20_000);
  bench.assign(PAGE, [ben], { title: TITLE });
  await bench.deliver(bench.event(PAGE, { propertyIds: ['title'], authors: [ana.id] }));
}

type Wait = [string, Partial<WorkspaceConfig>, (bench: ConsumerBench) => void, number];

const ALONE: Wait[] = [
  [
    'the end of quiet hours',
    { quietHours: { from: '19:00', to: '08:00', timeZone: 'UTC' } },
    () => {},
    12 * HOUR,
  ],
  [
    'Slack to be back',
    {},
    ({ slack }) => slack.failNext({ kind: 'unreachable', service: 'slack', message: 'down' }),
    HOUR,
  ],
];

test.each<Wait>([...ALONE, ['a digest', { slackSingles: 0 }, () => {}, MINUTE]])(
  'what waits for %s is told with the title that the page has by then',
  async (_, settings, hinder, wait) => {
    const bench = await evening(settings);
    hinder(bench);
    await makeUntitled(bench);
    await typeTitle(bench);
    bench.clock.advance(wait);
    await bench.tick();
    expect(slack(bench)).toContain(TITLE);
    expect(bench.slack.posted).toHaveLength(1);
  },
);

test.each(ALONE)(
  'nobody told of the title: what waits for %s has the page read, once',
  async (_, settings, hinder, wait) => {
    const bench = await evening(settings);
    hinder(bench);
    await makeUntitled(bench);
    bench.assign(PAGE, [ben], { title: TITLE });
    const before = readsOf(bench);
    bench.clock.advance(wait);
    await bench.tick();
    expect(slack(bench)).toContain(TITLE);
    expect(readsOf(bench) - before).toBe(1);
  },
);

test('a title that is typed when everybody was told costs no call', async () => {
  const bench = await evening({});
  await makeUntitled(bench);
  expect(bench.record(PAGE)?.outbox).toEqual([]);
  const before = readsOf(bench);
  await typeTitle(bench);
  expect(readsOf(bench)).toBe(before);
});

test('a page without a title is not read again and again while the workspace is only observed', async () => {
  const bench = await evening({});
  bench.slack.failNext({ kind: 'unreachable', service: 'slack', message: 'down' });
  await makeUntitled(bench);
  const before = readsOf(bench);
  for (const workspace of bench.workspaces) workspace.mode = 'observe';
  for (let hour = 0; hour < 24; hour++) {
    bench.clock.advance(HOUR);
    await bench.tick();
  }
  expect(readsOf(bench) - before).toBe(0);
});
