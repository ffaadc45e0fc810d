import { Agenda } from '../../../bench/scale/agenda.ts';
import { Bucket } from '../../../bench/scale/bucket.ts';
import { Delays } from '../../../bench/scale/delays.ts';
import { LIMITS, UNLIMITED } from '../../../bench/scale/limits.ts';
import { Meter } from '../../../bench/scale/meter.ts';
import { policyCharacters } from '../../../bench/scale/policy-characters.ts';
import { loadRows, waitingRows } from '../../../bench/scale/rows.ts';
import { simulate } from '../../../bench/scale/simulate.ts';
import { mostInTick, tickMs } from '../../../bench/scale/tick.ts';
import { between, seededRandom } from '../../chaos/random.ts';

test('an agenda does everything in its time, and what is at the same time in the order of its entry', () => {
  const agenda = new Agenda();
  const random = seededRandom(7);
  const entries = Array.from({ length: 500 }, (_, order) => ({ at: between(random, 0, 50), order }));
  const done: { at: number; order: number }[] = [];
  for (const entry of entries) {
    agenda.at(entry.at, () => {
      expect(agenda.now).toBe(entry.at);
      done.push(entry);
    });
  }
  agenda.run(49);
  const due = entries.filter(({ at }) => at <= 49);
  expect(done).toEqual(due.sort((a, b) => a.at - b.at || a.order - b.order));
});

test('a bucket grants a second’s worth at most, and fills again with time', () => {
  const bucket = new Bucket(2);
  const granted = [0, 0, 0, 500, 500, 9000, 9000, 9000].map((now) => bucket.take(now));
  expect(granted).toEqual([true, true, false, true, false, true, true, false]);
});

test('a meter counts all, and keeps its busiest ten seconds', () => {
  const meter = new Meter();
  for (const [now, amount] of [
    [0, 30],
    [9999, 20],
    [10_000, 40],
    [40_000, 10],
  ] as const)
    meter.count(now, amount);
  expect([meter.total, meter.peak]).toEqual([100, 5]);
});

describe('a quantile of delays', () => {
  test.each([
    { of: 'all told', told: [3, 1, 2], untold: [], share: 0.5, figure: 2, isAtLeast: false },
    { of: 'young ones untold', told: [3, 2], untold: [1], share: 0.5, figure: 3, isAtLeast: false },
    { of: 'most untold', told: [1], untold: [40, 50], share: 0.5, figure: 40, isAtLeast: true },
    { of: 'none told', told: [], untold: [7, 9], share: 0.99, figure: 9, isAtLeast: true },
  ])('of $of', ({ told, untold, share, figure, isAtLeast }) => {
    expect(new Delays(told, untold).quantile(share)).toEqual({ figure, isAtLeast });
  });

  test('with the share that was told', () => {
    expect(new Delays([1, 2, 3], [9]).shareTold).toBe(0.75);
  });
});

describe('the simulation', () => {
  test('says the same each time', () => {
    expect(simulate(50, 10)).toEqual(simulate(50, 10));
  });

  test('finds no one waiting where there is room', () => {
    const { delays, refusedInvocations, refusedWebhooks } = simulate(100, 10);
    expect([refusedInvocations, refusedWebhooks]).toEqual([0, 0]);
    expect(delays.quantile(0.99).figure).toBeLessThan(1000);
  });

  test.each([
    { of: 'what is needed where all is granted', limits: UNLIMITED },
    { of: 'no more where the SDK repeats what is refused', limits: { ...LIMITS, parametersPerSecond: 20 } },
  ])('counts $of', ({ limits }) => {
    const { events, parameters } = simulate(100, 2, limits);
    // A token for the receiver and three secrets for the consumer, at the most.
    expect(parameters / events).toBeLessThan(4);
  });

  test.each([
    { limit: 'parameters', lowered: { parametersPerSecond: 5 } },
    { limit: 'places for the consumer', lowered: { concurrency: 1 } },
    { limit: 'batches of the event source', lowered: { batchesAtFirst: 1, moreBatchesPerMinute: 0 } },
    { limit: 'places for the receiver', lowered: { unreservedConcurrency: 0 } },
    { limit: 'webhooks through the stage', lowered: { webhooksPerSecond: 1 } },
    { limit: 'messages looked through', lowered: { messagesLookedThrough: 1 } },
    { limit: 'messages in flight', lowered: { messagesInFlight: 1 } },
  ])('leaves people waiting where $limit are few', ({ lowered }) => {
    const { delays } = simulate(200, 5, { ...UNLIMITED, batches: LIMITS.batches, ...lowered });
    expect(delays.shareTold).toBeLessThan(0.99);
    expect(delays.quantile(0.99).figure).toBeGreaterThan(10_000);
  });

  test('lets the event source grow while messages are left', () => {
    const slow = { ...UNLIMITED, batchesAtFirst: 1, moreBatchesPerMinute: 60 };
    expect(simulate(200, 5, slow).delays.shareTold).toBeGreaterThan(0.99);
  });

  test('queues no sweep that the tick does not come to', () => {
    const [all, none] = [UNLIMITED, { ...UNLIMITED, tickMs: 0 }].map((limits) => simulate(20, 60, limits));
    expect(all?.events).toBe(none?.events);
    expect(all?.parameters).toBeGreaterThan(none?.parameters ?? 0);
  });
});

test('a tick takes as long as its processor needs', () => {
  expect(mostInTick()).toBe(3617);
  expect(tickMs(3617)).toBeLessThanOrEqual(LIMITS.tickMs);
  expect(tickMs(3618)).toBeGreaterThan(LIMITS.tickMs);
});

test('a policy is as large as its document once deployed', () => {
  const parameter = {
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ssm:', { Ref: 'AWS::Region' }]],
  };
  const statement = {
    Resource: [parameter, { 'Fn::GetAtt': ['Table1', 'Arn'] }],
    Sid: { Ref: 'AWS::AccountId' },
  };
  const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/Pagebell-Table1-1A2B3C4D5E6F';
  const deployed = `{"Resource":["arn:aws:ssm:eu-central-1","${table}"],"Sid":"123456789012"}`;
  const policy = { PolicyName: 'Permissions', PolicyDocument: statement };
  expect(policyCharacters([policy, policy])).toBe(2 * deployed.length);
});

describe('its rows', () => {
  test('say of a quantile among the untold that it is more', () => {
    const rows = waitingRows('9', { ...simulate(1, 60), delays: new Delays([680], [40_000, 50_000]) }, 1000);
    expect(rows).toContainEqual({
      area: 'scale',
      what: '9: webhook to announcement: 99 %, more than',
      figure: 50,
      unit: 's',
      goal: 1,
    });
  });

  test('name each resource, the most needed first', () => {
    const scaled = simulate(100, 2, UNLIMITED);
    const figures = loadRows('100', scaled).map(({ figure }) => figure);
    expect(figures).toHaveLength(Object.keys(scaled.load).length);
    expect(figures).toEqual([...figures].sort((one, other) => other - one));
  });
});
