import { keys } from '../../../lambdas/core/keys.ts';
import { dueAt as dueAtOf } from '../../../lambdas/core/page-record.ts';
import { StoreUnavailable } from '../../../lambdas/core/ports/store-errors.ts';
import { ConsumerBench, messageOf, pageId, person, WORKSPACE } from '../../fakes/consumer-bench.ts';

const PAGE = pageId(1);
const ana = person(1, 'Ana');
const MINUTE = 60_000;
/** What a killed invocation leaves behind: it was cut off with these messages in work. */
function die(bench: ConsumerBench, ...messageIds: string[]): void {
  const heldUntil = bench.clock.now();
  const item = bench.table.workspaceItems.get(WORKSPACE);
  bench.table.workspaceItems.set(WORKSPACE, { ...item, heldUntil, inWork: messageIds });
  bench.clock.advance(2 * MINUTE);
}

/** Runs a batch that never comes to its end, until its time is over and its claims are. */
async function crash(bench: ConsumerBench, run: () => Promise<unknown>): Promise<void> {
  void run();
  await new Promise((resolve) => setImmediate(resolve));
  bench.clock.advance(10 * MINUTE);
}

async function assigned(...pages: string[]): Promise<ConsumerBench> {
  const bench = new ConsumerBench();
  for (const page of pages) {
    await bench.known(page, []);
    bench.assign(page, [ana]);
  }
  return bench;
}

describe('the hold', () => {
  test('whoever finds the workspace held gives its messages back until then', async () => {
    const bench = await assigned(PAGE);
    const heldUntil = bench.clock.now() + 20_000;
    await bench.table.workspaces.take(WORKSPACE, bench.clock.now(), heldUntil, []);
    expect(await bench.deliver(bench.event(PAGE))).toHaveLength(1);
    expect([...bench.hidden.values()]).toEqual([20_000]);
    expect(bench.notion.posted).toEqual([]);
  });

  test('is free after a batch, whatever happened in it', async () => {
    const bench = await assigned(PAGE);
    bench.ports.pages.load = () => Promise.reject(new Error('a bug'));
    await bench.deliver(bench.event(PAGE));
    expect(bench.table.workspaceItems.get(WORKSPACE)?.heldUntil).toBeUndefined();
  });

  test('that cannot be freed at once is freed at last: nobody has died', async () => {
    const bench = await assigned(PAGE);
    const { free } = bench.ports.workspaces;
    let failures = 2;
    bench.ports.workspaces.free = (...args) =>
      failures-- > 0 ? Promise.reject(new StoreUnavailable('throttled')) : free(...args);
    expect(await bench.deliver(bench.event(PAGE))).toEqual([]);
    expect(bench.table.workspaceItems.get(WORKSPACE)?.heldUntil).toBeUndefined();
  });

  test('calls of one batch count in the next', async () => {
    const bench = new ConsumerBench({ callsPerMinute: 10 });
    await bench.known(PAGE, []);
    const pages = Array.from({ length: 9 }, (_, index) => pageId(10 + index));
    for (const page of pages) bench.assign(page, [ana]);
    let waiting = pages.map((page) => messageOf(bench.event(page)));
    for (let minute = 0; minute < 4; minute++) {
      const before = bench.notion.calls.length;
      const batches = [waiting.slice(0, 4), waiting.slice(4)];
      const back: string[] = [];
      for (const batch of batches) back.push(...(await bench.receive(...batch)));
      waiting = waiting.filter(({ id }) => back.includes(id));
      expect(bench.notion.calls.length - before).toBeLessThanOrEqual(10);
      if (minute === 0) expect(back.length).toBeGreaterThan(0);
      bench.clock.advance(MINUTE + 1000);
      await bench.tick();
      bench.clock.advance(MINUTE + 1000);
    }
    expect(waiting).toEqual([]);
    expect(bench.notion.posted).toHaveLength(9);
  });

  test('no call begins so late that it could outlive the invocation', async () => {
    const bench = await assigned(PAGE);
    const { load } = bench.ports.pages;
    bench.ports.pages.load = (...args) => {
      bench.clock.advance(41_000);
      return load(...args);
    };
    bench.notion.calls.length = 0;
    expect(await bench.deliver(bench.event(PAGE))).toHaveLength(1);
    expect(bench.notion.calls).toEqual([]);
  });
});

