import type { DueJob } from '../../../lambdas/core/envelope.ts';
import type { Failure } from '../../../lambdas/core/failure.ts';
import { ItemTooLarge, NewerRecord, StoreUnavailable } from '../../../lambdas/core/ports/store-errors.ts';
import { ConsumerBench, messageOf, pageId, person, WORKSPACE } from '../../fakes/consumer-bench.ts';
import { mentionsOf, notionAnswer } from '../../fakes/fake-notion.ts';
import { slackAnswer } from '../../fakes/fake-slack.ts';

const PAGE = pageId(1);
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];
const HOUR = 60 * 60_000;
const noAnswer = (service: 'notion' | 'slack'): Failure => ({
  kind: 'no-answer',
  service,
  message: 'timed out',
});
const unreachable = (service: 'notion' | 'slack'): Failure => ({
  kind: 'unreachable',
  service,
  message: 'ECONNREFUSED',
});

async function assigned(bench = new ConsumerBench()): Promise<ConsumerBench> {
  await bench.known(PAGE, []);
  bench.assign(PAGE, [ana]);
  return bench;
}

function outcomes(bench: ConsumerBench): unknown[] {
  return bench.log.withMessage('Outcome').map(({ outcome }) => outcome);
}

/** What both channels ended with. */
function posted({ notion, slack }: ConsumerBench): { comments: number; messages: number } {
  return { comments: notion.posted.length, messages: slack.posted.length };
}

describe('a failing read', () => {
  test.each([
    ['503', notionAnswer(503)],
    ['a time-out', noAnswer('notion')],
  ])('of a passing kind (%s) is repeated once at once', async (_, failure) => {
    const bench = await assigned();
    bench.notion.failNext('page', failure);
    expect(await bench.deliver(bench.event(PAGE))).toEqual([]);
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
  });

  test.each([
    ['503 twice', [notionAnswer(503), notionAnswer(503)]],
    ['409', [notionAnswer(409)]],
  ])('that goes on (%s) is owed, acknowledged, and done later', async (_, failures) => {
    const bench = await assigned();
    for (const failure of failures) bench.notion.failNext('page', failure);
    expect(await bench.deliver(bench.event(PAGE))).toEqual([]);
    expect(posted(bench)).toEqual({ comments: 0, messages: 0 });
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });

  test('keeps why it was asked for: the sole author is not told an hour later', async () => {
    const bench = await assigned();
    bench.assign(PAGE, [ana, ben]);
    bench.notion.failNext('page', notionAnswer(409));
    await bench.deliver(bench.event(PAGE, { authors: [ana.id] }));
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(bench.notion.posted.map(({ text }) => mentionsOf(text))).toEqual([[ben.id]]);
  });

  test.each([
    ['401', notionAnswer(401), 120],
    ['429 with Retry-After', notionAnswer(429, 'slow down', { retryAfterMs: 45_500 }), 46],
    ['529', notionAnswer(529), 60],
    ['no connection', unreachable('notion'), 30],
  ])('that halts (%s) gives every message back and closes the workspace', async (_, failure, seconds) => {
    const bench = await assigned();
    await bench.known(pageId(2), []);
    bench.notion.failNext('page', failure);
    const back = await bench.deliver(bench.event(PAGE));
    expect(back).toHaveLength(1);
    expect([...bench.hidden.values()].map((ms) => Math.ceil(ms / 1000))).toEqual([seconds]);

    const other = await bench.deliver(bench.event(pageId(2)));
    expect(other).toHaveLength(1);
    expect(await bench.tick()).toEqual([]);

    bench.clock.advance(seconds * 1000);
    await bench.deliver(bench.event(PAGE));
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
  });

  test.each([
    ['403', notionAnswer(403, 'no', { code: 'restricted_resource' }), "Enable 'Read content'"],
    ['400', notionAnswer(400), 'Notion refused the request'],
  ])('for good (%s) is parked with a hint, and a retry of the copy reads again', async (_, failure, hint) => {
    const bench = await assigned();
    bench.notion.failNext('page', failure);
    expect(await bench.deliver(bench.event(PAGE))).toEqual([]);
    expect(bench.parked).toHaveLength(1);
    expect(bench.parked[0]?.hint).toContain(hint);
    expect(bench.record(PAGE)?.outbox[0]?.progress.state).toBe('failed');

    bench.clock.advance(60_000);
    const body = bench.parked[0]?.body ?? '';
    await bench.receive({ ...messageOf(bench.event(PAGE)), body });
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });

  test('of a page that is gone is skipped', async () => {
    const bench = new ConsumerBench();
    await bench.deliver(bench.event(PAGE));
    expect(outcomes(bench)).toEqual(['skipped']);
    expect(bench.record(PAGE)).toBeUndefined();
  });

  test('is given up after a day', async () => {
    const bench = await assigned();
    await bench.deliver(bench.event(pageId(9)));
    for (let hour = 0; hour < 30; hour++) {
      for (let call = 0; call < 3; call++) bench.notion.failNext('page', notionAnswer(409));
      if (hour === 0) await bench.deliver(bench.event(PAGE));
      else await bench.tick();
      bench.clock.advance(HOUR);
    }
    expect(bench.parked).toHaveLength(1);
    expect(bench.parked[0]?.reason).toContain('still failing after a day');
  });
});

