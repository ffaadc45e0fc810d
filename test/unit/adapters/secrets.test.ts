import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { Secrets } from '../../../lambdas/adapters/secrets.ts';

const MINUTE = 60_000;

/** A parameter store that holds one secret, and whose reads are counted. */
class Store {
  now = 0;
  reads = 0;
  held: string | undefined | Error = 'first';
  readonly secrets: Secrets;

  constructor() {
    const client = new SSMClient({ region: 'us-east-1' });
    client.middlewareStack.add(
      (_, { commandName }) =>
        async () => {
          expect(commandName).toBe(GetParameterCommand.name);
          this.reads += 1;
          return { response: {}, output: { $metadata: {}, ...this.#answer() } };
        },
      { step: 'initialize', priority: 'high' },
    );
    this.secrets = new Secrets('/pagebell/test', client, () => this.now);
  }

  get(maxAgeMs?: number): Promise<string | undefined> {
    return this.secrets.get('main', 'notion-token', maxAgeMs);
  }

  #answer(): object {
    if (this.held instanceof Error) throw this.held;
    if (this.held === undefined) throw new ParameterNotFound({ $metadata: {}, message: 'not there' });
    return { Parameter: { Value: this.held } };
  }
}

test('an answer is kept for five minutes, or as long as whoever asks allows', async () => {
  const store = new Store();
  await store.get();
  store.held = 'second';
  store.now += 5 * MINUTE - 1;
  expect(await store.get()).toBe('first');
  expect(await store.get(MINUTE)).toBe('second');
  store.held = 'third';
  store.now += 5 * MINUTE;
  expect(await store.get()).toBe('third');
  expect(store.reads).toBe(3);
});

test('what is not there is looked for again after a quarter of a minute', async () => {
  const store = new Store();
  store.held = undefined;
  expect(await store.get()).toBeUndefined();
  store.held = 'first';
  store.now += 14_000;
  expect(await store.get()).toBeUndefined();
  store.now += 1000;
  expect(await store.get()).toBe('first');
});

describe('while the store does not answer', () => {
  async function silent(): Promise<Store> {
    const store = new Store();
    await store.get();
    store.held = new Error('ThrottlingException');
    store.now += 5 * MINUTE;
    return store;
  }

  test('the last answer counts, for all who ask at once, and the store is asked four times a minute', async () => {
    const store = await silent();
    expect(await Promise.all([store.get(), store.get(), store.get()])).toEqual(['first', 'first', 'first']);
    const reads = store.reads;
    for (let second = 0; second < 60; second++, store.now += 1000) expect(await store.get()).toBe('first');
    expect(store.reads - reads).toBe(3);
    store.held = 'second';
    store.now += 15_000;
    expect(await store.get()).toBe('second');
  });

  test('it counts for an hour', async () => {
    const store = await silent();
    store.now = 60 * MINUTE - 1;
    expect(await store.get()).toBe('first');
    store.now = 60 * MINUTE + 15_000;
    await expect(store.get()).rejects.toThrow('/pagebell/test/main/notion-token could not be read');
  });

  test.each([
    ['who wants a fresh answer gets no old one', (store: Store) => store.get(MINUTE)],
    ['what was never read is not known', (store: Store) => store.secrets.get('other', 'notion-token')],
  ])('%s', async (_, ask) => {
    await expect(ask(await silent())).rejects.toThrow('could not be read');
  });

  test('what was not there, or was taken away before, is not there', async () => {
    const store = new Store();
    await store.get();
    store.held = undefined;
    store.now += 5 * MINUTE;
    expect(await store.get()).toBeUndefined();
    store.held = new Error('ThrottlingException');
    store.now += MINUTE;
    expect(await store.get()).toBeUndefined();
    store.held = 'second';
    store.now += 14_000;
    expect(await store.get()).toBeUndefined();
    store.now += 1000;
    expect(await store.get()).toBe('second');
  });
});
