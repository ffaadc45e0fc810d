import fc from 'fast-check';
import type { QueueRecord } from '../../../local/aws/sqs/records.ts';
import { DurableMap } from '../../../local/durable-map.ts';
import { ManualClock, message, openQueue } from './queue-support.ts';

type Step =
  | { kind: 'send'; group: string }
  | { kind: 'receive'; most: number; seconds: number }
  | { kind: 'delete'; held: number }
  | { kind: 'give back'; held: number; seconds: number }
  | { kind: 'pass'; seconds: number }
  | { kind: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c') }),
  fc.record({
    kind: fc.constant('receive' as const),
    most: fc.integer({ min: 1, max: 10 }),
    seconds: fc.constantFrom(0, 30, 60),
  }),
  fc.record({ kind: fc.constant('delete' as const), held: fc.nat(9) }),
  fc.record({
    kind: fc.constant('give back' as const),
    held: fc.nat(9),
    seconds: fc.constantFrom(0, 30, 60),
  }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(15, 30, 60) }),
  fc.record({ kind: fc.constant('restart' as const) }),
);

interface Held {
  body: string;
  group: string;
  handle: string;
  until: number;
}

/** Follows a queue through any steps and keeps, on its own, what has been sent, deleted and is held. */
function follow(steps: readonly Step[]): void {
  const clock = new ManualClock();
  const journal = DurableMap.open<QueueRecord>(undefined);
  let queue = openQueue(clock, { journal });
  const waiting = new Map<string, string[]>();
  let held: Held[] = [];
  let sent = 0;

  const receive = (most: number, seconds: number) => {
    const locked = new Set(held.map(({ group }) => group));
    const received = queue.receive(most, seconds * 1000);
    const groups = new Set(received.map((one) => one.message.groupId));
    for (const group of groups) {
      const bodies = received.filter((one) => one.message.groupId === group).map((one) => one.message.body);
      expect(locked).not.toContain(group);
      expect(bodies).toEqual(waiting.get(group)?.slice(0, bodies.length));
    }
    const free = [...waiting].filter(([group]) => !locked.has(group)).flatMap(([, bodies]) => bodies);
    expect(received).toHaveLength(Math.min(most, free.length));
    const until = clock.now() + seconds * 1000;
    for (const { message: taken, receiptHandle } of received) {
      if (seconds > 0) held.push({ body: taken.body, group: taken.groupId, handle: receiptHandle, until });
    }
  };
  const remove = ({ body, group, handle }: Held) => {
    queue.delete(handle);
    waiting.set(group, waiting.get(group)?.filter((other) => other !== body) ?? []);
    held = held.filter((other) => other.body !== body);
  };

  for (const next of steps) {
    const chosen = 'held' in next ? held[next.held % Math.max(held.length, 1)] : undefined;
    switch (next.kind) {
      case 'send':
        sent += 1;
        queue.send(message(`${sent}`, next.group));
        waiting.set(next.group, [...(waiting.get(next.group) ?? []), `${sent}`]);
        break;
      case 'receive':
        receive(next.most, next.seconds);
        break;
      case 'delete':
        if (chosen) remove(chosen);
        break;
      case 'give back':
        if (!chosen) break;
        queue.changeVisibility(chosen.handle, next.seconds);
        chosen.until = clock.now() + next.seconds * 1000;
        break;
      case 'pass':
        clock.advance(next.seconds * 1000);
        break;
      case 'restart':
        queue = openQueue(clock, { journal });
        break;
    }
    held = held.filter(({ until }) => until > clock.now());
    const left = [...waiting.values()].flat().length;
    expect(queue.figures()).toMatchObject({ visible: left - held.length, invisible: held.length });
  }
}

test('whatever is done to a queue, groups come in order, one batch at a time, and nothing is lost', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60, size: 'max' }), follow), { numRuns: 300 });
});