describe('a failing comment', () => {
  test('never stops the Slack message', async () => {
    const bench = await assigned();
    bench.notion.failNext('comment', notionAnswer(403, 'no', { code: 'restricted_resource' }));
    expect(await bench.deliver(bench.event(PAGE))).toEqual([]);
    expect(posted(bench)).toEqual({ comments: 0, messages: 1 });
    expect(bench.parked[0]?.hint).toContain("Enable 'Insert comments'");
    expect(bench.parked[0]).toMatchObject({ workspace: WORKSPACE, failedAt: bench.clock.now() });
  });

  test('with 409 is repeated later, the Slack message is not', async () => {
    const bench = await assigned();
    bench.notion.failNext('comment', notionAnswer(409));
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
  });

  test.each([
    ['500', notionAnswer(500)],
    ['503', notionAnswer(503)],
    ['504', notionAnswer(504)],
    ['a time-out', noAnswer('notion')],
  ])('of unknown outcome (%s) is looked up before it is repeated', async (_, failure) => {
    for (const isEffective of [true, false]) {
      const bench = await assigned();
      bench.notion.failNext('comment', failure, { isEffective });
      expect(await bench.deliver(bench.event(PAGE))).toEqual([]);
      bench.clock.advance(60_000);
      await bench.tick();
      expect(bench.notion.calls.filter(({ operation }) => operation === 'comments')).toEqual([]);

      bench.clock.advance(5 * 60_000);
      await bench.tick();
      expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
      expect(bench.record(PAGE)?.outbox).toEqual([]);
    }
  });

  test('that Notion says was saved is done', async () => {
    const bench = await assigned();
    bench.notion.failNext('comment', notionAnswer(503, 'saved', { committedId: 'c1' }), {
      isEffective: true,
    });
    await bench.deliver(bench.event(PAGE));
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });

  test('is looked up among comments of others and older ones of ours', async () => {
    const bench = await assigned();
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(HOUR);
    bench.assign(PAGE, [ana, ben]);
    bench.notion.failNext('comment', notionAnswer(503));
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(bench.notion.posted.map(({ text }) => mentionsOf(text))).toEqual([[ana.id], [ben.id]]);
  });

  test('without the capability to read comments is repeated: a duplicate beats a loss', async () => {
    const bench = await assigned();
    bench.notion.failNext('comment', notionAnswer(503));
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(HOUR);
    bench.notion.failNext('comments', notionAnswer(403, 'no', { code: 'restricted_resource' }));
    await bench.tick();
    expect(posted(bench).comments).toBe(1);
    expect(bench.log.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toContain(
      'Comments cannot be looked up: one whose outcome is unknown may be repeated',
    );
  });

  test('that names a user is repeated with that user as text', async () => {
    const bench = await assigned();
    bench.assign(PAGE, [ana, ben]);
    bench.notion.failNext('comment', notionAnswer(400, `Could not find user with ID: ${ben.id}.`));
    await bench.deliver(bench.event(PAGE));
    expect(bench.notion.posted.map(({ text }) => mentionsOf(text))).toEqual([[ana.id]]);
    expect(bench.parked).toEqual([]);
  });

  test('with 429 waits for the workspace, and nothing more is called meanwhile', async () => {
    const bench = await assigned();
    bench.notion.failNext('comment', notionAnswer(429, 'slow down', { retryAfterMs: 20_000 }));
    expect(await bench.deliver(bench.event(PAGE))).toHaveLength(1);
    expect(bench.record(PAGE)?.outbox[0]?.progress).toEqual({
      state: 'pending',
      at: bench.clock.now() + 20_000,
    });
    bench.clock.advance(20_000);
    await bench.tick();
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
  });
});

describe('a failing Slack message', () => {
  test.each([
    ['500', slackAnswer(500)],
    ['429 for long', slackAnswer(429, 'rate_limited', 30_000)],
    ['no connection', unreachable('slack')],
  ])('of a passing kind (%s) is repeated later, the comment is not', async (_, failure) => {
    const bench = await assigned();
    bench.slack.failNext(failure);
    expect(await bench.deliver(bench.event(PAGE))).toEqual([]);
    expect(posted(bench)).toEqual({ comments: 1, messages: 0 });
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
  });

  test('a short wait of Slack’s is sat out', async () => {
    const bench = await assigned();
    bench.slack.failNext(slackAnswer(429, 'rate_limited', 1000));
    await bench.deliver(bench.event(PAGE));
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
  });

  test('that asks to wait again and again does not keep the workspace', async () => {
    const bench = await assigned();
    for (let time = 0; time < 100; time++) bench.slack.failNext(slackAnswer(429, 'rate_limited', 1000));
    const before = bench.clock.now();
    await bench.deliver(bench.event(PAGE));
    expect(bench.clock.now() - before).toBeLessThanOrEqual(5000);
    expect(posted(bench)).toEqual({ comments: 1, messages: 0 });
  });

  test('of unknown outcome is repeated: a duplicate beats a loss', async () => {
    const bench = await assigned();
    bench.slack.failNext(noAnswer('slack'), { isEffective: true });
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(posted(bench)).toEqual({ comments: 1, messages: 2 });
  });

  test('for good is parked with a hint, and a retry tells only who is still assigned', async () => {
    const bench = await assigned();
    bench.assign(PAGE, [ana, ben]);
    bench.slack.failNext(slackAnswer(404, 'no_service'));
    await bench.deliver(bench.event(PAGE));
    expect(bench.parked[0]?.hint).toContain('slack-webhook-url');
    bench.clock.advance(HOUR);
    bench.assign(PAGE, [ben]);
    await bench.deliver(bench.event(PAGE));

    await bench.receive({ ...messageOf(bench.event(PAGE)), body: bench.parked[0]?.body ?? '' });
    expect(bench.slack.posted.map(({ text }) => text)).toEqual([expect.stringMatching(/^Ben, /)]);
  });
});

describe('a read that was given up', () => {
  test('passes on why it was asked for to the next one: the first sight is announced', async () => {
    const bench = new ConsumerBench();
    bench.assign(PAGE, [ana]);
    bench.notion.failNext('page', notionAnswer(403));
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(HOUR);
    await bench.deliver(bench.event(PAGE, { type: 'page.moved', propertyIds: undefined }));
    expect(bench.notion.posted.map(({ text }) => mentionsOf(text))).toEqual([[ana.id]]);
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });

  test('passes on who edited: two who assigned each other are both told', async () => {
    const bench = await assigned();
    bench.notion.failNext('page', notionAnswer(403));
    await bench.deliver(bench.event(PAGE, { authors: [ben.id] }));
    bench.clock.advance(HOUR);
    bench.assign(PAGE, [ana, ben]);
    await bench.deliver(bench.event(PAGE, { authors: [ana.id] }));
    expect(bench.notion.posted.map(({ text }) => mentionsOf(text))).toEqual([[ana.id, ben.id]]);
  });
});

describe('a page without a property that tells whose it is', () => {
  test('announces what is assigned once there is one, though nothing was watched before', async () => {
    const bench = new ConsumerBench();
    bench.makeOwnerless(pageId(2));
    await bench.deliver(bench.event(pageId(2)));
    bench.assign(PAGE, [ana]);
    await bench.deliver(bench.event(PAGE));
    expect(bench.notion.posted).toHaveLength(1);
  });

  test('keeps its assignees: a property that is renamed and renamed back announces nobody again', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, [ana]);
    bench.makeOwnerless(PAGE);
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(HOUR);
    bench.assign(PAGE, [ana]);
    await bench.deliver(bench.event(PAGE));
    expect(bench.notion.posted).toEqual([]);
  });
});

