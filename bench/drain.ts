import { PEOPLE } from '../local/notion/seed.ts';
import { TOKEN } from './calls.ts';
import type { Measurement } from './measurement.ts';
import { assign, isAnnounced, knownTasks, settled, startStack, until } from './stack.ts';
import { Tutorial } from './tutorial.ts';

const { ana, femi } = PEOPLE;
const TASKS = 20;
const ANSWER_MS = 300;

/** How fast many tasks that are reassigned at once are announced. */
export async function measureDrain(assembly: string): Promise<Measurement[]> {
  const stack = await startStack(assembly);
  try {
    const tasks = await knownTasks(stack, femi, TASKS);
    // A new minute of the budget, so that making them costs nothing.
    stack.run.clock.advance(120_000);
    await settled(stack);
    stack.notion.faults.add({ operation: 'any', effect: { kind: 'delay', ms: ANSWER_MS } });
    const begin = performance.now();
    for (const task of tasks) assign(stack, femi, task, [ana]);
    await until(() => tasks.every((task) => isAnnounced(stack, task)), 'all are announced');
    const seconds = (performance.now() - begin) / 1000;

    const tutorial = new Tutorial(stack.run.notionUrl, TOKEN);
    const later = performance.now();
    for (const task of tasks) await tutorial.work(task);
    const tutorialSeconds = (performance.now() - later) / 1000;
    return [
      {
        area: 'drain',
        what: `${TASKS} tasks reassigned at once are announced`,
        figure: seconds,
        unit: 's',
        goal: 4,
      },
      { area: 'drain', what: "the same, the tutorial's way", figure: tutorialSeconds, unit: 's' },
    ];
  } finally {
    await stack.run.close();
  }
}
