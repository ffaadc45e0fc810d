import type { EventJob } from '../../lambdas/core/envelope.ts';
import { PEOPLE, TASKS_DATA_SOURCE } from '../../local/notion/seed.ts';
import type { Measurement } from '../measurement.ts';
import { MemoryStack, WORKSPACE } from './memory-stack.ts';

const { ana, femi } = PEOPLE;
const EVENTS = 1000;
const BATCH = 10;
/** Two calls for each event: three a second, and Notion's simulation counts them. */
const BATCH_MS = 7000;
const PAGES = 50_000;
/** So many pages are edited in one minute of the past. */
const PAGES_A_MINUTE = 50;
const MOST_TICKS = 1000;
const MEGABYTE = 1024 ** 2;

/** What memory the consumer takes, in a process of its own, and whether it grows. */
export async function measureMemory(assembly: string): Promise<Measurement[]> {
  return [
    ...(await withStack(assembly, `draining ${EVENTS} events`, drain)),
    ...(await withStack(assembly, `backfilling ${PAGES} pages`, backfill)),
  ];
}

async function withStack(
  assembly: string,
  what: string,
  work: (stack: MemoryStack) => Promise<void>,
): Promise<Measurement[]> {
  const stack = await MemoryStack.open(assembly);
  try {
    await work(stack);
    const row = (about: string) => ({ area: 'memory', what: `the consumer, ${what}: ${about}` });
    if (stack.liveAtFirst === 0) throw new Error(`${what} took too few invocations`);
    const growth = (await stack.liveHeap()) / stack.liveAtFirst;
    return [
      { ...row('peak'), figure: stack.peak / MEGABYTE, unit: 'MB', goal: 160 },
      { ...row('what is kept at the end, against the beginning'), figure: growth, unit: '×', goal: 1.1 },
    ];
  } finally {
    await stack.close();
  }
}

async function drain(stack: MemoryStack): Promise<void> {
  const pages = Array.from({ length: EVENTS }, () => task(stack, [ana]));
  for (let next = 0; next < EVENTS; next += BATCH) {
    const batch = pages.slice(next, next + BATCH).map(({ id, createdAt }) => eventOf(id, createdAt));
    const { givenBack } = await stack.invoke(batch);
    if (givenBack > 0) throw new Error(`${givenBack} events were given back`);
    stack.clock.advance(BATCH_MS);
  }
  const told = pages.filter(({ id }) => stack.notion.workspace.comments(id).length === 1).length;
  if (told < EVENTS) throw new Error(`only ${told} were announced`);
}

async function backfill(stack: MemoryStack): Promise<void> {
  const { clock, dataSources } = stack;
  for (let made = 0; made < PAGES; made++) {
    task(stack, []);
    if (made % PAGES_A_MINUTE === 0) clock.advance(60_000);
  }
  const page = task(stack, []);
  await stack.invoke([eventOf(page.id, page.createdAt)]); // from now on the data source is known
  const known = await dataSources.load(WORKSPACE, TASKS_DATA_SOURCE);
  if (!known) throw new Error('the data source is not known');
  const end = clock.now();
  await dataSources.moveSweep(WORKSPACE, TASKS_DATA_SOURCE, known.sweep.dueAt, {
    sweptTo: 0,
    dueAt: end,
    attempts: 0,
  });
  for (let ticks = 0; ticks < MOST_TICKS; ticks++) {
    await stack.tick();
    const swept = await dataSources.load(WORKSPACE, TASKS_DATA_SOURCE);
    if (swept && swept.sweep.sweptTo >= end) return;
  }
  throw new Error('the backfill does not come to its end');
}

function task({ notion }: MemoryStack, people: readonly string[]) {
  return notion.workspace.createPage(
    femi,
    { type: 'data_source', id: TASKS_DATA_SOURCE },
    {
      Task: { title: [{ type: 'text', text: { content: 'Measure it' } }] },
      Assignee: { people: people.map((id) => ({ id })) },
    },
  );
}

function eventOf(pageId: string, at: number): EventJob {
  return {
    kind: 'event',
    workspace: WORKSPACE,
    pageId,
    eventId: crypto.randomUUID(),
    type: 'page.created',
    eventTime: at,
    receivedAt: at,
    authors: [],
    dataSourceId: TASKS_DATA_SOURCE,
  };
}
