import type { Notice } from '../../../lambdas/core/page-record.ts';
import { ConsumerBench, pageId, person } from '../../fakes/consumer-bench.ts';
import { mentionsOf, plainOf } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];
const DOWN = { kind: 'answer', service: 'slack', status: 503, message: 'down' } as const;

/** Comments as they read, and who is mentioned in each. */
function comments(bench: ConsumerBench): string[] {
  return bench.notion.posted.map(({ text }) => plainOf(text));
}

function owed(bench: ConsumerBench): string[] {
  const notices = (bench.record(PAGE)?.outbox ?? []).filter(
    (entry): entry is Notice => entry.kind === 'notice',
  );
  return notices.map(({ rule, people }) => `${rule}: ${people.map(({ name }) => name).join(', ')}`);
}

async function changed(bench: ConsumerBench, people: (typeof ana)[]): Promise<void> {
  bench.clock.advance(10_000);
  bench.assign(PAGE, people);
  await bench.deliver(bench.event(PAGE));
}

test('who is removed is told, if so configured, and who came instead', async () => {
  const bench = new ConsumerBench({ unassigned: 'notify' });
  await bench.known(PAGE, [ana]);
  await changed(bench, [ben]);
  expect(comments(bench)).toEqual([
    `@${ben.id}, this page is now yours. (Pagebell)`,
    `@${ana.id}, this page is no longer yours. (Pagebell)`,
  ]);
  expect(bench.slack.posted.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Ben, this page is now yours/),
    expect.stringMatching(/^Ana, this page is no longer yours/),
  ]);
});

test.each([
  ['by default nobody is', {}, {}],
  ['who removed themselves is not', { unassigned: 'notify' as const }, { authors: [ana.id] }],
  ['the muted are not', { unassigned: 'notify' as const, mute: [ana.id] }, {}],
])('%s', async (_, config, event) => {
  const bench = new ConsumerBench(config);
  await bench.known(PAGE, [ana]);
  bench.assign(PAGE, []);
  await bench.deliver(bench.event(PAGE, event));
  expect(comments(bench)).toEqual([]);
  expect(bench.slack.posted).toEqual([]);
});

test('who is muted in one channel is told in the other', async () => {
  const bench = new ConsumerBench({ mute: [{ person: ana.id, channels: ['slack'] }] });
  await bench.known(PAGE, []);
  await changed(bench, [ana]);
  expect(bench.notion.posted.map(({ text }) => mentionsOf(text))).toEqual([[ana.id]]);
  expect(bench.slack.posted).toEqual([]);
});

test('who was taken off before any notice went out hears of neither', async () => {
  const bench = new ConsumerBench({ unassigned: 'notify', comment: false });
  await bench.known(PAGE, []);
  bench.slack.failNext(DOWN);
  await changed(bench, [ana]);
  await changed(bench, [ben]);
  expect(owed(bench)).toEqual(['assigned: Ben']);
  bench.clock.advance(10 * 60_000);
  await bench.tick();
  expect(bench.slack.posted.map(({ text }) => text)).toEqual([expect.stringMatching(/^Ben, .*now yours/)]);
});

test('who comes back before the removal was told hears nothing', async () => {
  const bench = new ConsumerBench({ unassigned: 'notify', comment: false });
  await bench.known(PAGE, [ana]);
  bench.slack.failNext(DOWN);
  await changed(bench, []);
  expect(owed(bench)).toEqual(['unassigned: Ana']);
  await changed(bench, [ana]);
  expect(owed(bench)).toEqual([]);
  bench.clock.advance(10 * 60_000);
  await bench.tick();
  expect(bench.slack.posted).toEqual([]);
});

test.each([
  ['without them: they are told that they lost it', [], ['Ana, this page is no longer yours']],
  ['as theirs: they hear nothing', [ana], []],
])('a page that goes to the trash before the removal was told comes back %s', async (_, people, expected) => {
  const bench = new ConsumerBench({ unassigned: 'notify', comment: false });
  await bench.known(PAGE, [ana]);
  bench.slack.failNext(DOWN);
  await changed(bench, []);
  for (const [type, inTrash] of [['page.deleted', true] as const, ['page.undeleted', false] as const]) {
    bench.clock.advance(10_000);
    bench.assign(PAGE, inTrash ? [] : people, { inTrash });
    await bench.deliver(bench.event(PAGE, { type, propertyIds: undefined }));
  }
  bench.clock.advance(10 * 60_000);
  await bench.tick();
  expect(bench.slack.posted.map(({ text }) => text.split(': ')[0])).toEqual(expected);
});

