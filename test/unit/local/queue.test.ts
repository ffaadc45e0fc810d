import type { QueueRecord } from '../../../local/aws/sqs/records.ts';
import { DurableMap } from '../../../local/durable-map.ts';
import { ManualClock, message, openQueue } from './queue-support.ts';

const MINUTE = 60_000;

describe('FifoQueue', () => {
  let clock: ManualClock;
  beforeEach(() => {
    clock = new ManualClock();
  });

  const bodies = (received: { message: { body: string } }[]) => received.map((one) => one.message.body);

  test('fills a receive with as many of one group as it can, the oldest group first', () => {
    const queue = openQueue(clock);
    for (const [id, group] of [
      ['a1', 'a'],
      ['b1', 'b'],
      ['a2', 'a'],
      ['b2', 'b'],
    ] as const) {
      queue.send(message(id, group));
    }
    expect(bodies(queue.receive(3))).toEqual(['a1', 'a2', 'b1']);
  });

  test('keeps a group locked while one message of a batch is held, even the last of it', () => {
    const queue = openQueue(clock);
    for (const id of ['a', 'b', 'c', 'd']) queue.send(message(id));
    const batch = queue.receive(3, MINUTE);
    for (const { receiptHandle } of batch.slice(0, 2)) queue.delete(receiptHandle);
    clock.advance(MINUTE - 1);
    expect(queue.receive(10)).toEqual([]);
    clock.advance(1);
    expect(bodies(queue.receive(10))).toEqual(['c', 'd']);
  });

  test('keeps a group locked while a later message is held, though an earlier one was given back', () => {
    const queue = openQueue(clock);
    for (const id of ['a', 'b']) queue.send(message(id));
    const [first, second] = queue.receive(2, MINUTE);
    queue.changeVisibility(first?.receiptHandle ?? '', 0);
    expect(queue.receive(10)).toEqual([]);
    queue.changeVisibility(second?.receiptHandle ?? '', 0);
    expect(bodies(queue.receive(10))).toEqual(['a', 'b']);
  });

  test('numbers its messages upwards, over a restart with an empty queue and a time that stands still', () => {
    const journal = DurableMap.open<QueueRecord>(undefined);
    const queue = openQueue(clock, { journal });
    const numbers = ['a', 'b'].map((id) => queue.send(message(id)).sequenceNumber);
    queue.purge();
    clock.advance(6 * MINUTE);
    queue.figures();
    expect(journal.size).toBe(0);
    numbers.push(openQueue(clock, { journal }).send(message('c')).sequenceNumber);
    expect(numbers).toEqual([...numbers].sort());
    expect(new Set(numbers).size).toBe(3);
    expect(numbers[0]).toHaveLength(20);
  });

  test('tells of the first message for each that is like it', () => {
    const queue = openQueue(clock);
    const first = queue.send(message('a'));
    clock.advance(5 * MINUTE - 1);
    expect(queue.send(message('a'))).toEqual(first);
    clock.advance(1);
    expect(queue.send(message('a'))).not.toEqual(first);
  });

  test('remembers what a purge removed', () => {
    const queue = openQueue(clock);
    queue.send(message('a'));
    queue.purge();
    queue.send(message('a'));
    expect(queue.figures().visible).toBe(0);
  });

  test('moves a message to the dead-letter queue on the receive that would be one too many', () => {
    const journal = DurableMap.open<QueueRecord>(undefined);
    const deadLetters = openQueue(clock, { journal, name: 'dead.fifo' });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 2 });
    const queue = openQueue(clock, { journal, attributes: { RedrivePolicy } });
    queue.send(message('poison'));
    queue.send(message('good'));
    for (let count = 0; count < 2; count += 1) {
      expect(bodies(queue.receive(1, MINUTE, deadLetters))).toEqual(['poison']);
      clock.advance(MINUTE);
    }
    expect(deadLetters.figures().visible).toBe(0);
    expect(bodies(queue.receive(1, MINUTE, deadLetters))).toEqual(['good']);
    const [dead] = deadLetters.receive(1);
    expect(dead?.message).toMatchObject({
      body: 'poison',
      deduplicationId: dead?.message.id,
      earlierReceives: 2,
      receives: 1,
      sentAt: clock.now(),
      deadLetterSource: queue.arn,
    });
    const again = openQueue(clock, { journal, name: 'dead.fifo' });
    expect(again.figures()).toMatchObject({ visible: 0, invisible: 1 });
  });

  test('keeps a message that was received too often where there is no dead-letter queue', () => {
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: 'arn:aws:sqs:a:b:gone.fifo',
      maxReceiveCount: 1,
    });
    const queue = openQueue(clock, { attributes: { RedrivePolicy } });
    queue.send(message('a'));
    queue.receive(1, 0);
    expect(bodies(queue.receive(1))).toEqual(['a']);
  });

  test('moves messages that were sent with one deduplication id, each of them', () => {
    const journal = DurableMap.open<QueueRecord>(undefined);
    const source = openQueue(clock, { journal, name: 'source.fifo' });
    const destination = openQueue(clock, { journal });
    destination.send(message('a'));
    source.send(message('a'));
    expect(source.redrive(10, () => destination)).toEqual({ moved: 1, stuckOn: undefined });
    expect(bodies(destination.receive(10))).toEqual(['a', 'a']);
  });

  test('moves nothing that is in flight', () => {
    const journal = DurableMap.open<QueueRecord>(undefined);
    const source = openQueue(clock, { journal, name: 'source.fifo' });
    const destination = openQueue(clock, { journal });
    source.send(message('held', 'a'));
    source.receive(1, MINUTE);
    source.send(message('free', 'b'));
    expect(source.redrive(10, () => destination).moved).toBe(1);
    expect(bodies(destination.receive(10))).toEqual(['free']);
  });

  test('moves the oldest first, whatever their groups', () => {
    const journal = DurableMap.open<QueueRecord>(undefined);
    const source = openQueue(clock, { journal, name: 'source.fifo' });
    const destination = openQueue(clock, { journal });
    for (const [id, group] of [
      ['a1', 'a'],
      ['b1', 'b'],
      ['a2', 'a'],
    ] as const) {
      source.send(message(id, group));
    }
    source.redrive(2, () => destination);
    expect(bodies(source.receive(10))).toEqual(['a2']);
  });

  test('holds a message up behind a delayed one of its group, though its own delay is shorter', () => {
    const queue = openQueue(clock, { attributes: { DelaySeconds: '60' } });
    queue.send(message('a'));
    queue.settings = { ...queue.settings, delayMs: 0 };
    queue.send(message('b'));
    expect(queue.receive(10)).toEqual([]);
    clock.advance(MINUTE);
    expect(bodies(queue.receive(10))).toEqual(['a', 'b']);
  });

  test('remembers when a message was first received', () => {
    const queue = openQueue(clock);
    queue.send(message('a'));
    const first = clock.now();
    queue.receive(1, MINUTE);
    clock.advance(MINUTE);
    const [again] = queue.receive(1, MINUTE);
    expect(again?.message).toMatchObject({ receives: 2, firstReceivedAt: first });
  });

  test('tells how old its oldest message is', () => {
    const queue = openQueue(clock);
    expect(queue.figures().oldestAgeMs).toBeUndefined();
    queue.send(message('a'));
    clock.advance(MINUTE);
    queue.send(message('b'));
    queue.receive(1, MINUTE);
    expect(queue.figures()).toEqual({ visible: 1, invisible: 1, delayed: 0, oldestAgeMs: MINUTE });
  });

  test('tells when the next hidden message shows itself', () => {
    const queue = openQueue(clock);
    queue.send(message('a', 'a'));
    queue.send(message('b', 'b'));
    expect(queue.nextVisibleAt()).toBeUndefined();
    queue.receive(1, 2 * MINUTE);
    queue.receive(1, MINUTE);
    expect(queue.nextVisibleAt()).toBe(clock.now() + MINUTE);
  });

  test.each([
    'none',
    Buffer.from('other.fifo/1/x').toString('base64'),
    Buffer.from('test.fifo/x/x').toString('base64'),
  ])('takes no handle but its own: %s', (handle) => {
    const queue = openQueue(clock);
    expect(() => queue.delete(handle)).toThrow(expect.objectContaining({ name: 'ReceiptHandleIsInvalid' }));
  });

  test('lets a message be deleted twice', () => {
    const queue = openQueue(clock);
    queue.send(message('a'));
    const [held] = queue.receive(1);
    if (!held) throw new Error('nothing was received');
    queue.delete(held.receiptHandle);
    expect(() => queue.delete(held.receiptHandle)).not.toThrow();
    expect(() => queue.changeVisibility(held.receiptHandle, 1)).toThrow('not in flight');
  });
});
