import { StoreUnavailable } from '../../../lambdas/core/ports/store-errors.ts';
import { notionAnswer } from '../../fakes/fake-notion.ts';
import { CLIENT, DELIVERABLE, linkTo, MirrorBench, paired, TASK, TEAM } from '../../fakes/mirror-bench.ts';

const MINUTE = 60_000;

/** Two pages that differ and were never told of. */
function unpaired(): MirrorBench {
  const mirror = new MirrorBench();
  mirror.makeTask(TASK, 'Done', linkTo(DELIVERABLE));
  mirror.makeDeliverable(DELIVERABLE, 'Not started');
  return mirror;
}

/** The queue takes no hand-over, `times` times. */
function refuseToSend({ bench: { ports } }: MirrorBench, error: Error, times = 1): void {
  const { send } = ports.queue;
  let left = times;
  ports.queue.send = (job, id) => {
    if (job.kind === 'mirror') left -= 1;
    return job.kind === 'mirror' && left >= 0 ? Promise.reject(error) : send(job, id);
  };
}

async function afterwards(mirror: MirrorBench): Promise<void> {
  mirror.bench.clock.advance(10 * MINUTE);
  await mirror.bench.tick();
  await mirror.settle();
}

describe('a first hand-over that did not reach the queue stays owed', () => {
  test.each([
    ['it threw', new Error('no')],
    ['the turn died over it', new StoreUnavailable('no')],
  ])('%s, and the page is read again', async (_, error) => {
    const mirror = unpaired();
    refuseToSend(mirror, error);
    await mirror.tell(TEAM, TASK);
    await mirror.tell(TEAM, TASK);
    expect(mirror.record(TEAM, TASK)?.outbox).toMatchObject([{ kind: 'hand-over' }]);
    await afterwards(mirror);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
    expect(mirror.record(TEAM, TASK)?.outbox).toEqual([]);
  });

  test('it was given up, and an operator asks for it', async () => {
    const mirror = unpaired();
    refuseToSend(mirror, new Error('no'), 3);
    await mirror.tell(TEAM, TASK);
    await afterwards(mirror);
    await afterwards(mirror);
    expect(mirror.parked()).toHaveLength(1);
    const notices = mirror.record(TEAM, TASK)?.outbox.map(({ id }) => id) ?? [];
    await mirror.bench.deliver({ kind: 'retry', workspace: TEAM, pageId: TASK, notices });
    await mirror.settle();
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
  });

  test('unless the link is gone', async () => {
    const mirror = unpaired();
    refuseToSend(mirror, new Error('no'));
    await mirror.tell(TEAM, TASK);
    mirror.edit(TEAM, TASK, 'Client page', { url: null });
    await mirror.tell(TEAM, TASK);
    expect(mirror.record(TEAM, TASK)?.outbox).toEqual([]);
  });
});

describe('an own write whose answer was lost is no edit of the other side', () => {
  const lost: [string, (mirror: MirrorBench, where: typeof TEAM | typeof CLIENT) => void][] = [
    [
      'Notion answered 503',
      (mirror, where) => mirror.notion(where).failNext('update', notionAnswer(503), { isEffective: true }),
    ],
    [
      'the turn died over it',
      (mirror, where) => {
        const notion = mirror.notion(where);
        const { update } = notion;
        notion.update = async (...given) => {
          notion.update = update;
          await update.apply(notion, given);
          throw new StoreUnavailable('no');
        };
      },
    ],
  ];

  test.each(lost)('to the linked page: %s', async (_, lose) => {
    const mirror = await paired();
    mirror.setStatus(TASK, 'In progress');
    await mirror.bench.deliver(mirror.event(TEAM, TASK));
    mirror.setStatus(TASK, 'Done'); // of which the webhook comes late
    mirror.bench.clock.advance(2 * MINUTE);
    lose(mirror, CLIENT);
    await mirror.settle();
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Doing');
    await mirror.tell(TEAM, TASK);
    await afterwards(mirror);
    expect([mirror.optionOf(TEAM, TASK), mirror.optionOf(CLIENT, DELIVERABLE)]).toEqual(['Done', 'Shipped']);
    expect(mirror.record(CLIENT, DELIVERABLE)?.outbox).toEqual([]);
  });

  test.each(lost)('and back: %s', async (_, lose) => {
    const mirror = await paired();
    mirror.setState(DELIVERABLE, 'Doing');
    await mirror.bench.deliver(mirror.event(CLIENT, DELIVERABLE));
    mirror.setState(DELIVERABLE, 'Shipped');
    mirror.bench.clock.advance(2 * MINUTE);
    lose(mirror, TEAM);
    await mirror.settle();
    expect(mirror.optionOf(TEAM, TASK)).toBe('In progress');
    await mirror.tell(CLIENT, DELIVERABLE);
    await afterwards(mirror);
    expect([mirror.optionOf(TEAM, TASK), mirror.optionOf(CLIENT, DELIVERABLE)]).toEqual(['Done', 'Shipped']);
    expect(mirror.record(TEAM, TASK)?.outbox).toEqual([]);
  });

  test('also where the person went back to what was agreed', async () => {
    const mirror = await paired();
    mirror.setStatus(TASK, 'In progress');
    await mirror.bench.deliver(mirror.event(TEAM, TASK));
    mirror.bench.clock.advance(2 * MINUTE);
    mirror.client.failNext('update', notionAnswer(503), { isEffective: true });
    await mirror.settle();
    mirror.setStatus(TASK, 'Not started');
    await mirror.tell(TEAM, TASK);
    await afterwards(mirror);
    expect([mirror.optionOf(TEAM, TASK), mirror.optionOf(CLIENT, DELIVERABLE)]).toEqual([
      'Not started',
      'Not started',
    ]);
  });

  test('who sets the value of an old write anew has edited', async () => {
    const mirror = await paired();
    mirror.setStatus(TASK, 'In progress');
    mirror.client.failNext('update', notionAnswer(503), { isEffective: true });
    await mirror.tell(TEAM, TASK);
    await afterwards(mirror);
    mirror.setStatus(TASK, 'Done');
    await mirror.tell(TEAM, TASK);
    mirror.setState(DELIVERABLE, 'Doing');
    await mirror.tell(CLIENT, DELIVERABLE);
    expect(mirror.optionOf(TEAM, TASK)).toBe('In progress');
    expect(mirror.record(CLIENT, DELIVERABLE)?.mirrors).toEqual({
      [Object.keys(mirror.record(TEAM, TASK)?.mirrors ?? {}).join()]: expect.not.objectContaining({
        writing: expect.anything(),
      }),
    });
  });
});

