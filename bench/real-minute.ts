import { PEOPLE } from '../local/notion/seed.ts';
import type { Measurement } from './measurement.ts';
import { assign, type BenchStack, isAnnounced, knownTasks, settled, startStack, until } from './stack.ts';

const { ana, femi } = PEOPLE;
const CALLS_A_MINUTE = 180;
const MINUTE = 60_000;
/** Two calls each: more than a minute allows. */
const TASKS = 110;
/** Notion's answer to each call. */
const ANSWER_MS = 300;

/** The drain once more, by the machine's own clock: against the simulated workspace, which counts fixed windows. */
export async function measureRealMinute(assembly: string): Promise<Measurement[]> {
  const stack = await startStack(assembly);
  try {
    const { clock } = stack.run;
    const tasks = await knownTasks(stack, femi, TASKS);
    // A new window, so that making them costs nothing.
    clock.advance(2 * MINUTE);
    await settled(stack);
    stack.notion.faults.add({ operation: 'any', effect: { kind: 'delay', ms: ANSWER_MS } });
    const begin = clock.now();
    for (const task of tasks) assign(stack, femi, task, [ana]);
    await until(() => tasks.every((task) => isAnnounced(stack, task)), 'all are announced');
    const answers = callsSince(stack, begin);
    const row = (about: string) => ({
      area: 'drain',
      what: `in real time, ${TASKS} tasks at ${CALLS_A_MINUTE} calls a minute: ${about}`,
    });
    const inMinute = answers.filter(({ at, status }) => at < begin + MINUTE && status === 200).length;
    const refused = answers.filter(({ status }) => status === 429).length;
    const seconds = (clock.now() - begin) / 1000;
    return [
      {
        ...row('used of it'),
        figure: (100 * inMinute) / CALLS_A_MINUTE,
        unit: '%',
        atLeast: 95,
      },
      { ...row('refused with 429'), figure: refused, unit: 'calls', goal: 0 },
      { ...row('all are announced after'), figure: seconds, unit: 's' },
    ];
  } finally {
    await stack.run.close();
  }
}

function callsSince({ notion }: BenchStack, begin: number) {
  return notion.calls().filter(({ at }) => at >= begin);
}
