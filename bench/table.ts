import { keys } from '../lambdas/core/keys.ts';
import { PEOPLE } from '../local/notion/seed.ts';
import { hearTable } from './hear-table.ts';
import type { Measurement } from './measurement.ts';
import { assign, knownTasks, passMinutes, post, settled, startStack } from './stack.ts';
import { type TableCall, UnitCount } from './table-units.ts';

const { ana, ben, femi } = PEOPLE;
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];
const READS = ['GetItem', 'BatchGetItem', 'Query'];
const TOGETHER = 10;
export const ASSIGNED_ALONE = 'a page is assigned';
export const ASSIGNED_TOGETHER = `one of ${TOGETHER} that are assigned together`;
export const UNWATCHED = 'an edit that is not watched';

/**
 * What each event costs at the table, beside the workspace's item, which each invocation takes and frees.
 */
export async function measureTable(assembly: string): Promise<Measurement[]> {
  const stack = await startStack(assembly);
  const heard = hearTable();
  try {
    const rows: Measurement[] = [];
    const units = new UnitCount();
    const measure = async (what: string, count: number, act: () => unknown, goals: [number, number?]) => {
      await passMinutes(stack, 1); // in each there is room for so many notices singly
      units.of(heard.calls.splice(0)); // what is due by now
      const logged = stack.run.log.after().at(-1)?.sequence;
      await act();
      await settled(stack);
      const figureOf = (operations: readonly string[]) => {
        const made = heard.calls.filter((call) => operations.includes(call.operation) && isEvents(call));
        return made.reduce((sum, call) => sum + itemsOf(call), 0) / count;
      };
      const row = (unit: 'writes' | 'reads', figure: number, goal?: number) =>
        rows.push({ area: 'table', what, figure, unit, ...(goal !== undefined && { goal }) });
      row('writes', figureOf(WRITES), goals[0]);
      row('reads', figureOf(READS), goals[1]);
      const billed = units.of(heard.calls.filter((call) => !isTimers(call)));
      const bytes = stack.run.log.after(logged).reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
      rows.push(
        { area: 'usage', what: `${what}: write units`, figure: billed.writes / count, unit: '×' },
        { area: 'usage', what: `${what}: read units`, figure: billed.reads / count, unit: '×' },
        { area: 'usage', what: `${what}: logged`, figure: bytes / count / 1024, unit: 'KB' },
      );
    };

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

/** A batch is billed as what is in it. */
function itemsOf({ operation, body }: TableCall): number {
  return operation === 'BatchWriteItem' ? [...body.matchAll(/"(Put|Delete)Request"/g)].length : 1;
}

/** Neither the workspace's item nor what the timer asks for each minute. */
function isEvents(call: TableCall): boolean {
  return !isOfWorkspace(call) && !isTimers(call);
}

function isOfWorkspace({ body }: TableCall): boolean {
  return body.includes(`"${keys.workspace('main')}"`);
}

/** Each minute it looks for what is due, and whether the workspace is closed. */
export function isTimers(call: TableCall): boolean {
  return call.body.includes('"IndexName"') || (call.operation === 'GetItem' && isOfWorkspace(call));
}
