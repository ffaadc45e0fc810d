import type { Failure } from '../../../lambdas/core/failure.ts';
import { StoreUnavailable } from '../../../lambdas/core/ports/store-errors.ts';
import { ConsumerBench, pageId, person } from '../../fakes/consumer-bench.ts';
import { notionAnswer } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const [ana, ben] = [person(1, 'Ana Vidal'), person(2, 'Ben Okri')];

/** The consumer, with an assignment that it has not heard of. */
async function assigned(bench = new ConsumerBench()): Promise<ConsumerBench> {
  await bench.known(PAGE, []);
  bench.assign(PAGE, [ana]);
  bench.log.counts.clear();
  bench.log.lines.length = 0;
  return bench;
}

/** What was counted of that which raises an alarm. */
function stopped({ log }: ConsumerBench): string[] {
  return ['WorkspaceHalted', 'BudgetExhausted'].filter((metric) => log.counts.has(metric));
}

describe('what stops a workspace is counted', () => {
  test.each<[string, Failure]>([
    ['a revoked token', notionAnswer(401)],
    ['a rate limit', notionAnswer(429)],
    ['an overloaded Notion', notionAnswer(529)],
    ['no connection', { kind: 'unreachable', service: 'notion', message: 'ECONNREFUSED' }],
  ])('%s', async (_, failure) => {
    const bench = await assigned();
    bench.notion.failNext('page', failure);
    await bench.deliver(bench.event(PAGE));
    expect(stopped(bench)).toEqual(['WorkspaceHalted']);
  });

  test('a secret that is not there', async () => {
    const bench = await assigned();
    bench.ports.connect = async () => ({ kind: 'refused', reason: "no 'notion-token' is stored" });
    await bench.deliver(bench.event(PAGE));
    expect(stopped(bench)).toEqual(['WorkspaceHalted']);
  });

  test.each([
    ['the hold', (bench: ConsumerBench) => (bench.table.workspaces.take = unavailable)],
    ['a page', (bench: ConsumerBench) => (bench.table.pages.load = unavailable)],
  ])('a table that does not give %s', async (_, breakTable) => {
    const bench = await assigned();
    breakTable(bench);
    await bench.deliver(bench.event(PAGE));
    expect(stopped(bench)).toEqual(['WorkspaceHalted']);
  });

  test('a budget that is used up, apart: that is its own doing', async () => {
    const bench = await assigned(new ConsumerBench({ callsPerMinute: 10 }));
    const pages = Array.from({ length: 12 }, (_, index) => pageId(index + 1));
    for (const page of pages) bench.assign(page, [ana]);
    await bench.deliver(...pages.map((page) => bench.event(page)));
    expect(stopped(bench)).toEqual(['BudgetExhausted']);
  });

  test('but nothing is where somebody else holds the workspace, or a page fails for itself', async () => {
    const bench = await assigned();
    bench.notion.failNext('page', notionAnswer(403));
    await bench.deliver(bench.event(PAGE));
    await bench.table.workspaces.take('main', bench.clock.now(), bench.clock.now() + 60_000, []);
    await bench.deliver(bench.event(PAGE));
    expect(stopped(bench)).toEqual([]);
    expect(Object.fromEntries(bench.log.counts)).toEqual({ OutcomeParked: 1, OutcomeHalted: 1 });
  });
});

const unavailable = () => Promise.reject(new StoreUnavailable('throttled'));

describe('the time from webhook to notice', () => {
  test('is measured for each notice, from the first event that told of it', async () => {
    const bench = await assigned();
    const event = bench.event(PAGE);
    bench.clock.advance(1500);
    await bench.deliver(event);
    expect(bench.log.durations).toEqual([
      { metric: 'NoticeLatency', ms: 1500 },
      { metric: 'NoticeLatency', ms: 1500 },
    ]);
    expect(bench.log.withMessage('Notice')).toMatchObject([{ latencyMs: 1500 }, { latencyMs: 1500 }]);
  });

  test('is not measured for what was not delivered', async () => {
    const bench = await assigned();
    bench.notion.failNext('comment', notionAnswer(403));
    bench.slack.failNext({ kind: 'unreachable', service: 'slack', message: 'ECONNREFUSED' });
    await bench.deliver(bench.event(PAGE));
    expect(bench.log.durations).toEqual([]);
  });
});

describe('the log', () => {
  test('has one line for each message, with what an operator looks for', async () => {
    const bench = await assigned();
    const event = bench.event(PAGE);
    await bench.deliver(event, bench.event(pageId(2)));
    expect(bench.log.withMessage('Outcome')).toHaveLength(2);
    expect(bench.log.withMessage('Outcome').find(({ eventId }) => eventId === event.eventId)).toEqual({
      job: 'event',
      workspace: 'main',
      eventId: event.eventId,
      entityId: PAGE,
      type: 'page.properties_updated',
      eventTime: event.eventTime,
      receivedAt: event.receivedAt,
      messageId: expect.any(String),
      attempt: 1,
      outcome: 'done',
      reason: '2 delivered',
      durationMs: 0,
    });
  });

  test.each<[string, Failure | undefined]>([
    ['is told', undefined],
    ['is told later', notionAnswer(409)],
    ['cannot be told', notionAnswer(400)],
  ])('names no person, title or text of a message when somebody %s', async (_, failure) => {
    const bench = await assigned();
    bench.assign(PAGE, [ana, ben], { title: 'Fire the accountant' });
    if (failure) bench.notion.failNext('comment', failure);
    await bench.deliver(bench.event(PAGE));
    expect(bench.log.withMessage('Notice')).toHaveLength(2);
    expect(JSON.stringify(bench.log.lines)).not.toMatch(/Ana|Vidal|Okri|accountant|yours/);
  });
});
