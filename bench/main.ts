import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synth } from '../local/synth.ts';
import { measureBundles } from './bundles.ts';
import { measureCalls } from './calls.ts';
import { measureDrain } from './drain.ts';
import { measureLatency } from './latency.ts';
import { isReached, type Measurement } from './measurement.ts';
import { measureTable } from './table.ts';

/** Where the figures are written as JSON. */
const RESULTS = 'bench-results.json';

/** Measures what the synthesised stack costs and how fast it is, and exits with 1 if a goal is not reached. */
const assembly = mkdtempSync(join(tmpdir(), 'pagebell-bench-'));
try {
  await synth(assembly);
  const all: Measurement[] = [];
  for (const measure of [measureCalls, measureLatency, measureDrain, measureTable, measureBundles]) {
    const measured = await measure(assembly);
    for (const one of measured) console.log(lineOf(one));
    all.push(...measured);
  }
  writeFileSync(RESULTS, `${JSON.stringify({ node: process.version, measurements: all }, undefined, 2)}\n`);
  const missed = all.filter((one) => !isReached(one));
  console.log(`\n${missed.length} goals are not reached. The figures are in ${RESULTS}.`);
  process.exitCode = missed.length > 0 ? 1 : 0;
} finally {
  rmSync(assembly, { recursive: true, force: true });
}

function lineOf(one: Measurement): string {
  const { area, what, figure, unit, goal } = one;
  const verdict = goal === undefined ? '' : `${isReached(one) ? '✔' : '✘'} goal ${goal}`;
  const amount = `${unit === 'calls' ? figure : figure.toFixed(unit === 'KB' ? 0 : 2)} ${figure === 1 && unit === 'calls' ? 'call' : unit}`;
  return `${area.padEnd(11)} ${what.padEnd(62)} ${amount.padStart(12)}  ${verdict}`;
}