test('a page that goes between read and comment, and comes back, is announced', async () => {
  const bench = await assigned();
  bench.notion.failNext('comment', notionAnswer(404));
  await bench.deliver(bench.event(PAGE));
  expect(bench.notion.posted).toEqual([]);
  bench.clock.advance(HOUR);
  await bench.deliver(bench.event(PAGE, { type: 'page.undeleted', propertyIds: undefined }));
  expect(bench.notion.posted.map(({ text }) => mentionsOf(text))).toEqual([[ana.id]]);
});

test('what was owed before it is only observed is sent when it is sent again', async () => {
  const bench = await assigned();
  bench.slack.failNext(slackAnswer(500));
  await bench.deliver(bench.event(PAGE));
  const workspace = bench.workspaces[0];
  if (!workspace) throw new Error('there is a workspace');
  workspace.mode = 'observe';
  bench.clock.advance(HOUR);
  await bench.tick();
  expect(posted(bench)).toEqual({ comments: 1, messages: 0 });
  workspace.mode = 'notify';
  bench.clock.advance(2 * HOUR);
  await bench.tick();
  expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
});

test('a halt lasts as long as Notion says, though a notice cannot be parked beside it', async () => {
  const bench = await assigned();
  bench.notion.failNext('comment', notionAnswer(429, 'slow down', { retryAfterMs: 91_000 }));
  bench.slack.failNext(slackAnswer(400, 'invalid_payload'));
  bench.ports.deadLetters.park = () => Promise.reject(new StoreUnavailable('the queue'));
  await bench.deliver(bench.event(PAGE));
  expect(bench.table.workspaceItems.get(WORKSPACE)?.closedUntil).toBe(bench.clock.now() + 91_000);
});

