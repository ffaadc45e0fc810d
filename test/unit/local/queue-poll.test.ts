import { receiveOrWait } from '../../../local/aws/sqs/long-poll.ts';
import { LocalClock } from '../../../local/clock.ts';
import { message, openQueue } from './queue-support.ts';

/** Resolves once everything that is ready has run: microtasks, then one turn of the event loop. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a long poll', () => {
  let clock: LocalClock;
  let hangUp: AbortController;
  let queue: ReturnType<typeof openQueue>;

  beforeEach(() => {
    clock = new LocalClock(() => 1_800_000_000_000);
    hangUp = new AbortController();
    queue = openQueue(clock);
  });

  const poll = (waitMs: number) => {
    const state: { bodies?: string[] } = {};
    void receiveOrWait(queue, () => queue.receive(10, 60_000), waitMs, clock, hangUp.signal).then(
      (received) => {
        state.bodies = received.map((one) => one.message.body);
      },
    );
    return state;
  };

  test('without a wait answers at once', async () => {
    const state = poll(0);
    await settled();
    expect(state.bodies).toEqual([]);
  });

  test('answers with nothing when its time is over, and not before', async () => {
    const state = poll(20_000);
    clock.advance(19_999);
    await settled();
    expect(state.bodies).toBeUndefined();
    clock.advance(1);
    await settled();
    expect(state.bodies).toEqual([]);
  });

  test('answers when a message is sent', async () => {
    const state = poll(20_000);
    await settled();
    queue.send(message('a'));
    await settled();
    expect(state.bodies).toEqual(['a']);
  });

  test.each([
    ['shows itself', () => clock.advance(5000)],
    ['is given back', (handle: string) => queue.changeVisibility(handle, 0)],
  ])('answers when a message %s', async (_case, act) => {
    queue.send(message('a'));
    const [held] = queue.receive(1, 5000);
    const state = poll(20_000);
    await settled();
    expect(state.bodies).toBeUndefined();
    act(held?.receiptHandle ?? '');
    await settled();
    expect(state.bodies).toEqual(['a']);
  });

  test('answers when the group is free again', async () => {
    queue.send(message('a'));
    const [held] = queue.receive(1, 60_000);
    queue.send(message('b'));
    const state = poll(20_000);
    await settled();
    expect(state.bodies).toBeUndefined();
    queue.delete(held?.receiptHandle ?? '');
    await settled();
    expect(state.bodies).toEqual(['b']);
  });

  test('gives one message to one of those who wait', async () => {
    const states = [poll(20_000), poll(20_000)];
    await settled();
    queue.send(message('a'));
    await settled();
    expect(states.map(({ bodies }) => bodies)).toEqual([['a'], undefined]);
  });

  test('takes nothing for a caller that has gone', async () => {
    const state = poll(20_000);
    await settled();
    hangUp.abort();
    queue.send(message('a'));
    await settled();
    expect(state.bodies).toEqual([]);
    expect(queue.figures().visible).toBe(1);
  });
});
