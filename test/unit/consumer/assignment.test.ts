import { ConsumerBench, DATA_SOURCE, pageId, partialUser, person } from '../../fakes/consumer-bench.ts';
import { mentionsOf, plainOf } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const [ana, ben, cho] = [person(1, 'Ana'), person(2, 'Ben'), person(3, 'Cho')];

/** Who is mentioned in each comment, in order. */
function mentions(bench: ConsumerBench): string[][] {
  return bench.notion.posted.map(({ text }) => mentionsOf(text));
}

describe('a page that becomes somebody’s', () => {
  test('one comment mentions all new assignees, one Slack message names them', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    bench.assign(PAGE, [ana, ben]);
    expect(await bench.deliver(bench.event(PAGE))).toEqual([]);

    expect(mentions(bench)).toEqual([[ana.id, ben.id]]);
    expect(plainOf(bench.notion.posted[0]?.text ?? [])).toBe(
      `@${ana.id}, @${ben.id}, this page is now yours. (Pagebell)`,
    );
    expect(bench.slack.posted).toHaveLength(1);
    expect(bench.slack.posted[0]?.text).toMatch(
      /^Ana, Ben, .*Write the launch post https:\/\/www\.notion\.so\//,
    );
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });

  test('only the added one is mentioned when one leaves and another comes', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, [ana, ben]);
    bench.assign(PAGE, [ben, cho]);
    await bench.deliver(bench.event(PAGE));
    expect(mentions(bench)).toEqual([[cho.id]]);
  });

  test('costs two calls of Notion, however many people', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    bench.notion.calls.length = 0;
    bench.assign(PAGE, [ana, ben, cho]);
    await bench.deliver(bench.event(PAGE));
    expect(bench.notion.calls.map(({ operation }) => operation)).toEqual(['page', 'comment']);
  });

  test.each([
    ['five times in one batch', 1],
    ['five times, one after the other', 5],
  ])('the same event %s is announced once', async (_, batches) => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    bench.assign(PAGE, [ana]);
    const event = bench.event(PAGE);
    const size = 5 / batches;
    for (let batch = 0; batch < batches; batch++) {
      await bench.deliver(...Array.from({ length: size }, () => event));
      bench.clock.advance(60_000);
    }
    expect(mentions(bench)).toEqual([[ana.id]]);
    expect(bench.slack.posted).toHaveLength(1);
  });

  test('more than 45 people are mentioned in numbered parts, and in one Slack message', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    const crowd = Array.from({ length: 60 }, (_, index) => person(100 + index));
    bench.assign(PAGE, crowd);
    await bench.deliver(bench.event(PAGE));
    expect(mentions(bench).flat().sort()).toEqual(crowd.map(({ id }) => id).sort());
    expect(mentions(bench).map(({ length }) => length)).toEqual([45, 15]);
    expect(bench.notion.posted.map(({ text }) => plainOf(text).match(/\d of \d/)?.[0])).toEqual([
      '1 of 2',
      '2 of 2',
    ]);
    expect(bench.slack.posted).toHaveLength(1);
  });
});

describe('a page never seen before', () => {
  const moved = { type: 'page.moved', propertyIds: undefined };
  test.each([
    ['its assignee property was edited', {}, 1],
    ['it was made', { type: 'page.created', propertyIds: undefined }, 1],
    ['the tutorial’s row was added', { type: 'database.row_added', propertyIds: undefined }, 1],
    ['an edit has no list', { type: 'page.updated', propertyIds: undefined }, 1],
    ['another property was edited', { propertyIds: ['title'] }, 0],
    ['it was moved', moved, 0],
  ])('when %s, comments: %#', async (_, event, comments) => {
    const bench = new ConsumerBench();
    bench.assign(PAGE, [ana]);
    await bench.deliver(bench.event(PAGE, event));
    expect(bench.notion.posted).toHaveLength(comments);
    expect(bench.record(PAGE)?.state?.assignees).toEqual([ana]);
  });

  test('is announced if it was made after its data source was first seen, whatever the event', async () => {
    const bench = new ConsumerBench();
    await bench.known(pageId(2), []);
    bench.assign(PAGE, [ana], { createdAt: bench.clock.now() });
    await bench.deliver(bench.event(PAGE, moved));
    expect(mentions(bench)).toEqual([[ana.id]]);
  });

  test('is only stored if the configuration says so', async () => {
    const bench = new ConsumerBench({ firstSight: 'silent' });
    bench.assign(PAGE, [ana]);
    await bench.deliver(bench.event(PAGE));
    expect(bench.notion.posted).toEqual([]);
  });
});