test('who leaves while a comment is tried is not told when it is tried again', async () => {
  const bench = await assigned();
  bench.assign(PAGE, [ana, ben]);
  const { comment } = bench.notion;
  bench.notion.comment = async (...args) => {
    bench.notion.comment = comment;
    const record = bench.record(PAGE);
    if (!record?.state) throw new Error('the page is recorded by then');
    const state = { ...record.state, assignees: [ben] };
    await bench.table.pages.save({ ...record, state });
    return { ok: false, failure: notionAnswer(409, String(args.length)) };
  };
  await bench.deliver(bench.event(PAGE));
  bench.clock.advance(HOUR);
  await bench.tick();
  expect(bench.notion.posted.map(({ text }) => mentionsOf(text))).toEqual([[ben.id]]);
});

test('who left while the outcome of a comment was unknown is not told by its repetition', async () => {
  const bench = await assigned();
  bench.notion.failNext('comment', { kind: 'no-answer', service: 'notion', message: 'cut off' });
  await bench.deliver(bench.event(PAGE));
  bench.clock.advance(10_000);
  bench.assign(PAGE, []);
  await bench.deliver(bench.event(PAGE));
  bench.clock.advance(HOUR);
  await bench.tick();
  expect(bench.notion.posted).toEqual([]);
  expect(bench.record(PAGE)?.outbox).toEqual([]);
});

