import { PEOPLE } from '../local/notion/seed.ts';
import { hearTable } from './hear-table.ts';
import { bytesOfLine } from './log-lines.ts';
import type { Measurement } from './measurement.ts';
import { assign, functionOf, knownTasks, passMinutes, post, settled, startStack } from './stack.ts';
import { isOfWorkspace, itemsOf, READS, WRITES } from './table-units.ts';
import { WRITES_OF_HOLD } from './usage.ts';

const { ana, ben, femi } = PEOPLE;
const TOGETHER = 10;
export const ASSIGNED_ALONE = 'a page is assigned';
export const ASSIGNED_TOGETHER = `one of ${TOGETHER} that are assigned together`;
export const TICK = 'a tick of the timer';
export const UNWATCHED = 'an edit that is not watched';

/** What each event costs at the table, and what each invocation does beside, which takes a workspace and frees it. */
export async function measureTable(assembly: string): Promise<Measurement[]> {
  const stack = await startStack(assembly);
  const heard = hearTable();
  try {
    const rows: Measurement[] = [];
    const consumer = functionOf(stack, 'consumer');
    const timer = functionOf(stack, 'timer').definition.name;
    const loggedBy = (after: number | undefined, isOne: (functionName: string) => boolean) =>
      stack.run.log
        .after(after)
        .filter(({ functionName }) => isOne(functionName))
        .reduce((kb, { line }) => kb + bytesOfLine(line) / 1024, 0);
    const measure = async (what: string, count: number, act: () => unknown, goals: [number, number?]) => {
      await passMinutes(stack, 1); // in each there is room for so many notices singly
      heard.calls.length = 0; // what was due by now
      const logged = stack.run.log.after().at(-1)?.sequence;
      const before = consumer.invocations;
      await act();
      await settled(stack);
      const calls = heard.calls.filter(({ from }) => from !== '' && from !== timer);
      const figureOf = (operations: readonly string[], isOfHold: boolean) =>
        calls
          .filter((call) => operations.includes(call.operation) && isOfWorkspace(call) === isOfHold)
          .reduce((sum, call) => sum + itemsOf(call), 0);
      const row = (unit: 'writes' | 'reads', figure: number, goal?: number, about = what) =>
        rows.push({ area: 'table', what: about, figure, unit, ...(goal !== undefined && { goal }) });
      row('writes', figureOf(WRITES, false) / count, goals[0]);
      row('reads', figureOf(READS, false) / count, goals[1]);
      const invocations = consumer.invocations - before;
      const holds = `${what}: of the workspace's item, each invocation`;
      row('writes', figureOf(WRITES, true) / invocations, WRITES_OF_HOLD, holds);
      row('reads', figureOf(READS, true) / invocations, 0, holds);
      const kb = loggedBy(logged, (name) => name !== timer) / count;
      rows.push({ area: 'usage', what: `${what}: logged`, figure: kb, unit: 'KB' });
    };

    const last = stack.run.log.after().at(-1)?.sequence;
    await passMinutes(stack, 1);
    const tickKb = loggedBy(last, (name) => name === timer);
    rows.push({ area: 'usage', what: `${TICK}: logged`, figure: tickKb, unit: 'KB' });

    const [first, ...more] = await knownTasks(stack, femi, TOGETHER + 1);
    if (first === undefined) throw new Error('there is no task');
    await measure(ASSIGNED_ALONE, 1, () => assign(stack, femi, first, [ana, ben]), [3, 1]);
    await measure(
      ASSIGNED_TOGETHER,
      TOGETHER,
      () => {
        for (const task of more) assign(stack, femi, task, [ana, ben]);
      },
      [3, 1],
    );
    await measure(UNWATCHED, 1, () => post(stack, titleEdit(first)), [1]);
    await measure(
      `one of ${TOGETHER} such edits that come together`,
      TOGETHER,
      () => Promise.all(more.map((task) => post(stack, titleEdit(task)))),
      [1],
    );
    return rows;
  } finally {
    heard.stop();
    await stack.run.close();
  }
}

function titleEdit(page: string) {
  return {
    id: crypto.randomUUID(),
    type: 'page.properties_updated',
    entity: { id: page, type: 'page' },
    data: { updated_properties: ['title'] },
  };
}
