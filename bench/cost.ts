import { OVERHEAD_BYTES } from './billed-table.ts';
import { accessLine, bytesOfLine, PLATFORM_BYTES } from './log-lines.ts';
import type { Measurement } from './measurement.ts';
import { AT_180, AT_600, TASKS_AT_ONCE } from './sustained-drain.ts';
import { ASSIGNED_ALONE, ASSIGNED_TOGETHER, TICK, UNWATCHED } from './table.ts';
import { PAGE_RECORD } from './table-growth.ts';
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
  /** Point-in-time recovery, of the table without its indexes. */
  backupGbMonth: 0.2,
} as const;

const MILLION = 1_000_000;
const KB_OF_GB = 1024 ** 2;
/** As the stack sets it, for both the receiver and the consumer. */
const MEMORY_GB = 0.5;
/** Supposed, not measured: a signature, and one request to the queue. A busy machine says nothing of it. */
const RECEIVER_MS = 20;
const TICKS_A_MONTH = 30 * 24 * 60;
/** As the stack sets it for the timer. */
const TICK_GB = 0.25;
/** Supposed, not measured: two requests to the table. */
const TICK_SECONDS = 0.2;
/** Five pollers, each of which asks every twenty seconds. */
const POLLS_A_MONTH = 5 * 3 * TICKS_A_MONTH;

/** What one event takes. */
interface Taken {
  consumerMs: number;
  invocations: number;
  queueRequests: number;
  writeUnits: number;
  readUnits: number;
  /** In the table, and in its indexes. */
  journalKb: number;
  journalCopyKb: number;
  logKb: number;
}

/** What a million events cost, and what an idle month and stored pages do, computed from what was measured before. */
export function costRows(measured: readonly Measurement[]): Measurement[] {
  const figure = (what: string) => {
    const found = measured.find((one) => one.what === what);
    if (!found) throw new Error(`nothing was measured of "${what}"`);
    return found.figure;
  };
  const taken = (work: string, logged: string): Taken => ({
    consumerMs: figure(`${work}: time of the consumer`),
    invocations: figure(`${work}: invocations of the consumer`),
    queueRequests: figure(`${work}: requests to the queue`),
    writeUnits: figure(`${work}: write units`),
    readUnits: figure(`${work}: read units`),
    journalKb: figure(`${work}: journal in the table`),
    journalCopyKb: figure(`${work}: journal in its indexes`),
    logKb: figure(`${logged}: logged`),
  });
  const cases: [string, Taken][] = [
    ['assignments, one by one', taken(TASKS_ONE_BY_ONE, ASSIGNED_ALONE)],
    ['assignments in bursts, 180 a minute', taken(`${TASKS_AT_ONCE} ${AT_180}`, ASSIGNED_TOGETHER)],
    ['assignments in bursts, 600 a minute', taken(`${TASKS_AT_ONCE} ${AT_600}`, ASSIGNED_TOGETHER)],
    ['edits that are not watched', taken(UNWATCHED_ONE_BY_ONE, UNWATCHED)],
  ];
  const pageKb = figure(PAGE_RECORD) + OVERHEAD_BYTES / 1024;
  return [
    ...cases.flatMap(([events, one]) => rowsOf(events, one)),
    cost('a month without an event', idle(figure(`${TICK}: logged`))),
    cost('a month of a million stored pages', aMonthOf(MILLION * pageKb, 0)),
  ];
}

function rowsOf(events: string, taken: Taken): Measurement[] {
  const lines = linesOf(taken);
  const total = lines.reduce((sum, [, usd]) => sum + usd, 0);
  const row = (what: string, usd: number) => cost(`a million ${events}: ${what}`, usd);
  return [...lines.map(([what, usd]) => row(what, usd)), row('in all', total)];
}

function linesOf(taken: Taken): [string, number][] {
  const { consumerMs, invocations, queueRequests, writeUnits, readUnits } = taken;
  const gbSeconds = (ms: number) => (MILLION * MEMORY_GB * ms) / 1000;
  return [
    ['HTTP API', PRICES.apiRequests],
    ['Lambda, requests', PRICES.lambdaRequests * (1 + invocations)],
    ['Lambda, the receiver', PRICES.lambdaGbSeconds * gbSeconds(RECEIVER_MS)],
    ['Lambda, the consumer', PRICES.lambdaGbSeconds * gbSeconds(consumerMs)],
    ['SQS', PRICES.queueRequests * queueRequests],
    ['DynamoDB, writes', PRICES.writeUnits * writeUnits],
    ['DynamoDB, reads', PRICES.readUnits * readUnits],
    [
      'DynamoDB, the journal for its month',
      aMonthOf(MILLION * taken.journalKb, MILLION * taken.journalCopyKb),
    ],
    ['CloudWatch, what the functions log', logged(MILLION * taken.logKb)],
    ["CloudWatch, Lambda's own lines", logged((MILLION * (1 + invocations) * PLATFORM_BYTES) / 1024)],
    ["CloudWatch, API Gateway's access log", logged((MILLION * bytesOfLine(accessLine())) / 1024)],
  ];
}

/** The timer, and the polling of the queue. SQS gives a million requests a month for nothing: more than that. */
function idle(tickLogKb: number): number {
  const ticks =
    (TICKS_A_MONTH / MILLION) * (PRICES.lambdaRequests + PRICES.readUnits) +
    TICKS_A_MONTH * TICK_GB * TICK_SECONDS * PRICES.lambdaGbSeconds +
    logged(TICKS_A_MONTH * (tickLogKb + PLATFORM_BYTES / 1024));
  return ticks + (POLLS_A_MONTH / MILLION) * PRICES.queueRequests;
}

/** To keep so much in the table, which can be recovered, and so much in its indexes (KB). */
function aMonthOf(tableKb: number, indexesKb: number): number {
  const { tableGbMonth, backupGbMonth } = PRICES;
  return (tableKb * (tableGbMonth + backupGbMonth) + indexesKb * tableGbMonth) / KB_OF_GB;
}

function logged(kb: number): number {
  return (PRICES.logGb * kb) / KB_OF_GB;
}

function cost(what: string, usd: number): Measurement {
  return { area: 'cost', what, figure: usd, unit: 'USD' };
}