describe('a write that nobody answered, and that shows itself late', () => {
  const NO_ANSWER = { kind: 'no-answer', service: 'notion', message: 'timed out' } as const;

  test.each<[string, (mirror: MirrorBench) => void]>([
    ['it timed out', (mirror) => mirror.client.failNext('update', NO_ANSWER)],
    [
      'the turn died over it',
      ({ client }) => {
        const { update } = client;
        client.update = async () => {
          client.update = update;
          throw new StoreUnavailable('no');
        };
      },
    ],
  ])('takes nothing back that came meanwhile: %s', async (_, lose) => {
    const mirror = await paired();
    lose(mirror);
    mirror.setStatus(TASK, 'In progress');
    await mirror.tell(TEAM, TASK);
    mirror.bench.clock.advance(MINUTE);
    mirror.setStatus(TASK, 'Done');
    await mirror.tell(TEAM, TASK);
    expect(mirror.client.written).toEqual([]);
    mirror.bench.clock.advance(MINUTE / 4);
    mirror.setState(DELIVERABLE, 'Doing'); // what nobody answered
    await mirror.tell(CLIENT, DELIVERABLE);
    await afterwards(mirror);
    expect([mirror.optionOf(TEAM, TASK), mirror.optionOf(CLIENT, DELIVERABLE)]).toEqual(['Done', 'Shipped']);
    expect(mirror.record(CLIENT, DELIVERABLE)?.outbox).toEqual([]);
  });

  test('is known again though both sides were equal before it showed itself', async () => {
    const mirror = await paired();
    const before = [mirror.optionOf(TEAM, TASK), mirror.optionOf(CLIENT, DELIVERABLE)];
    const [first] = before;
    if (!first) throw new Error('the task has a status');
    mirror.client.failNext('update', NO_ANSWER);
    mirror.setStatus(TASK, 'In progress');
    await mirror.tell(TEAM, TASK);
    mirror.bench.clock.advance(MINUTE / 4);
    mirror.setStatus(TASK, first);
    await mirror.tell(TEAM, TASK);
    await mirror.tell(CLIENT, DELIVERABLE);
    mirror.bench.clock.advance(MINUTE / 4);
    mirror.setState(DELIVERABLE, 'Doing'); // what nobody answered
    await mirror.tell(CLIENT, DELIVERABLE);
    await afterwards(mirror);
    expect([mirror.optionOf(TEAM, TASK), mirror.optionOf(CLIENT, DELIVERABLE)]).toEqual(before);
  });

  test('is given up after a day', async () => {
    const mirror = await paired();
    mirror.client.failNext('update', NO_ANSWER);
    mirror.client.failNext('update', NO_ANSWER);
    mirror.setStatus(TASK, 'Done');
    await mirror.tell(TEAM, TASK);
    mirror.bench.clock.advance(24 * 60 * MINUTE);
    await afterwards(mirror);
    expect(mirror.parked()).toHaveLength(1);
  });
});

describe('a page that is edited all the time', () => {
  test('waits out its back-off', async () => {
    const mirror = await paired();
    mirror.client.failNext('update', notionAnswer(503));
    mirror.setStatus(TASK, 'Done');
    await mirror.tell(TEAM, TASK);
    await mirror.tell(CLIENT, DELIVERABLE);
    expect(mirror.client.written).toEqual([]);
    await afterwards(mirror);
    expect(mirror.client.written).toHaveLength(1);
  });

  test('does not forget what it could not be read for', async () => {
    const mirror = unpaired();
    mirror.client.failNext('page', notionAnswer(503));
    mirror.client.failNext('page', notionAnswer(503));
    await mirror.tell(TEAM, TASK);
    await mirror.tell(CLIENT, DELIVERABLE);
    await afterwards(mirror);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
  });
});