describe('whom not to tell', () => {
  test.each([
    ['who assigned themselves', {}, { authors: [ana.id] }, [ben.id]],
    [
      'who assigned themselves, if configured otherwise',
      { notifySelf: true },
      { authors: [ana.id] },
      [ana.id, ben.id],
    ],
    ['one author of several', {}, { authors: [ana.id, cho.id] }, [ana.id, ben.id]],
    ['the muted', { mute: [ben.id] }, {}, [ana.id]],
  ])('%s', async (_, workspace, event, told) => {
    const bench = new ConsumerBench(workspace);
    await bench.known(PAGE, []);
    bench.assign(PAGE, [ana, ben]);
    await bench.deliver(bench.event(PAGE, event));
    expect(mentions(bench).flat()).toEqual(told);
  });

  test('bots; groups are named', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    bench.assign(PAGE, [
      { id: pageId(8), kind: 'bot', name: 'Robot' },
      { id: pageId(9), kind: 'group', name: 'Design' },
    ]);
    await bench.deliver(bench.event(PAGE));
    expect(plainOf(bench.notion.posted[0]?.text ?? [])).toBe('Design, this page is now yours. (Pagebell)');
  });

  test('anybody, where it is only to be observed', async () => {
    const bench = new ConsumerBench({ mode: 'observe' });
    await bench.known(PAGE, []);
    bench.assign(PAGE, [ana]);
    await bench.deliver(bench.event(PAGE));
    expect(bench.notion.posted).toEqual([]);
    expect(bench.slack.posted).toEqual([]);
    expect(bench.log.withMessage('Observed, not sent').map(({ channel }) => channel)).toEqual([
      'comment',
      'slack',
    ]);
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });
});

describe('what costs no call', () => {
  test('an edit of a property that is not watched', async () => {
    const bench = new ConsumerBench();
    await bench.known(pageId(2), []);
    bench.notion.calls.length = 0;
    bench.assign(PAGE, [ana]);
    await bench.deliver(bench.event(PAGE, { propertyIds: ['title', 'XGe@'] }));
    expect(bench.notion.calls).toEqual([]);
    expect(bench.record(PAGE)).toBeUndefined();
  });

  test('an event received more than five seconds before the last read began', async () => {
    const bench = new ConsumerBench();
    const late = bench.event(PAGE);
    bench.clock.advance(5001);
    await bench.known(PAGE, []);
    bench.notion.calls.length = 0;
    await bench.deliver(late);
    expect(bench.notion.calls).toEqual([]);
  });

  test('watched ids are forgotten after an hour', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    bench.clock.advance(60 * 60_000);
    bench.notion.calls.length = 0;
    await bench.deliver(bench.event(PAGE, { propertyIds: ['title'] }));
    expect(bench.notion.calls).toHaveLength(1);
  });
});

describe('a page and its people', () => {
  test('all of more than 25 people are found', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    bench.assign(
      PAGE,
      Array.from({ length: 30 }, (_, index) => person(100 + index)),
    );
    await bench.deliver(bench.event(PAGE));
    expect(mentions(bench).flat()).toHaveLength(30);
  });

  test('a partial user’s name is asked for once', async () => {
    const bench = new ConsumerBench();
    const partial = partialUser(5);
    bench.notion.usersById.set(partial.id, { ...partial, kind: 'person', name: 'Dee' });
    await bench.known(PAGE, []);
    bench.assign(PAGE, [partial]);
    await bench.deliver(bench.event(PAGE));
    expect(bench.slack.posted[0]?.text).toMatch(/^Dee, /);

    bench.assign(pageId(2), [partial]);
    await bench.deliver(bench.event(pageId(2)));
    expect(bench.slack.posted[1]?.text).toMatch(/^Dee, /);
    expect(bench.notion.calls.filter(({ operation }) => operation === 'user')).toHaveLength(1);
  });

  test('a name that cannot be had stops no notice', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    bench.assign(PAGE, [partialUser(5)]);
    await bench.deliver(bench.event(PAGE));
    expect(bench.slack.posted[0]?.text).toMatch(/^A team member, /);
  });

  test.each([
    ['in the trash', { inTrash: true }],
    ['in another data source', { dataSourceId: pageId(77) }],
  ])('a page %s is skipped', async (_, page) => {
    const bench = new ConsumerBench({ dataSources: [{ id: DATA_SOURCE }] });
    bench.assign(PAGE, [ana], page);
    await bench.deliver(bench.event(PAGE, { dataSourceId: undefined }));
    expect(bench.notion.posted).toEqual([]);
    expect(bench.log.withMessage('Outcome')[0]).toMatchObject({ outcome: 'skipped' });
  });

  test('a page outside of any data source is announced', async () => {
    const bench = new ConsumerBench();
    bench.assign(PAGE, [ana], { dataSourceId: undefined });
    await bench.deliver(bench.event(PAGE, { dataSourceId: undefined }));
    expect(mentions(bench)).toEqual([[ana.id]]);
  });

  test('the page that comes back from the trash is announced to whom nobody told', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    bench.notion.failNext('comment', { kind: 'answer', service: 'notion', status: 409, message: 'conflict' });
    bench.assign(PAGE, [ana]);
    await bench.deliver(bench.event(PAGE));
    bench.assign(PAGE, [ana], { inTrash: true });
    await bench.deliver(bench.event(PAGE, { type: 'page.deleted' }));
    expect(bench.record(PAGE)?.outbox).toEqual([]);

    bench.clock.advance(60_000);
    bench.assign(PAGE, [ana]);
    await bench.deliver(bench.event(PAGE, { type: 'page.undeleted' }));
    expect(mentions(bench)).toEqual([[ana.id]]);
  });
});
