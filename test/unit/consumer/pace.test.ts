import { ConsumerBench, pageId, person } from '../../fakes/consumer-bench.ts';

const PAGE = pageId(1);

/** When the page is read by the next invocation, from now on (ms). */
async function nextReadAfter(bench: ConsumerBench): Promise<number> {
  const begin = bench.clock.now();
  let readAt = Number.NaN;
  const { page } = bench.notion;
  bench.notion.page = (...asked) => {
    readAt = bench.clock.now();
    return page.apply(bench.notion, asked);
  };
  await bench.deliver(bench.event(PAGE));
  return readAt - begin;
}

async function paced(): Promise<ConsumerBench> {
  const bench = new ConsumerBench({ pace: 1 });
  await bench.known(PAGE, [person(1)]);
  return bench;
}

test('a pace is kept from one invocation to the next', async () => {
  const bench = await paced();
  expect(await nextReadAfter(bench)).toBe(0);
  bench.clock.advance(400);
  expect(await nextReadAfter(bench)).toBe(650);
});

test('a holder whose clock was ahead makes nobody wait longer than the pace', async () => {
  const bench = await paced();
  const item = bench.table.workspaceItems.get('main');
  bench.table.workspaceItems.set('main', { ...item, lastCallAt: bench.clock.now() + 3_600_000 });
  expect(await nextReadAfter(bench)).toBe(1050);
});
