import { PEOPLE } from '../local/notion/seed.ts';
import type { Measurement } from './measurement.ts';
import { assign, type BenchStack, knownTask, post, settled, startStack, until } from './stack.ts';
import { Tutorial } from './tutorial.ts';

const { ana, ben, chloe, dev, elif, femi } = PEOPLE;
const ALL = [ana, ben, chloe, dev, elif];
const FIVE_MINUTES = 5 * 60_000;

/** Notion calls for each event. */
export async function measureCalls(assembly: string): Promise<Measurement[]> {
  const stack = await startStack(assembly);
  try {
    const count = counter(stack);
    const measured: Measurement[] = [];
    const add = (what: string, figure: number, goal?: number) =>
      measured.push({ area: 'calls', what, figure, unit: 'calls', ...(goal !== undefined && { goal }) });

    for (const people of [1, 2, 5]) {
      const task = await knownTask(stack, femi);
      const calls = await count(async () => assign(stack, femi, task, ALL.slice(0, people)));
      add(`a page is assigned to ${people}`, calls, 2);
      const tutorial = new Tutorial(stack.run.notionUrl, TOKEN);
      await tutorial.work(task);
      add(`the same, the tutorial's way`, tutorial.calls);
    }

    const task = await knownTask(stack, femi);
    const event = {
      id: crypto.randomUUID(),
      type: 'page.properties_updated',
      entity: { id: task, type: 'page' },
    };
    const unwatched = { ...event, id: crypto.randomUUID(), data: { updated_properties: ['title'] } };
    add(
      'an edit of a property that is not watched',
      await count(async () => void (await post(stack, unwatched))),
      0,
    );
    await count(async () => void (await post(stack, event)));
    add(
      'an event that comes again within five minutes',
      await count(async () => void (await post(stack, event))),
      0,
    );
    stack.run.clock.advance(FIVE_MINUTES + 1000);
    await settled(stack);
    add('an event that comes again later', await count(async () => void (await post(stack, event))), 1);
    await waitWithoutRead(stack, task);
    add(
      `${WAITING} events that wait while Notion wants a pause: one read for all`,
      await count(async () => {
        for (let each = 1; each < WAITING; each++) await post(stack, { ...event, id: crypto.randomUUID() });
        stack.run.clock.advance(PAUSE_SECONDS * 1000 + 1000);
      }),
      1,
    );
    return measured;
  } finally {
    await stack.run.close();
  }
}

/** More than a batch holds: those of the second are found to be received before the read of the first began. */
const WAITING = 15;
/** Longer than the five seconds within which a read may not have seen an edit. */
const PAUSE_SECONDS = 10;

/** Posts the first event, whose read Notion refuses: the workspace is closed for a while. */
async function waitWithoutRead(stack: BenchStack, page: string): Promise<void> {
  stack.notion.faults.add({
    operation: 'pages.retrieve',
    times: 1,
    effect: {
      kind: 'answer',
      when: 'before',
      status: 429,
      code: 'rate_limited',
      headers: { 'retry-after': String(PAUSE_SECONDS) },
    },
  });
  await post(stack, { type: 'page.properties_updated', entity: { id: page, type: 'page' } });
  const isHalted = () => stack.run.log.after().some(({ line }) => line.includes('"outcome":"halted"'));
  await until(isHalted, 'the workspace is closed');
}

/** Of the simulated workspace's connection. */
export const TOKEN = 'ntn_simulated';

/** Counts the calls that an act leads to. Sweeps, whose time may come in between, are not the event's. */
function counter(stack: BenchStack): (act: () => Promise<void>) => Promise<number> {
  return async (act) => {
    const before = new Set(stack.notion.calls());
    await act();
    await settled(stack);
    const made = stack.notion.calls().filter((call) => !before.has(call));
    return made.filter(({ operation }) => operation !== 'dataSources.query' && operation !== 'search').length;
  };
}