test('who was told of neither, because the first failed, is told when the page is theirs again', async () => {
  const bench = new ConsumerBench({ unassigned: 'notify', comment: false, slackSingles: 0 });
  await bench.known(PAGE, []);
  await changed(bench, [ana]);
  bench.slack.failNext({ ...DOWN, status: 404 });
  bench.clock.advance(60_000);
  await bench.tick();
  const [failed] = bench.record(PAGE)?.outbox ?? [];
  expect(failed).toMatchObject({ rule: 'assigned', progress: { state: 'failed' } });
  await changed(bench, []);
  expect(owed(bench)).toEqual(['assigned: Ana', 'unassigned: Ana']);
  await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices: [failed?.id ?? ''] });
  expect(owed(bench)).toEqual([]);
  await changed(bench, [ana]);
  bench.clock.advance(60_000);
  await bench.tick();
  expect(bench.slack.posted.map(({ text }) => text)).toEqual([expect.stringMatching(/Ana/)]);
});

test.each([
  ['alone', [ana], []],
  ['with another, who is still told', [ana, ben], ['assigned: Ben']],
])(
  'who loses the page while the message that it is theirs fails hears of neither: %s',
  async (_, people, left) => {
    const bench = new ConsumerBench({ unassigned: 'notify', comment: false });
    await bench.known(PAGE, []);
    const post = bench.slack.post.bind(bench.slack);
    bench.slack.failNext(DOWN);
    bench.slack.post = (message) => {
      const [[key, record] = []] = bench.table.records;
      if (key === undefined || !record?.state) throw new Error('the page is known');
      const losing = record.outbox.flatMap((entry): Notice[] => {
        if (entry.kind !== 'notice') return [];
        const progress = { state: 'pending', at: bench.clock.now() } as const;
        const lost = entry.people.filter(({ id }) => id === ana.id);
        return [{ ...entry, id: 'losing', rule: 'unassigned', people: lost, progress }];
      });
      const assignees = record.state.assignees.filter(({ id }) => id !== ana.id);
      const outbox = [...record.outbox, ...losing];
      const state = { ...record.state, assignees };
      bench.table.records.set(key, { ...record, version: record.version + 1, state, outbox });
      return post(message);
    };
    await changed(bench, people);
    expect(owed(bench)).toEqual(left);
  },
);

test('what failed long ago takes nothing from who was told since, when it is asked for again', async () => {
  const bench = new ConsumerBench({ unassigned: 'notify', comment: false, slackSingles: 0 });
  const tellAll = async () => {
    bench.clock.advance(60_000);
    await bench.tick();
  };
  await bench.known(PAGE, []);
  await changed(bench, [ana]);
  bench.slack.failNext({ ...DOWN, status: 404 });
  await tellAll();
  const [failed] = bench.record(PAGE)?.outbox ?? [];
  for (const people of [[], [ana]]) {
    await changed(bench, people);
    await tellAll();
  }
  await changed(bench, []);
  expect(owed(bench)).toEqual(['assigned: Ana', 'unassigned: Ana']);
  await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices: [failed?.id ?? ''] });
  await tellAll();
  expect(bench.slack.posted).toHaveLength(3);
});

test('what an operator asks for again is told to those only of whom it still holds', async () => {
  const bench = new ConsumerBench({ unassigned: 'notify', comment: false });
  await bench.known(PAGE, [ana, ben]);
  bench.slack.failNext({ ...DOWN, status: 404 });
  await changed(bench, []);
  const [failed] = bench.record(PAGE)?.outbox ?? [];
  expect(failed).toMatchObject({ rule: 'unassigned', progress: { state: 'failed' } });
  bench.clock.advance(10_000);
  bench.assign(PAGE, [ben]);
  await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices: [failed?.id ?? ''] });
  const told = bench.slack.posted.map(({ text }) => text);
  expect(told).toContainEqual(expect.stringMatching(/^Ana, this page is no longer yours/));
  expect(told.filter((text) => text.includes('no longer') && text.includes('Ben'))).toEqual([]);
});

describe('quiet hours', () => {
  const quietHours = { from: '19:00', to: '08:00', timeZone: 'UTC' };
  const evening = Date.parse('2026-11-02T22:00:00Z');

  test('Slack waits for their end; the comment waits for nobody', async () => {
    const bench = new ConsumerBench({ quietHours });
    bench.clock.advance(evening - bench.clock.now());
    await bench.known(PAGE, []);
    await changed(bench, [ana]);
    expect(comments(bench)).toHaveLength(1);
    expect(bench.slack.posted).toEqual([]);
    bench.clock.advance(9 * 60 * 60_000);
    await bench.tick();
    expect(bench.slack.posted).toEqual([]);
    bench.clock.advance(60 * 60_000);
    await bench.tick();
    expect(bench.slack.posted).toHaveLength(1);
  });

  test('what was undone meanwhile is never announced', async () => {
    const bench = new ConsumerBench({ quietHours, comment: false });
    bench.clock.advance(evening - bench.clock.now());
    await bench.known(PAGE, []);
    await changed(bench, [ana]);
    await changed(bench, []);
    bench.clock.advance(12 * 60 * 60_000);
    await bench.tick();
    expect(bench.slack.posted).toEqual([]);
  });
});
