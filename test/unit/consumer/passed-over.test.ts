import type { EventJob } from '../../../lambdas/core/envelope.ts';
import { ConsumerBench, DATA_SOURCE, pageId, person } from '../../fakes/consumer-bench.ts';
import { plainOf } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const [ana, ben, chloe] = [person(1, 'Ana'), person(2, 'Ben'), person(3, 'Chloe')];
const MADE = { type: 'page.created', propertyIds: undefined } as const;

const toldAna = ({ notion }: ConsumerBench) =>
  notion.posted.filter(({ text }) => plainOf(text).includes(ana.id)).length;
const reads = ({ notion }: ConsumerBench) =>
  notion.calls.filter(({ operation }) => operation === 'page').length;

/** It is received now, and worked on at once. */
function arrive(bench: ConsumerBench, event: EventJob): Promise<unknown> {
  return bench.deliver({ ...event, receivedAt: bench.clock.now() });
}

async function knownBench(
  config: ConstructorParameters<typeof ConsumerBench>[0] = {},
): Promise<ConsumerBench> {
  const bench = new ConsumerBench(config);
  await bench.known(pageId(9), [chloe]);
  bench.notion.posted.length = 0;
  return bench;
}

describe('who is taken for the author of their own assignment is told by the event of who it was', () => {
  test('they made the page, and another gave it to them before it was read', async () => {
    const bench = await knownBench();
    const made = bench.event(PAGE, { ...MADE, authors: [ana.id] });
    bench.clock.advance(4 * SECOND);
    bench.assign(PAGE, [ana]);
    const given = bench.event(PAGE, { authors: [ben.id] });
    await arrive(bench, made);
    expect(toldAna(bench)).toBe(0);
    bench.clock.advance(20 * SECOND);
    await arrive(bench, given);
    await arrive(bench, { ...given, eventId: 'again' });
    expect(toldAna(bench)).toBe(1);
  });

  test.each(['in the order of the edits', 'in the other order'])('two edits, events %s', async (order) => {
    const bench = await knownBench();
    await bench.known(PAGE, []);
    const byBen = bench.event(PAGE, { authors: [ben.id] });
    bench.clock.advance(10 * SECOND);
    const byAna = bench.event(PAGE, { authors: [ana.id] });
    bench.assign(PAGE, [ana, chloe]);
    const events = order === 'in the order of the edits' ? [byBen, byAna] : [byAna, byBen];
    for (const event of events) {
      bench.clock.advance(10 * SECOND);
      await arrive(bench, event);
    }
    expect(toldAna(bench)).toBe(1);
  });

  test('the events waited, and come in two batches', async () => {
    const bench = await knownBench();
    const made = bench.event(PAGE, { ...MADE, authors: [ana.id] });
    bench.clock.advance(MINUTE);
    bench.assign(PAGE, [ana]);
    const given = bench.event(PAGE, { authors: [ben.id] });
    bench.clock.advance(2 * MINUTE);
    await bench.deliver(made);
    bench.clock.advance(SECOND);
    await bench.deliver(given);
    expect(toldAna(bench)).toBe(1);
  });

  test('the page was left out, and another brought it back', async () => {
    const only = [{ property: 'Priority', is: ['High'] }];
    const bench = await knownBench({ dataSources: [{ id: DATA_SOURCE, only }] });
    const show = (option: string, people: (typeof ana)[]) =>
      bench.assign(PAGE, people, { properties: [{ name: 'Priority', id: 'pr', type: 'select', option }] });
    show('Low', [ana]);
    await arrive(bench, bench.event(PAGE, { authors: [ben.id] }));
    bench.clock.advance(HOUR);
    const byAna = bench.event(PAGE, { authors: [ana.id] });
    const byBen = bench.event(PAGE, { authors: [ben.id], propertyIds: ['pr'] });
    show('High', [ana, chloe]);
    await arrive(bench, byAna);
    expect(toldAna(bench)).toBe(0);
    bench.clock.advance(10 * SECOND);
    await arrive(bench, byBen);
    expect(toldAna(bench)).toBe(1);
  });

  test('another took them off before their own edit was read', async () => {
    const bench = await knownBench({ unassigned: 'notify' });
    await bench.known(PAGE, [ana]);
    const byAna = bench.event(PAGE, { authors: [ana.id] });
    bench.assign(PAGE, [chloe]);
    const byBen = bench.event(PAGE, { authors: [ben.id] });
    await arrive(bench, byAna);
    expect(toldAna(bench)).toBe(0);
    bench.clock.advance(10 * SECOND);
    await arrive(bench, byBen);
    expect(toldAna(bench)).toBe(1);
  });
});

