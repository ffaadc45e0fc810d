import { Budget } from '../../../lambdas/core/budget.ts';
import { meterNotion } from '../../../lambdas/core/metered-notion.ts';
import type { Notion } from '../../../lambdas/core/ports/notion.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeNotion, notionAnswer } from '../../fakes/fake-notion.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { MINUTE, NOW, PAGE, uuid } from './builders.ts';

const calls: [keyof Notion, (notion: Notion) => Promise<unknown>, string][] = [
  ['page', (notion) => notion.page(PAGE), PAGE],
  ['people', (notion) => notion.people(PAGE, 'a', '25'), PAGE],
  ['user', (notion) => notion.user(uuid(21)), uuid(21)],
  ['me', (notion) => notion.me(), expect.any(String)],
  ['comment', (notion) => notion.comment(PAGE, []), PAGE],
  ['schema', (notion) => notion.schema(uuid(3)), uuid(3)],
  ['comments', (notion) => notion.comments(PAGE, '100'), PAGE],
];

/** Whatever has been called answers while somebody sleeps. */
class PatientClock extends FakeClock {
  override async sleep(ms: number): Promise<void> {
    await new Promise(setImmediate);
    this.advance(ms);
  }
}

/** A metered Notion whose budget is so many calls a minute. */
function bench({
  limit = 100,
  pace,
  lastCallAt = NOW + MINUTE,
}: {
  limit?: number;
  pace?: number;
  lastCallAt?: number;
}) {
  const clock = new PatientClock(NOW);
  const fake = new FakeNotion();
  const log = new RecordingLog();
  const halts: number[] = [];
  const budget = new Budget(limit, {}, pace);
  const notion = meterNotion(fake, budget, clock, lastCallAt, log, (until) => halts.push(until));
  return { clock, fake, notion, log, halts };
}

const notTried = (message: string, until: number) => ({
  ok: false,
  failure: { kind: 'not-tried', service: 'notion', message, until },
});

describe.each(calls)('%s', (operation, call, id) => {
  test('is passed on, and what it answers is passed back', async () => {
    const { fake, notion } = bench({});
    expect(await call(notion)).toEqual(await call(fake));
    expect(fake.calls).toEqual([
      { operation, id },
      { operation, id },
    ]);
  });

  test('costs one call of the budget, and is not made without one', async () => {
    const { fake, notion, log } = bench({ limit: 1 });
    await call(notion);
    expect(log.counts).toEqual(new Map());
    expect(await call(notion)).toMatchObject(
      notTried('the budget of calls is used up', Math.floor(NOW / 1000) * 1000 + 61_000),
    );
    expect(fake.calls).toHaveLength(1);
    expect(log.counts).toEqual(new Map([['BudgetExhausted', 1]]));
  });
});

describe('an answer that halts the workspace', () => {
  test.each([
    ['401', notionAnswer(401), 2 * MINUTE],
    ['429', notionAnswer(429, 'slow down', { retryAfterMs: 7000 }), 7000],
    ['529', notionAnswer(529), MINUTE],
    ['no connection', { kind: 'unreachable', service: 'notion', message: 'ENOTFOUND' } as const, MINUTE / 2],
  ])('%s: no call is made until its time is over', async (_, failure, forMs) => {
    const { clock, fake, notion, log, halts } = bench({ lastCallAt: NOW + 10 * MINUTE });
    fake.failNext('page', failure);
    expect(await notion.page(PAGE)).toEqual({ ok: false, failure });
    expect(halts).toEqual([NOW + forMs]);
    clock.advance(forMs - 1);
    expect(await notion.me()).toMatchObject({ failure: { kind: 'not-tried', until: NOW + forMs } });
    clock.advance(1);
    expect(await notion.me()).toMatchObject({ ok: true });
    expect(fake.calls.map(({ operation }) => operation)).toEqual(['page', 'me']);
    expect(log.counts).toEqual(new Map([['WorkspaceHalted', 1]]));
  });

  test('of several that were under way, the longest halt counts', async () => {
    const { fake, notion } = bench({});
    fake.failNext('page', notionAnswer(401));
    fake.failNext('me', notionAnswer(429, 'slow down', { retryAfterMs: 7000 }));
    await Promise.all([notion.page(PAGE), notion.me()]);
    expect(await notion.me()).toMatchObject({ failure: { kind: 'not-tried', until: NOW + 2 * MINUTE } });
  });

  test.each([404, 400, 403, 409, 500])('a %i stops no other call', async (status) => {
    const { fake, notion, log, halts } = bench({});
    fake.failNext('page', notionAnswer(status));
    await notion.page(PAGE);
    expect(halts).toEqual([]);
    expect(log.counts).toEqual(new Map());
    expect(await notion.me()).toMatchObject({ ok: true });
  });
});

describe('time', () => {
  test('no call begins after the last moment for one', async () => {
    const { clock, fake, notion } = bench({ lastCallAt: NOW + 5 });
    clock.advance(5);
    expect(await notion.me()).toMatchObject({ ok: true });
    clock.advance(1);
    expect(await notion.me()).toEqual(notTried('no time left in this invocation', NOW + 6));
    expect(fake.calls).toHaveLength(1);
  });

  test('a pace is kept', async () => {
    const { clock, notion } = bench({ pace: 2 });
    await notion.me();
    await notion.me();
    expect(clock.now()).toBe(NOW + 525);
  });

  test('nor does one that has waited for its pace until after that moment', async () => {
    const { fake, notion } = bench({ pace: 0.2, lastCallAt: NOW + 5249 });
    await notion.me();
    expect(await notion.me()).toEqual(notTried('no time left in this invocation', NOW + 5250));
    expect(fake.calls).toHaveLength(1);
  });

  test('nor one that waited while another call’s answer halted the workspace', async () => {
    const { clock, fake, notion } = bench({ pace: 2 });
    fake.failNext('page', notionAnswer(401));
    const [first, second] = await Promise.all([notion.page(PAGE), notion.me()]);
    expect(first).toEqual({ ok: false, failure: notionAnswer(401) });
    expect(second).toMatchObject({ failure: { kind: 'not-tried' } });
    expect(fake.calls).toHaveLength(1);
    expect(clock.now()).toBe(NOW + 525);
  });
});
