import type { Measurement } from './measurement.ts';
import { AT_180, AT_600, TASKS_AT_ONCE } from './sustained-drain.ts';
import { ASSIGNED_ALONE, ASSIGNED_TOGETHER, UNWATCHED } from './table.ts';
import { TASKS_ONE_BY_ONE, UNWATCHED_ONE_BY_ONE } from './usage.ts';

/**
 * US dollars in us-east-1, without any free tier, as AWS lists them in November 2026: for a million requests or
 * units, for a GB, for a GB and second (arm).
 */
const PRICES = {
  apiRequests: 1,
  lambdaRequests: 0.2,
  lambdaGbSeconds: 0.0000133334,
  queueRequests: 0.5,
  writeUnits: 0.625,
  readUnits: 0.125,
  logGb: 0.5,
  tableGbMonth: 0.25,
} as const;

const MILLION = 1_000_000;
/** As the stack sets it, for both the receiver and the consumer. */
const MEMORY_GB = 0.5;
/** Supposed, not measured: a signature, and one request to the queue. A busy machine says nothing of it. */
const RECEIVER_MS = 20;
/** Of a line of the journal, in the table and both of its indexes, for the month that it is kept. */
const JOURNAL_KB = 3 * 0.7;
const TICKS_A_MONTH = 30 * 24 * 60;
const TICK_GB_SECONDS = 0.25 * 0.2;
/** Five pollers, each of which asks every twenty seconds. */
const POLLS_A_MONTH = 5 * 3 * TICKS_A_MONTH;

/** What one event takes. */
interface Taken {
  consumerMs: number;
  invocations: number;
  queueRequests: number;
  writeUnits: number;
  readUnits: number;
  logKb: number;
}

/** What a million events cost, and what an idle month does, computed from what was measured before. */
export function costRows(measured: readonly Measurement[]): Measurement[] {
  const figure = (what: string) => {
    const found = measured.find((one) => one.area === 'usage' && one.what === what);
    if (!found) throw new Error(`nothing was measured of "${what}"`);
    return found.figure;
  };
  const taken = (work: string, table: string): Taken => ({
    consumerMs: figure(`${work}: time of the consumer`),
    invocations: figure(`${work}: invocations of the consumer`),
    queueRequests: figure(`${work}: requests to the queue`),
    writeUnits: figure(`${table}: write units`),
    readUnits: figure(`${table}: read units`),
    logKb: figure(`${table}: logged`),
  });
  const cases: [string, Taken][] = [
    ['assignments, one by one', taken(TASKS_ONE_BY_ONE, ASSIGNED_ALONE)],
    ['assignments in bursts, 180 a minute', taken(`${TASKS_AT_ONCE} ${AT_180}`, ASSIGNED_TOGETHER)],
    ['assignments in bursts, 600 a minute', taken(`${TASKS_AT_ONCE} ${AT_600}`, ASSIGNED_TOGETHER)],
    ['edits that are not watched', taken(UNWATCHED_ONE_BY_ONE, UNWATCHED)],
  ];
  return [
    ...cases.flatMap(([events, one]) => rowsOf(events, one)),
    { ...cost('a month without an event'), figure: idle(), unit: 'USD' },
  ];
}

function rowsOf(events: string, taken: Taken): Measurement[] {
  const lines = linesOf(taken);
  const total = lines.reduce((sum, [, usd]) => sum + usd, 0);
  const row = (what: string, usd: number): Measurement => ({
    ...cost(`a million ${events}: ${what}`),
    figure: usd,
    unit: 'USD',
  });
  return [...lines.map(([what, usd]) => row(what, usd)), row('in all', total)];
}

function linesOf(taken: Taken): [string, number][] {
  const { consumerMs, invocations, queueRequests, writeUnits, readUnits, logKb } = taken;
  const gbSeconds = (ms: number) => (MILLION * MEMORY_GB * ms) / 1000;
  return [
    ['HTTP API', PRICES.apiRequests],
    ['Lambda, requests', PRICES.lambdaRequests * (1 + invocations)],
    ['Lambda, the receiver', PRICES.lambdaGbSeconds * gbSeconds(RECEIVER_MS)],
    ['Lambda, the consumer', PRICES.lambdaGbSeconds * gbSeconds(consumerMs)],
    ['SQS', PRICES.queueRequests * queueRequests],
    ['DynamoDB, writes', PRICES.writeUnits * writeUnits],
    ['DynamoDB, reads', PRICES.readUnits * readUnits],
    ['DynamoDB, the journal for its month', (PRICES.tableGbMonth * MILLION * JOURNAL_KB) / 1024 ** 2],
    ['CloudWatch, logs', (PRICES.logGb * MILLION * logKb) / 1024 ** 2],
  ];
}

/** The timer, and the polling of the queue. SQS gives a million requests a month for nothing: more than that. */
function idle(): number {
  const ticks =
    (TICKS_A_MONTH / MILLION) * (PRICES.lambdaRequests + PRICES.readUnits) +
    TICKS_A_MONTH * TICK_GB_SECONDS * PRICES.lambdaGbSeconds;
  return ticks + (POLLS_A_MONTH / MILLION) * PRICES.queueRequests;
}

function cost(what: string) {
  return { area: 'cost', what };
}