describe('a retry', () => {
  async function parked(): Promise<ConsumerBench> {
    const bench = await assigned();
    bench.slack.failNext(slackAnswer(404, 'no_service'));
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(HOUR);
    return bench;
  }
  const retry = (bench: ConsumerBench) =>
    bench.receive({ ...messageOf(bench.event(PAGE)), body: bench.parked[0]?.body ?? '' });

  test('tells nobody who left meanwhile, though no webhook told of it', async () => {
    const bench = await parked();
    bench.assign(PAGE, []);
    await retry(bench);
    expect(bench.slack.posted).toEqual([]);
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });

  test.each([
    ['503', { kind: 'answer', service: 'notion', status: 503, message: 'down' }],
    ['409', { kind: 'answer', service: 'notion', status: 409, message: 'conflict' }],
  ] as const)('waits for a read that ends as %s, and tells nobody who left meanwhile', async (_, failure) => {
    const bench = await parked();
    bench.assign(PAGE, []);
    bench.notion.failNext('page', failure);
    bench.notion.failNext('page', failure);
    await retry(bench);
    expect(bench.slack.posted).toEqual([]);
    for (let hour = 0; hour < 3; hour++) {
      bench.clock.advance(HOUR);
      await bench.tick();
    }
    expect(bench.slack.posted).toEqual([]);
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });

  test('waits for a read that ends passingly, and then tells who is still assigned', async () => {
    const bench = await parked();
    bench.notion.failNext('page', notionAnswer(409));
    await retry(bench);
    expect(bench.slack.posted).toEqual([]);
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(bench.slack.posted).toHaveLength(1);
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });

  test('leaves given up what only a read could tell, if the read is refused', async () => {
    const bench = await parked();
    bench.notion.failNext('page', notionAnswer(403));
    await retry(bench);
    expect(bench.slack.posted).toEqual([]);
    expect(bench.record(PAGE)?.outbox.map(({ progress }) => progress.state)).toEqual(['failed', 'failed']);
  });

  test('of a page that is gone tells nobody', async () => {
    const bench = await parked();
    bench.assign(PAGE, [ana], { inTrash: true });
    await retry(bench);
    expect(bench.slack.posted).toEqual([]);
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });
});

describe('while a channel is down', () => {
  test.each([
    ['who left before being told is not told', [ben], [[ben.id]]],
    ['an assignment undone tells nobody', [], []],
    ['who joins meanwhile joins the waiting notice', [ana, ben], [[ana.id, ben.id]]],
  ])('%s', async (_, people, told) => {
    const bench = await assigned();
    bench.notion.failNext('comment', notionAnswer(409));
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(10_000);
    bench.assign(PAGE, people);
    await bench.deliver(bench.event(PAGE));
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(bench.notion.posted.map(({ text }) => mentionsOf(text))).toEqual(told);
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });
});

