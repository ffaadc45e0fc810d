import { CommandError, Unreachable } from '../../../bin/commands/command-error.ts';
import { ConnectBench, HOUR, MINUTE, SECOND } from './connect-bench.ts';

const TOKEN = 'secret_first';
const LATER = 'secret_later';

/** The token has come after a minute and is verified after two. */
function happy(bench = new ConnectBench()): ConnectBench {
  return bench.at(MINUTE, () => bench.post(TOKEN)).at(2 * MINUTE, () => bench.answer('yes'));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

describe('a first connection', () => {
  test('makes a verified token active, and takes its traces away', async () => {
    const bench = happy();
    expect(await bench.run()).toEqual({ kind: 'connected', replaced: false });
    expect(bench.tokens).toEqual({ active: TOKEN });
    expect(bench.shownTokens).toEqual([{ token: TOKEN, isAnother: false }]);
    expect(bench.item).toBeUndefined();
  });

  test('shows an address whose key the receiver takes, and stores no more than its hash', async () => {
    const bench = new ConnectBench();
    let item: unknown;
    bench.at(SECOND, () => {
      item = bench.item;
      bench.interrupt();
    });
    await bench.run('https://hooks.example.com/webhooks/notion/ops');
    const [address = ''] = bench.shownAddresses;
    expect(address).toMatch(/^https:\/\/hooks\.example\.com\/webhooks\/notion\/ops\?setup=[\w-]{43}$/);
    expect(item).toEqual({
      setupKeyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      expiresAt: (bench.start + HOUR) / 1000,
    });
  });

  test('stores nothing before the operator has said that Notion verified it', async () => {
    const bench = new ConnectBench();
    bench.at(MINUTE, () => bench.post(TOKEN));
    bench.at(30 * MINUTE, () => {
      expect(bench.stored).toBeUndefined();
      bench.answer('yes');
    });
    await bench.run();
    expect(bench.tokens?.active).toBe(TOKEN);
  });
});

describe('how it ends without a new token', () => {
  const cases: [string, (bench: ConnectBench) => void, string][] = [
    ['no handshake within the hour', () => undefined, 'expired'],
    [
      'the operator says no',
      (b) => b.at(5 * SECOND, () => b.post(TOKEN)).at(MINUTE, () => b.answer('no')),
      'declined',
    ],
    ['Ctrl-C before the token', (b) => b.at(MINUTE, () => b.interrupt()), 'interrupted'],
    [
      'Ctrl-C at the question',
      (b) => b.at(5 * SECOND, () => b.post(TOKEN)).at(MINUTE, () => b.answer('left')),
      'interrupted',
    ],
    [
      'a signal at the question',
      (b) => b.at(5 * SECOND, () => b.post(TOKEN)).at(MINUTE, () => b.interrupt()),
      'interrupted',
    ],
  ];
  test.each(cases)('%s: the active token stays, the address dies', async (_, script, kind) => {
    const bench = new ConnectBench();
    bench.stored = '{"active":"secret_old"}';
    script(bench);
    expect(await bench.run()).toEqual({ kind });
    expect(bench.stored).toBe('{"active":"secret_old"}');
    expect(bench.item).toBeUndefined();
    expect(bench.isWaitingShown).toBe(false);
  });

  test('an hour is waited, and not longer', async () => {
    const bench = new ConnectBench();
    await bench.run();
    expect(bench.elapsed).toBe(HOUR);
  });

  test('an item that is gone at the end of the hour has expired', async () => {
    const bench = new ConnectBench();
    bench.at(HOUR, () => {
      bench.item = undefined;
    });
    expect(await bench.run()).toEqual({ kind: 'expired' });
  });

  test.each([
    ['while it waits', 0],
    ['at the question', 1],
  ])('another `connect` takes over %s, and its item is left alone', async (_, posts) => {
    const bench = new ConnectBench();
    const other = { setupKeyHash: 'other', expiresAt: 2e9 };
    if (posts > 0) bench.at(SECOND, () => bench.post(TOKEN));
    bench.at(MINUTE, () => {
      bench.item = other;
    });
    expect(await bench.run()).toEqual({ kind: 'superseded' });
    expect(bench.item).toBe(other);
    expect(bench.questionsAsked).toBe(posts);
  });
});

describe('tokens', () => {
  test('one that comes in the last second is taken', async () => {
    const bench = new ConnectBench();
    bench.at(HOUR - 1.5 * SECOND, () => expect(bench.post(TOKEN)).toBe(true));
    const running = bench.run();
    await until(() => bench.questionsAsked > 0);
    bench.answer('yes');
    expect(await running).toEqual({ kind: 'connected', replaced: false });
  });

  test('the operator may answer after the hour', async () => {
    const bench = new ConnectBench();
    bench.at(MINUTE, () => bench.post(TOKEN));
    const running = bench.run();
    await until(() => bench.elapsed >= HOUR);
    bench.answer('yes');
    expect(await running).toEqual({ kind: 'connected', replaced: false });
  });

  test('the latest of two is shown and becomes active', async () => {
    const bench = new ConnectBench();
    bench.at(MINUTE, () => bench.post(TOKEN));
    bench.at(2 * MINUTE, () => bench.post(LATER));
    bench.at(3 * MINUTE, () => bench.answer('yes'));
    await bench.run();
    expect(bench.shownTokens).toEqual([
      { token: TOKEN, isAnother: false },
      { token: LATER, isAnother: true },
    ]);
    expect(bench.tokens).toEqual({ active: LATER });
  });

  test('one that comes with the answer is asked about first', async () => {
    const bench = new ConnectBench();
    bench.at(MINUTE, () => bench.post(TOKEN));
    bench.at(2 * MINUTE, () => {
      bench.post(LATER);
      bench.answer('yes');
    });
    bench.at(3 * MINUTE, () => bench.answer('no'));
    expect(await bench.run()).toEqual({ kind: 'declined' });
    expect(bench.shownTokens.map(({ token }) => token)).toEqual([TOKEN, LATER]);
    expect(bench.stored).toBeUndefined();
  });

  test('the same one sent again is asked about once', async () => {
    const bench = happy().at(1.5 * MINUTE, () => bench.post(TOKEN));
    await bench.run();
    expect(bench.questionsAsked).toBe(1);
  });

  test('the previous one stays valid for 48 hours from the change', async () => {
    const bench = happy();
    bench.stored = 'secret_old';
    expect(await bench.run()).toEqual({ kind: 'connected', replaced: true });
    expect(bench.tokens).toEqual({
      active: TOKEN,
      previous: { token: 'secret_old', until: bench.start + 2 * MINUTE + 48 * HOUR },
    });
  });

  test('the active one connected again replaces nothing', async () => {
    const bench = happy();
    bench.stored = JSON.stringify({ active: TOKEN });
    expect(await bench.run()).toEqual({ kind: 'connected', replaced: false });
    expect(bench.tokens).toEqual({ active: TOKEN });
  });
});

describe('failures', () => {
  const offline = new Unreachable('Could not read the table', 'Try again.');
  const denied = new CommandError('Not allowed', 'Use a role that may.');

  test('a parameter that cannot be read stops it before anything is made', async () => {
    const bench = new ConnectBench();
    bench.readFailure = denied;
    await expect(bench.run()).rejects.toBe(denied);
    expect(bench.shownAddresses).toEqual([]);
    expect(bench.item).toBeUndefined();
  });

  test('a connection that breaks during the wait does not end it', async () => {
    const bench = happy();
    bench.lookFailures.push(offline, offline, offline);
    expect(await bench.run()).toEqual({ kind: 'connected', replaced: false });
  });

  test('a table that may not be read ends the wait', async () => {
    const bench = happy();
    bench.lookFailures.push(denied);
    await expect(bench.run()).rejects.toBe(denied);
    expect(bench.item).toBeUndefined();
  });

  test('credentials that expire at the question neither end it nor lose the token', async () => {
    const bench = new ConnectBench();
    bench.retryAnswer = true;
    bench.writeFailures.push(denied);
    bench.at(MINUTE, () => bench.post(TOKEN));
    bench.at(2 * MINUTE, () => bench.lookFailures.push(denied, denied));
    const running = bench.run();
    await until(() => bench.lookFailures.length === 1); // the other one is met after the answer
    bench.answer('yes');
    expect(await running).toEqual({ kind: 'connected', replaced: false });
    expect(bench.lookFailures).toEqual([]);
    expect(bench.retriesAsked).toEqual([denied]);
  });

  test('a token that cannot be stored is told as such', async () => {
    const bench = happy();
    bench.writeFailures.push(denied);
    await expect(bench.run()).rejects.toMatchObject({
      name: 'CommandError',
      message: 'The token is not stored. Not allowed',
      remedy: expect.stringContaining('run `pagebell connect` again'),
    });
    expect(bench.stored).toBeUndefined();
  });

  test('a fault of the program is not taken for a failure of AWS', async () => {
    const bench = happy();
    bench.lookFailures.push(new TypeError('bug'));
    await expect(bench.run()).rejects.toThrow(TypeError);
  });
});