describe('who assigned themselves is not told', () => {
  /** Known without them, then read with them, by an event of their own. */
  async function selfAssigned(): Promise<{ bench: ConsumerBench; own: EventJob; before: EventJob }> {
    const bench = await knownBench();
    const before = bench.event(PAGE, { authors: [ben.id] });
    bench.clock.advance(HOUR);
    await bench.known(PAGE, []);
    bench.clock.advance(HOUR);
    bench.assign(PAGE, [ana]);
    const own = bench.event(PAGE, { authors: [ana.id] });
    await arrive(bench, own);
    return { bench, own, before };
  }

  type Later = (given: Awaited<ReturnType<typeof selfAssigned>>) => EventJob;

  test.each<[string, number, Later]>([
    ['their own event comes again', 6 * SECOND, ({ own }) => ({ ...own, eventId: 'again' })],
    ['another adds somebody later', 40 * SECOND, ({ bench }) => bench.event(PAGE, { authors: [ben.id] })],
    ['what another did before comes again', 6 * SECOND, ({ before }) => before],
    [
      'another edited another property',
      6 * SECOND,
      ({ own }) => ({ ...own, authors: [ben.id], eventId: 'title', propertyIds: ['title'] }),
    ],
    [
      'an event says neither when nor by whom, when none can be on its way any more',
      15 * 24 * HOUR,
      ({ bench }) => bench.event(PAGE, { authors: undefined, eventTime: undefined }),
    ],
  ])('though %s', async (_, afterMs, later) => {
    const given = await selfAssigned();
    given.bench.clock.advance(afterMs);
    await arrive(given.bench, later(given));
    expect(toldAna(given.bench)).toBe(0);
  });

  test('and what they did costs no second read', async () => {
    const { bench, own } = await selfAssigned();
    const before = reads(bench);
    await bench.deliver({ ...own, eventId: 'again', receivedAt: own.receivedAt - MINUTE });
    expect(reads(bench) - before).toBe(0);
  });

  test('nor who is no longer assigned when the event of another comes', async () => {
    const { bench, own } = await selfAssigned();
    bench.assign(PAGE, []);
    bench.clock.advance(6 * SECOND);
    const byBen = { ...own, eventId: 'other', authors: [ben.id] };
    await arrive(bench, byBen);
    bench.clock.advance(5 * MINUTE);
    await arrive(bench, bench.event(PAGE, { authors: [ben.id] }));
    bench.assign(PAGE, [ana]);
    bench.clock.advance(5 * MINUTE);
    await arrive(bench, bench.event(PAGE, { authors: [ana.id] }));
    bench.clock.advance(6 * SECOND);
    await arrive(bench, byBen);
    expect(toldAna(bench)).toBe(0);
  });
});

test('who took themselves off is not told because another adds somebody in the same minute', async () => {
  const bench = new ConsumerBench({ unassigned: 'notify' });
  await bench.known(PAGE, [ana]);
  bench.clock.advance(HOUR);
  bench.assign(PAGE, []);
  await arrive(bench, bench.event(PAGE, { authors: [ana.id] }));
  bench.clock.advance(30 * SECOND);
  bench.assign(PAGE, [chloe]);
  await arrive(bench, bench.event(PAGE, { authors: [ben.id] }));
  expect(toldAna(bench)).toBe(0);
});