describe('a holder that died', () => {
  test('counts as having spent its budget in full at the end of its time', async () => {
    const bench = await assigned(PAGE);
    die(bench);
    bench.clock.advance(-90_000);
    expect(await bench.deliver(bench.event(PAGE))).toHaveLength(1);
    bench.clock.advance(MINUTE);
    expect(await bench.deliver(bench.event(PAGE))).toEqual([]);
    expect(bench.notion.posted).toHaveLength(1);
  });

  test('its messages run alone, each named in the item before its turn', async () => {
    const pages = [pageId(1), pageId(2), pageId(3)];
    const bench = await assigned(...pages);
    const messages = pages.map((page) => messageOf(bench.event(page)));
    const inWork: (readonly string[])[] = [];
    const { rewrite } = bench.ports.workspaces;
    bench.ports.workspaces.rewrite = (...args) => {
      inWork.push(args[2]);
      return rewrite(...args);
    };
    const ids = messages.map(({ id }) => id);
    die(bench, ...ids.slice(0, 2));
    expect(await bench.receive(...messages)).toEqual([]);
    expect(inWork).toEqual([[ids[2]], [ids[0]], [ids[1]]]);
    expect(bench.notion.posted).toHaveLength(3);
    expect(bench.table.workspaceItems.get(WORKSPACE)?.deaths).toEqual({});
  });

  test('over an event three times parks it, and the record shows it', async () => {
    const bench = await assigned(PAGE);
    const message = messageOf(bench.event(PAGE));
    bench.notion.page = () => new Promise(() => {});
    for (let death = 1; death <= 3; death++) await crash(bench, () => bench.receive(message));
    expect(await bench.receive(message)).toEqual([]);
    expect(bench.parked.map(({ reason }) => reason)).toEqual(['the function died while it worked on this']);
    expect(bench.record(PAGE)?.outbox).toMatchObject([{ kind: 'read', progress: { state: 'failed' } }]);
  });

  test('over what is due three times parks it, though each due job is another message', async () => {
    const bench = await assigned(PAGE);
    bench.slack.failNext({ kind: 'unreachable', service: 'slack', message: 'down' });
    await bench.deliver(bench.event(PAGE));
    bench.slack.post = () => new Promise(() => {});
    bench.clock.advance(60 * MINUTE);
    for (let death = 1; death <= 3; death++) await crash(bench, () => bench.tick());
    await bench.tick();
    expect(bench.parked.map(({ reason }) => reason)).toEqual(['the function died while it worked on this']);
    expect(bench.record(PAGE)?.outbox).toMatchObject([{ channel: 'slack', progress: { state: 'failed' } }]);
  });
});

describe('copies of one due job, of which a queue that was held up has several', () => {
  /** A page that owes a message, and is due. */
  async function owing() {
    const bench = await assigned(PAGE);
    bench.slack.failNext({ kind: 'unreachable', service: 'slack', message: 'down' });
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(60 * MINUTE);
    const key = keys.page(WORKSPACE, PAGE);
    const dueAt = dueAtOf(bench.record(PAGE)?.outbox ?? []) ?? 0;
    const copies = Array.from({ length: 3 }, () =>
      messageOf({ kind: 'due', workspace: WORKSPACE, key, dueAt }),
    );
    return { bench, key, copies };
  }

  test('die one death together', async () => {
    const { bench, copies } = await owing();
    const { post } = bench.slack;
    bench.slack.post = () => new Promise(() => {});
    await crash(bench, () => bench.receive(...copies));
    bench.slack.post = post;
    await bench.receive(...copies);
    await bench.tick();
    expect(bench.parked).toEqual([]);
    expect(bench.slack.posted).toHaveLength(1);
  });

  test('throw once together', async () => {
    const { bench, key, copies } = await owing();
    bench.ports.pages.load = () => Promise.reject(new Error('a bug'));
    expect(await bench.receive(...copies)).toHaveLength(3);
    expect(bench.table.workspaceItems.get(WORKSPACE)?.deaths).toEqual({ [key]: 1 });
  });
});

