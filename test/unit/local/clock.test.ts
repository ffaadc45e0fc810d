import { LocalClock } from '../../../local/clock.ts';

/** Resolves once everything that is ready has run: microtasks, then one turn of the event loop. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('LocalClock', () => {
  test('is the base plus what was advanced', () => {
    let base = 1000;
    const clock = new LocalClock(() => base);
    clock.advance(500);
    base = 1001;
    clock.advance(20);
    expect(clock.now()).toBe(1521);
    expect(clock.offset).toBe(520);
  });

  test('is the real time unless told otherwise', () => {
    const before = Date.now();
    const now = new LocalClock().now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  test('goes on from what an earlier run advanced', () => {
    const clock = new LocalClock(() => 1000, 60_000);
    expect(clock.now()).toBe(61_000);
  });

  test('shares its offset with other threads', () => {
    const clock = new LocalClock(() => 0);
    const other = new BigInt64Array(clock.shared);
    clock.advance(86_400_000);
    expect(Atomics.load(other, 0)).toBe(86_400_000n);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('does not advance by %p', (ms) => {
    const clock = new LocalClock(() => 0);
    expect(() => clock.advance(ms)).toThrow(RangeError);
    expect(clock.now()).toBe(0);
  });

  test('wakes at once whose time has come, the earliest first, and nobody else', async () => {
    const clock = new LocalClock(() => 0);
    const woken: string[] = [];
    const sleep = (name: string, ms: number) => void clock.sleep(ms).then(() => woken.push(name));
    sleep('late', 2000);
    sleep('early', 1000);
    sleep('not yet', 2001);
    clock.advance(999);
    await settled();
    expect(woken).toEqual([]);
    clock.advance(1001);
    await settled();
    expect(woken).toEqual(['early', 'late']);
  });

  describe('with real timers', () => {
    beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
    afterEach(() => jest.useRealTimers());

    test('wakes when the real time has come', async () => {
      const clock = new LocalClock();
      const woken = jest.fn();
      void clock.sleep(1000).then(woken);
      await jest.advanceTimersByTimeAsync(999);
      expect(woken).not.toHaveBeenCalled();
      await jest.advanceTimersByTimeAsync(1);
      expect(woken).toHaveBeenCalledTimes(1);
    });

    test('adds real time and advanced time', async () => {
      const clock = new LocalClock();
      const woken = jest.fn();
      void clock.sleep(1000).then(woken);
      await jest.advanceTimersByTimeAsync(400);
      clock.advance(600);
      await settled();
      expect(woken).toHaveBeenCalledTimes(1);
    });

    test('sleeps for longer than a timer can', async () => {
      const clock = new LocalClock();
      const woken = jest.fn();
      const days = 86_400_000;
      void clock.sleep(60 * days).then(woken);
      await jest.advanceTimersByTimeAsync(59 * days);
      expect(woken).not.toHaveBeenCalled();
      await jest.advanceTimersByTimeAsync(days);
      expect(woken).toHaveBeenCalledTimes(1);
    });

    test('leaves no timer behind', async () => {
      const clock = new LocalClock();
      const abort = new AbortController();
      const aborted = clock.sleep(1000, abort.signal);
      const woken = clock.sleep(1000);
      abort.abort();
      clock.advance(1000);
      await expect(aborted).rejects.toBe(abort.signal.reason);
      await woken;
      expect(jest.getTimerCount()).toBe(0);
    });
  });

  test('does not begin to sleep when the signal is aborted already', async () => {
    const reason = new Error('closing');
    await expect(new LocalClock().sleep(1000, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
