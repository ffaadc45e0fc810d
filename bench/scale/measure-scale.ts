import { type Measurement, quantile } from '../measurement.ts';
import { ceilings } from './ceilings.ts';
import { LIMITS } from './limits.ts';
import { type Resource, type Scaled, simulate } from './simulate.ts';

const FEW = [1, 100];
const MANY = [1000, 10_000];
/** Few workspaces have few assignments. */
const MINUTES_OF_FEW = 120;
/** Where a resource has become too little, delays grow for as long as the busy time lasts. */
const MINUTES_OF_MANY = 10;
/** Parameter Store with the setting for more throughput, for which it charges by the call. */
const MORE_PARAMETERS = { ...LIMITS, parametersPerSecond: 10_000 };

/** How many workspaces one stack carries, and what a person waits: simulated, so the same on every machine. */
export async function measureScale(): Promise<Measurement[]> {
  const most = ceilings();
  const ceiling = (what: string, figure: number): Measurement => ({
    area: 'scale',
    what: `most workspaces of one stack, by ${what}`,
    figure,
    unit: 'workspaces',
  });
  return [
    ceiling("a role's inline policies", most.policies),
    ceiling("a template's resources", most.resources),
    ceiling('the reserved concurrency', most.concurrency),
    ...FEW.flatMap((count) => rowsOf(`${count}`, simulate(count, MINUTES_OF_FEW))),
    ...MANY.flatMap((count) => rowsOf(`${count}`, simulate(count, MINUTES_OF_MANY))),
    ...MANY.flatMap((count) =>
      rowsOf(`${count}, more parameters`, simulate(count, MINUTES_OF_MANY, MORE_PARAMETERS)),
    ),
  ];
}

function rowsOf(workspaces: string, { delays, load }: Scaled): Measurement[] {
  const row = (what: string) => ({ area: 'scale', what: `workspaces ${workspaces}: ${what}` });
  const [fullest, share] = fullestOf(load);
  return [
    { ...row('an assignment is announced after: median'), figure: quantile(delays, 0.5) / 1000, unit: 's' },
    { ...row('the same: 99 %'), figure: quantile(delays, 0.99) / 1000, unit: 's' },
    { ...row(`wanted of what fills up first, ${NAMES[fullest]}`), figure: share * 100, unit: '%' },
  ];
}

function fullestOf(load: Scaled['load']): [Resource, number] {
  const shares = Object.entries(load) as [Resource, number][]; // the keys of that record
  return shares.reduce((fullest, one) => (one[1] > fullest[1] ? one : fullest));
}

const NAMES: Readonly<Record<Resource, string>> = {
  parameters: 'Parameter Store',
  'table writes': 'the writes of a new table',
  'queue requests': 'requests to the queue',
  webhooks: "the stage's throttle",
  concurrency: 'concurrency',
  'new environments': 'new execution environments',
  timer: "the timer's minute",
};