describe('an unexpected exception', () => {
  test('counts as a death; the third parks; a retry of the copy announces', async () => {
    const bench = await assigned(PAGE);
    const { page } = bench.notion;
    bench.notion.page = () => Promise.reject(new Error('a bug'));
    const message = messageOf(bench.event(PAGE));
    expect(await bench.receive(message)).toEqual([message.id]);
    expect(await bench.receive(message)).toEqual([message.id]);
    expect(await bench.receive(message)).toEqual([]);
    expect(bench.parked).toHaveLength(1);
    expect(bench.record(PAGE)?.outbox[0]?.progress.state).toBe('failed');

    bench.notion.page = page;
    await bench.receive({ ...message, id: 'again', body: bench.parked[0]?.body ?? '' });
    expect(bench.notion.posted).toHaveLength(1);
  });

  test('is no death of the messages beside it', async () => {
    const bench = await assigned(PAGE, pageId(2));
    const { load } = bench.ports.pages;
    bench.ports.pages.load = (workspace, id) =>
      id === PAGE ? Promise.reject(new Error('a bug')) : load(workspace, id);
    const [bad, good] = [messageOf(bench.event(PAGE)), messageOf(bench.event(pageId(2)))];
    expect(await bench.receive(bad, good)).toEqual([bad.id]);
    expect(bench.table.workspaceItems.get(WORKSPACE)?.deaths).toEqual({ [bad.id]: 1 });
    expect(bench.notion.posted).toHaveLength(1);
  });

  test('that a deliberate ending follows is forgotten', async () => {
    const bench = await assigned(PAGE);
    const { load } = bench.ports.pages;
    const message = messageOf(bench.event(PAGE));
    bench.ports.pages.load = () => Promise.reject(new Error('a bug'));
    await bench.receive(message);
    bench.ports.pages.load = load;
    await bench.receive(message);
    expect(bench.table.workspaceItems.get(WORKSPACE)?.deaths).toEqual({});
  });

  test('after passing failures is the first one all the same', async () => {
    const bench = await assigned(PAGE);
    const answer = { kind: 'answer', service: 'slack', status: 500, message: '' } as const;
    for (let failure = 0; failure < 2; failure++) bench.slack.failNext(answer);
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(60 * MINUTE);
    await bench.tick();
    bench.slack.post = () => Promise.reject(new Error('a bug'));
    bench.clock.advance(60 * MINUTE);
    await bench.tick();
    expect(bench.parked).toEqual([]);
  });

  test('in one channel leaves the other alone, and the third parks', async () => {
    const bench = await assigned(PAGE);
    bench.slack.post = () => Promise.reject(new Error('a bug'));
    await bench.deliver(bench.event(PAGE));
    expect(bench.notion.posted).toHaveLength(1);
    for (let tick = 0; tick < 2; tick++) {
      expect(bench.parked).toEqual([]);
      bench.clock.advance(10 * MINUTE);
      await bench.tick();
    }
    expect(bench.parked).toHaveLength(1);
    expect(bench.record(PAGE)?.outbox).toMatchObject([{ channel: 'slack', progress: { state: 'failed' } }]);
  });
});

describe('a secret that is missing', () => {
  test('closes the workspace for a while, and loses nothing', async () => {
    const bench = await assigned(PAGE);
    const { connect } = bench.ports;
    bench.ports.connect = async () => ({ kind: 'refused', reason: "no 'notion-token' is stored" });
    expect(await bench.deliver(bench.event(PAGE))).toHaveLength(1);
    bench.ports.connect = connect;
    bench.clock.advance(30_000);
    await bench.deliver(bench.event(PAGE));
    expect(bench.notion.posted).toHaveLength(1);
  });
});
