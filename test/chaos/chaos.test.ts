import { runSeed, shrinkSeed } from './check-seed.ts';
import { fuzzReceiver } from './fuzz-receiver.ts';
import { runSeeds } from './run-seeds.ts';
import { storyOf } from './story.ts';

const SCHEDULES = 50;
/** Ten times what they take on a slow machine: this is no measurement. */
const MOST_MS = 10 * 60_000;
const REQUESTS = 2000;

test(
  `${SCHEDULES} schedules full of faults: nothing is lost, nothing is repeated`,
  async () => {
    const report = await runSeeds({ first: 1, every: 1, count: SCHEDULES, stopAtFailure: true });
    const [failure] = report.failures;
    const shrunk = failure && (await shrinkSeed(failure.seed));
    expect(shrunk && [failure.seed, storyOf(shrunk.schedule), ...shrunk.violations]).toBeUndefined();
    expect(report.schedules).toBe(SCHEDULES);
    expect(report.results).toMatchObject({ comments: expect.any(Number), invocations: expect.any(Number) });
  },
  MOST_MS,
);

test(
  'a seed is replayed step by step as it ran before',
  async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const [first, second] = [await runSeed(seed), await runSeed(seed)];
      expect(second).toEqual(first);
    }
  },
  MOST_MS,
);

test(
  `${REQUESTS} generated requests to the receiver: each is answered rightly, and none is quoted in the log`,
  async () => {
    const { violation, answers } = await fuzzReceiver(REQUESTS);
    expect(violation).toBeUndefined();
    expect(Object.keys(answers).sort()).toEqual(['200', '200, queued', '400', '401', '404']);
  },
  MOST_MS,
);
