import { ConsumerBench, pageId, person } from '../../fakes/consumer-bench.ts';

const PAGE = pageId(1);

/** Neither of two calls gets its answer before both have begun: one after the other would wait for ever. */
function meeting(): <Answer>(call: () => Promise<Answer>) => Promise<Answer> {
  let begun = 0;
  let meet: () => void = () => {};
  const haveMet = new Promise<void>((resolve) => {
    meet = resolve;
  });
  return async (call) => {
    begun += 1;
    if (begun === 2) meet();
    await haveMet;
    return call();
  };
}

async function assigned(): Promise<ConsumerBench> {
  const bench = new ConsumerBench();
  await bench.known(PAGE, []);
  bench.assign(PAGE, [person(1, 'Ana')]);
  return bench;
}

describe('what needs nothing of each other goes together', () => {
  test('the record of a page, and what its data source watches', async () => {
    const bench = await assigned();
    const { pages, dataSources } = bench.ports;
    const meet = meeting();
    bench.ports.pages = { ...pages, load: (...args) => meet(() => pages.load(...args)) };
    bench.ports.dataSources = { ...dataSources, load: (...args) => meet(() => dataSources.load(...args)) };
    await bench.deliver(bench.event(PAGE));
    expect(bench.notion.posted).toHaveLength(1);
  }, 2000);

  test('the hold of a workspace, and its secrets', async () => {
    const bench = await assigned();
    const { workspaces, connect } = bench.ports;
    const meet = meeting();
    bench.ports.workspaces = { ...workspaces, take: (...args) => meet(() => workspaces.take(...args)) };
    bench.ports.connect = (workspace) => meet(() => connect(workspace));
    await bench.deliver(bench.event(PAGE));
    expect(bench.notion.posted).toHaveLength(1);
  }, 2000);

  test('the comment, and the Slack message', async () => {
    const bench = await assigned();
    const { notion, slack } = bench;
    const meet = meeting();
    const [comment, post] = [notion.comment.bind(notion), slack.post.bind(slack)];
    notion.comment = (...args) => meet(() => comment(...args));
    slack.post = (message) => meet(() => post(message));
    await bench.deliver(bench.event(PAGE));
    expect(bench.notion.posted).toHaveLength(1);
  }, 2000);
});

test('secrets that cannot be read, in a way that nobody expected, leave the workspace free', async () => {
  const bench = await assigned();
  bench.ports.connect = () => Promise.reject(new Error('a bug'));
  expect(await bench.deliver(bench.event(PAGE))).toHaveLength(1);
  expect([...bench.table.workspaceItems.values()].map(({ heldUntil }) => heldUntil)).toEqual([undefined]);
});