describe('what was passed over is no reason to read a backlog', () => {
  const STATUS = { name: 'Status', id: 'st', type: 'status', option: 'Doing' } as const;
  const LADDER = [{ status: 'Blocked', steps: [{ after: '0h', tell: { people: [ben.id] } }] }];

  /** Ten edits by another, of which the queue tells one by one when the page was read. */
  async function readsOfBacklog(bench: ConsumerBench, own: EventJob, propertyIds: string[]): Promise<number> {
    const events = Array.from({ length: 10 }, () => {
      bench.clock.advance(10 * SECOND);
      return bench.event(PAGE, { authors: [ben.id], propertyIds });
    });
    bench.clock.advance(MINUTE);
    const before = reads(bench);
    for (const event of [own, ...events]) {
      await bench.deliver(event);
      bench.clock.advance(SECOND);
    }
    return reads(bench) - before;
  }

  test.each([
    ['a page that was never seen', undefined],
    ['who assigned themselves', []],
  ])('of edits of another property: %s', async (_, before) => {
    const bench = new ConsumerBench({ escalations: LADDER });
    bench.assign(before ? PAGE : pageId(9), before ?? [], { properties: [STATUS] });
    const known = before ? PAGE : pageId(9);
    await bench.deliver(bench.event(known, { type: 'page.moved', propertyIds: undefined }));
    bench.clock.advance(HOUR);
    bench.assign(PAGE, [ana], { createdAt: Date.parse('2020-01-05T10:00:00Z'), properties: [STATUS] });
    const own = bench.event(PAGE, { authors: [ana.id], ...(!before && { propertyIds: [STATUS.id] }) });
    expect(await readsOfBacklog(bench, own, [STATUS.id])).toBe(1);
  });

  test('of who is taken off, where nobody is told of that', async () => {
    const bench = await knownBench();
    await bench.known(PAGE, [ana]);
    bench.clock.advance(HOUR);
    bench.assign(PAGE, []);
    const own = bench.event(PAGE, { authors: [ana.id] });
    expect(await readsOfBacklog(bench, own, own.propertyIds ?? [])).toBe(1);
  });
});

test('a storm of edits that is summed up tells nobody who has had the page for long', async () => {
  const bench = new ConsumerBench();
  await bench.known(PAGE, [ana, chloe]);
  bench.clock.advance(10 * 24 * HOUR);
  await bench.deliver(...Array.from({ length: 51 }, () => bench.event(PAGE, { authors: [ben.id] })));
  const unknownTime = { authors: [ben.id], eventTime: undefined };
  bench.clock.advance(MINUTE);
  await bench.deliver(...Array.from({ length: 51 }, () => bench.event(PAGE, unknownTime)));
  expect(bench.notion.posted).toEqual([]);
});

describe('an old page that was never seen, read by the wrong event first', () => {
  const LADDER = [{ status: 'Blocked', steps: [{ after: '0h', tell: { people: [ben.id] } }] }];
  const STATUS = 'st';
  const createdAt = Date.parse('2020-01-05T10:00:00Z');

  /** A second after an edit whose event is still on its way. */
  async function read(people: (typeof ana)[], option: string, first: Partial<EventJob>) {
    const properties = [{ name: 'Status', id: STATUS, type: 'status', option } as const];
    const bench = new ConsumerBench({ escalations: LADDER });
    bench.assign(pageId(9), [], { createdAt, properties });
    await bench.deliver(bench.event(pageId(9), { type: 'page.moved', propertyIds: undefined }));
    bench.clock.advance(MINUTE);
    const editedAt = bench.clock.now();
    bench.clock.advance(SECOND);
    bench.assign(PAGE, people, { createdAt, properties });
    await arrive(bench, bench.event(PAGE, { authors: [ben.id], ...first }));
    expect(bench.record(PAGE)?.version).toBe(1);
    expect(bench.notion.posted).toEqual([]);
    bench.clock.advance(6 * SECOND);
    return { bench, editedAt };
  }

  test('tells its assignees by the event that names them', async () => {
    const { bench, editedAt } = await read([ana], 'Doing', { propertyIds: [STATUS] });
    await arrive(bench, bench.event(PAGE, { authors: [ben.id], eventTime: editedAt }));
    expect(toldAna(bench)).toBe(1);
  });

  test('does not tell those who had it because somebody joins them a moment later', async () => {
    const { bench } = await read([ana], 'Doing', { propertyIds: [STATUS] });
    bench.assign(PAGE, [ana, chloe], { createdAt });
    await arrive(bench, bench.event(PAGE, { authors: [ben.id] }));
    expect(bench.notion.posted).toHaveLength(1);
    expect(toldAna(bench)).toBe(0);
  });

  test.each([
    ['after', 0],
    ['before', MINUTE],
  ])('tells its ladder by the event that names its status, received %s it was read', async (_, earlier) => {
    const { bench, editedAt } = await read([], 'Blocked', {});
    const event = bench.event(PAGE, { propertyIds: [STATUS], eventTime: editedAt });
    await bench.deliver({ ...event, receivedAt: bench.clock.now() - earlier });
    expect(bench.notion.posted.map(({ text }) => plainOf(text)).join()).toContain(ben.id);
  });
});