describe('the table', () => {
  test.each([
    ['does not answer', new StoreUnavailable('throttled')],
    ['holds a record of a later release', new NewerRecord('page')],
  ])('%s: the messages come again', async (_, error) => {
    const bench = await assigned();
    const { load } = bench.ports.pages;
    bench.ports.pages.load = () => Promise.reject(error);
    expect(await bench.deliver(bench.event(PAGE))).toHaveLength(1);
    bench.ports.pages.load = load;
    bench.clock.advance(30_000);
    await bench.deliver(bench.event(PAGE));
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
  });

  test.each([
    ['does not answer: the whole workspace waits', new StoreUnavailable('throttled'), 30_000],
    ['holds a record of a later release: only its page waits', new NewerRecord('page'), undefined],
  ])('%s', async (_, error, closedFor) => {
    const bench = await assigned();
    const { load } = bench.ports.pages;
    bench.ports.pages.load = (workspace, id) => (id === PAGE ? Promise.reject(error) : load(workspace, id));
    const startedAt = bench.clock.now();
    await bench.deliver(bench.event(PAGE));
    const { closedUntil } = bench.table.workspaceItems.get(WORKSPACE) ?? {};
    expect(closedUntil).toBe(closedFor && startedAt + closedFor);
  });

  test('cannot hold the record: it is parked, in the record as it was before', async () => {
    const bench = await assigned();
    const { save } = bench.ports.pages;
    bench.ports.pages.save = (record) =>
      record.state?.assignees.length
        ? Promise.reject(new ItemTooLarge('Item size has exceeded'))
        : save(record);
    expect(await bench.deliver(bench.event(PAGE))).toEqual([]);
    expect(bench.parked).toMatchObject([{ reason: 'Item size has exceeded' }]);
    expect(bench.record(PAGE)?.outbox).toMatchObject([{ kind: 'read', progress: { state: 'failed' } }]);
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(bench.parked).toHaveLength(1);
  });

  test('and the dead-letter queue both fail: the message comes again, and others are finished first', async () => {
    const bench = await assigned();
    await bench.known(pageId(2), []);
    bench.assign(pageId(2), [ana]);
    const { park } = bench.ports.deadLetters;
    bench.ports.deadLetters.park = () => Promise.reject(new StoreUnavailable('the queue'));
    bench.notion.failNext('page', notionAnswer(403));
    const [first, second] = [messageOf(bench.event(PAGE)), messageOf(bench.event(pageId(2)))];
    expect(await bench.receive(first, second)).toEqual([first.id]);
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
    expect(bench.table.workspaceItems.get(WORKSPACE)?.heldUntil).toBeUndefined();
    bench.ports.deadLetters.park = park;
  });

  test('another save in between: the page is planned again, and announced once', async () => {
    const bench = await assigned();
    const { save } = bench.ports.pages;
    let isFirst = true;
    bench.ports.pages.save = async (record) => {
      if (isFirst) {
        isFirst = false;
        await save(record.version === 0 ? record : { ...record, outbox: [] });
        bench.table.records.forEach((stored, key) => {
          bench.table.records.set(key, {
            ...stored,
            state: { title: '', url: '', assignees: [] },
            readStartedAt: 0,
          });
        });
      }
      return save(record);
    };
    await bench.deliver(bench.event(PAGE));
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
  });
});

describe('messages', () => {
  test.each([
    ['no envelope', 'nonsense', 'not a Pagebell envelope'],
    [
      'another workspace',
      JSON.stringify({ v: 1, kind: 'due', workspace: 'gone', key: 'k', dueAt: 1 }),
      '"gone"',
    ],
  ])('that nobody can work on (%s) are parked as they are', async (_, body, reason) => {
    const bench = new ConsumerBench();
    expect(await bench.receive({ ...messageOf(bench.event(PAGE)), body })).toEqual([]);
    expect(bench.parked).toHaveLength(1);
    expect(bench.parked[0]?.body).toBe(body);
    expect(bench.parked[0]?.reason).toContain(reason);
  });

  test('about an item of an unknown kind are left to the next tick: a later release may know it', async () => {
    const bench = new ConsumerBench();
    const due: DueJob = { kind: 'due', workspace: WORKSPACE, key: `list#${WORKSPACE}#1`, dueAt: 1 };
    expect(await bench.deliver(due)).toEqual([]);
    expect(bench.parked).toEqual([]);
    const reason = 'the item that is due is of an unknown kind';
    expect(bench.log.withMessage('Outcome')).toMatchObject([{ outcome: 'skipped', reason }]);
  });

  test('of a later release come again', async () => {
    const bench = new ConsumerBench();
    const body = JSON.stringify({ v: 3, kind: 'anything' });
    expect(await bench.receive({ ...messageOf(bench.event(PAGE)), body })).toHaveLength(1);
    expect(bench.parked).toEqual([]);
  });

  test('in another group than their workspace’s are sent on to it', async () => {
    const bench = await assigned();
    const event = bench.event(PAGE);
    expect(await bench.receive(messageOf(event, { group: 'redriven' }))).toEqual([]);
    expect(bench.sent.map(({ job }) => job)).toEqual([event]);
    expect(bench.notion.posted).toEqual([]);
  });

  test('one that is bad stops none of its batch', async () => {
    const bench = await assigned();
    bench.notion.failNext('page', notionAnswer(400));
    await bench.receive(
      { ...messageOf(bench.event(PAGE)), body: 'nonsense' },
      messageOf(bench.event(pageId(404))),
      messageOf(bench.event(PAGE)),
    );
    expect(posted(bench)).toEqual({ comments: 1, messages: 1 });
  });
});
