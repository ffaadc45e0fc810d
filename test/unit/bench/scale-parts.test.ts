import { Consumer } from '../../../bench/scale/consumer.ts';
import { Environments } from '../../../bench/scale/environments.ts';
import { FifoQueue } from '../../../bench/scale/fifo-queue.ts';
import { KnownSecrets } from '../../../bench/scale/known-secrets.ts';
import { UNLIMITED } from '../../../bench/scale/limits.ts';
import { NOTION_REPEATS } from '../../../bench/scale/load.ts';
import { ParameterStore, SsmClient } from '../../../bench/scale/parameter-store.ts';
import { Receiver } from '../../../bench/scale/receiver.ts';
import { type Job, World } from '../../../bench/scale/world.ts';

const MINUTE = 60_000;
/** Parameter Store answers nothing. */
const SILENT = { ...UNLIMITED, parametersPerSecond: 0 };

function jobOf(workspace: number): Job {
  return { workspace, calls: 0, isAssigned: true, at: 0 };
}

describe('a parameter that is throttled', () => {
  test('is asked for three times, after up to a second and up to two, and counted once', () => {
    const world = new World(SILENT);
    const store = new ParameterStore(world);
    const failedAt: number[] = [];
    for (let client = 0; client < 200; client++)
      store.get(new SsmClient(), (isAnswered) => {
        expect(isAnswered).toBe(false);
        failedAt.push(world.agenda.now);
      });
    world.agenda.run(MINUTE);
    expect(failedAt).toHaveLength(200);
    expect(world.parameters.total).toBe(200);
    expect(Math.max(...failedAt)).toBeLessThan(3000);
    expect(Math.max(...failedAt)).toBeGreaterThan(2500);
    const mean = failedAt.reduce((sum, at) => sum + at, 0) / failedAt.length;
    expect(mean).toBeGreaterThan(1350);
    expect(mean).toBeLessThan(1650);
  });

  test('is not asked for again by a client without tokens', () => {
    const world = new World(SILENT);
    const client = new SsmClient();
    client.tokens = 4;
    const failedAt: number[] = [];
    new ParameterStore(world).get(client, () => failedAt.push(world.agenda.now));
    expect(failedAt).toEqual([0]);
  });
});

test('each repetition costs a client tokens', () => {
  const world = new World(SILENT);
  const client = new SsmClient();
  new ParameterStore(world).get(client, () => undefined);
  world.agenda.run(MINUTE);
  expect(client.tokens).toBe(490);
});

test('an environment that was idle for long is gone', () => {
  const world = new World(UNLIMITED);
  const environments = new Environments(world, new ParameterStore(world), world.consumersStarted);
  const use = () => environments.take((environment) => environments.free(environment));
  for (const minute of [0, 4, 10]) world.agenda.at(minute * MINUTE, use);
  world.agenda.run(20 * MINUTE);
  expect(world.consumersStarted.total).toBe(2);
});

describe('a secret that an environment knows', () => {
  /** It is read, then asked for again after a pause, from a store that answers or no longer does. */
  test.each([
    { of: 'fresh', parameter: 'webhook-token', after: 4.9, answers: false, reads: 1, isKnown: true },
    { of: 'old', parameter: 'webhook-token', after: 5, answers: true, reads: 2, isKnown: true },
    { of: 'stale', parameter: 'webhook-token', after: 59, answers: false, reads: 2, isKnown: true },
    { of: 'too stale', parameter: 'webhook-token', after: 61, answers: false, reads: 3, isKnown: false },
    { of: 'missing', parameter: 'slack-bot-token', after: 0.2, answers: false, reads: 1, isKnown: true },
    { of: 'long missing', parameter: 'slack-bot-token', after: 1, answers: false, reads: 3, isKnown: false },
  ] as const)('is $of', ({ parameter, after, answers, reads, isKnown }) => {
    const world = new World(UNLIMITED);
    let asked = 0;
    const store = {
      get: (_client: SsmClient, then: (isAnswered: boolean) => void) => {
        asked += 1;
        then(asked === 1 || answers);
      },
    };
    const secrets = new KnownSecrets(world, store);
    const seen: boolean[] = [];
    const read = () => secrets.read(0, [parameter], (known) => seen.push(known));
    read();
    world.agenda.at(after * MINUTE, read);
    world.agenda.run(after * MINUTE);
    read(); // what is stale is asked for again only after a while
    expect(seen).toEqual([true, isKnown, isKnown]);
    expect(asked).toBe(reads);
  });

  test('is asked for alone if the others are known', () => {
    const world = new World(UNLIMITED);
    const secrets = new KnownSecrets(world, new ParameterStore(world));
    const all = ['notion-token', 'slack-webhook-url', 'slack-bot-token'] as const;
    secrets.read(0, all, () => undefined);
    world.agenda.now = MINUTE;
    secrets.read(0, all, () => undefined);
    expect([world.parameters.total, world.decryptions.total]).toEqual([4, 2]);
  });
});

test('a webhook that is never taken is repeated for a day, then given up', () => {
  const world = new World(SILENT);
  const receiver = new Receiver(world, new ParameterStore(world), () => {
    throw new Error('nothing can be accepted');
  });
  receiver.receive(jobOf(0));
  world.agenda.run(23 * 60 * MINUTE);
  expect(receiver.givenUp).toBe(0);
  world.agenda.run(25 * 60 * MINUTE);
  expect([receiver.refused, receiver.givenUp]).toEqual([1, 1]);
  expect(world.webhooks.total).toBe(1 + NOTION_REPEATS.times);
});

describe('a queue', () => {
  test('hands out messages of one group, and none of it until they are done', () => {
    const queue = new FifoQueue(2, new World(UNLIMITED));
    const [first, second, other] = [jobOf(0), jobOf(0), jobOf(1)];
    for (const job of [first, other]) queue.send(job);
    expect(queue.receive()).toEqual([first]);
    queue.send(second);
    expect([queue.receive(), queue.receive()]).toEqual([[other], undefined]);
    queue.giveBack([first]);
    expect(queue.receive()).toEqual([first, second]);
  });

  test('finds a group only among its first messages', () => {
    const queue = new FifoQueue(2, new World({ ...UNLIMITED, messagesLookedThrough: 1 }));
    const [first, other] = [jobOf(0), jobOf(1)];
    for (const job of [first, other]) queue.send(job);
    expect([queue.receive(), queue.receive()]).toEqual([[first], undefined]);
    queue.delete([first]);
    expect(queue.receive()).toEqual([other]);
  });
});

test('a workspace whose secrets cannot be read is closed, and its messages come again', () => {
  const world = new World(SILENT);
  const queue = new FifoQueue(1, world);
  const consumer = new Consumer(1, world, queue, new ParameterStore(world));
  queue.send(jobOf(0));
  consumer.dispatch();
  world.agenda.run(30_000);
  expect([consumer.refused, world.inFlight.now]).toEqual([1, 1]);
  world.agenda.run(40_000);
  expect([consumer.refused, world.inQueue.now]).toEqual([2, 1]);
});
