import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { synth } from '../local/synth.ts';
import { measureBundles } from './bundles.ts';
import { measureCalls } from './calls.ts';
import { costRows } from './cost.ts';
import { measureDrain } from './drain.ts';
import { measureLatency } from './latency.ts';
import { isReached, type Measurement } from './measurement.ts';
import { measureMemory } from './memory/measure-memory.ts';
import { measureRealMinute } from './real-minute.ts';
import { measureScale } from './scale/measure-scale.ts';
import { measureSustainedDrain } from './sustained-drain.ts';
import { measureTable } from './table.ts';
import { FEWEST_PAGES, measureTableGrowth } from './table-growth.ts';
import { measureUsage } from './usage.ts';

/** Where the figures are written as JSON. */
const RESULTS = 'bench-results.json';

const MOST_MINUTES = 10;

const { values } = parseArgs({
  options: {
    /** Only the parts that are named; what a million events cost needs them all. */
    only: { type: 'string', multiple: true, default: [] },
    /** So many pages are stored when the table is measured; a million take some ten minutes. */
    pages: { type: 'string', default: '100000' },
  },
});
const pages = pagesOf(values.pages);

const MEASURES = {
  calls: measureCalls,
  latency: measureLatency,
  drain: measureDrain,
  'sustained-drain': measureSustainedDrain,
  'real-minute': measureRealMinute,
  usage: measureUsage,
  table: measureTable,
  'table-growth': (assembly: string) => measureTableGrowth(assembly, pages),
  memory: measureMemory,
  'cold-start': measureBundles,
  scale: measureScale,
};

// Measures what the synthesised stack costs and how fast it is, and exits with 1 if a goal is not reached.
const chosen = measuresOf(values.only);
const assembly = mkdtempSync(join(tmpdir(), 'pagebell-bench-'));
try {
  await synth(assembly);
  const all: Measurement[] = [];
  const add = (measured: readonly Measurement[]) => {
    for (const one of measured) console.log(lineOf(one));
    all.push(...measured);
  };
  for (const measure of chosen) add(await measure(assembly));
  const isWhole = values.only.length === 0;
  if (isWhole) add(costRows(all));
  const figure = performance.now() / 60_000;
  add([
    { area: 'bench', what: 'all of this', figure, unit: 'minutes', ...(isWhole && { goal: MOST_MINUTES }) },
  ]);
  if (isWhole)
    writeFileSync(RESULTS, `${JSON.stringify({ node: process.version, measurements: all }, undefined, 2)}\n`);
  const missed = all.filter((one) => !isReached(one));
  console.log(`\n${missed.length} goals are not reached.${isWhole ? ` The figures are in ${RESULTS}.` : ''}`);
  process.exitCode = missed.length > 0 ? 1 : 0;
} finally {
  rmSync(assembly, { recursive: true, force: true });
}

function measuresOf(names: readonly string[]): ((assembly: string) => Promise<Measurement[]>)[] {
  const known = Object.keys(MEASURES);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`--only ${unknown.join(', ')}: expected one of ${known.join(', ')}`);
  return Object.entries(MEASURES).flatMap(([name, measure]) =>
    names.length === 0 || names.includes(name) ? [measure] : [],
  );
}

function pagesOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > FEWEST_PAGES) return count;
  throw new Error(`--pages ${text}: expected a whole number above ${FEWEST_PAGES}`);
}

function lineOf(one: Measurement): string {
  const { area, what, figure, unit } = one;
  const amount = `${unit === 'calls' ? figure : figure.toFixed(unit === 'KB' && figure >= 10 ? 0 : 2)} ${figure === 1 && unit === 'calls' ? 'call' : unit}`;
  return `${area.padEnd(11)} ${what.padEnd(68)} ${amount.padStart(12)}  ${verdictOf(one)}`;
}

function verdictOf(one: Measurement): string {
  const { goal, atLeast } = one;
  if (goal === undefined && atLeast === undefined) return '';
  return `${isReached(one) ? '✔' : '✘'} goal ${goal ?? `≥ ${atLeast}`}`;
}
