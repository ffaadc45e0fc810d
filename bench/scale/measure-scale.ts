import type { Measurement } from '../measurement.ts';
import { ceilings } from './ceilings.ts';
import { LIMITS, MORE_PARAMETERS, UNLIMITED } from './limits.ts';
import { loadRows, priceRow, waitingRows } from './rows.ts';
import { simulate } from './simulate.ts';
import { mostInTick } from './tick.ts';

/** Few workspaces have few assignments. */
const FEW = [
  { count: 1, minutes: 24 * 60 },
  { count: 100, minutes: 120 },
];
/** Where a resource has become too little, delays grow for as long as the busy time lasts. */
const MANY = [
  { count: 1000, minutes: 10 },
  { count: 10_000, minutes: 10 },
];
/** Of 99 % of the assignments of few workspaces. */
const GOAL_MS = 1000;
/** So long that whatever is kept is read again. */
const MINUTES_OF_NEED = 6;
const STEP = 10;

/** How many workspaces one stack carries, and what a person waits: simulated, so the same on every machine. */
export async function measureScale(): Promise<Measurement[]> {
  const most = ceilings();
  const withMore = { ...LIMITS, parametersPerSecond: MORE_PARAMETERS };
  const rows = [
    workspaces("most of one stack, by a role's inline policies", most.policies),
    workspaces("most of one stack, by a template's resources", most.resources),
    workspaces('most of one stack, by the reserved concurrency', most.concurrency),
    workspaces('most of which Parameter Store answers all that is asked', mostByParameters()),
    workspaces("most that the timer's tick comes to", mostInTick()),
    ...FEW.flatMap(({ count, minutes }) => waitingRows(`${count}`, simulate(count, minutes), GOAL_MS)),
    ...MANY.flatMap(({ count, minutes }) => waitingRows(`${count}`, simulate(count, minutes))),
  ];
  for (const { count, minutes } of MANY) {
    const scaled = simulate(count, minutes, withMore);
    const name = `${count}, more parameters`;
    rows.push(...waitingRows(name, scaled), priceRow(name, scaled));
  }
  for (const { count } of [...FEW, ...MANY])
    rows.push(...loadRows(`${count}`, simulate(count, MINUTES_OF_NEED, UNLIMITED)));
  return rows;
}

function workspaces(what: string, figure: number): Measurement {
  return { area: 'scale', what: `workspaces: ${what}`, figure, unit: 'workspaces' };
}

/** To the next ten below. */
function mostByParameters(): number {
  let [enough, tooMany] = [0, LIMITS.concurrency];
  while (tooMany - enough > STEP) {
    const middle = STEP * Math.round((enough + tooMany) / 2 / STEP);
    if (simulate(middle, MINUTES_OF_NEED, UNLIMITED).load.parameters > 1) tooMany = middle;
    else enough = middle;
  }
  return enough;
}
