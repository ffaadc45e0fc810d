import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalRun } from '../local/local-run.ts';
import type { SimulatedConnection } from '../local/notion/connection.ts';
import { TASKS_DATA_SOURCE } from '../local/notion/seed.ts';
import type { LambdaFunction } from '../local/runtime/lambda-function.ts';
import { SIMULATION_SECRET } from '../local/settings.ts';
import { startLocal } from '../local/start.ts';

/** What would deploy, on this machine, beside a simulated Notion. */
export interface BenchStack {
  run: LocalRun;
  notion: SimulatedConnection;
}

export async function startStack(assemblyDirectory: string): Promise<BenchStack> {
  const run = await startLocal({ assemblyDirectory, dataDir: undefined, environment: { PORT: '0' } });
  if (!run.notion) throw new Error('Notion is to be simulated');
  return { run, notion: run.notion };
}

/** A function of the stack, by the folder that it is bundled from. */
export function functionOf({ run }: BenchStack, service: 'consumer' | 'timer'): LambdaFunction {
  const found = run.functions.find(
    ({ definition }) => definition.environment['POWERTOOLS_SERVICE_NAME'] === service,
  );
  if (!found) throw new Error(`the stack has no ${service}`);
  return found;
}

/** A task that Pagebell has seen. */
export async function knownTask(stack: BenchStack, author: string): Promise<string> {
  const id = newTask(stack, author);
  await post(stack, { type: 'page.moved', entity: { id, type: 'page' } });
  await settled(stack);
  return id;
}

export async function knownTasks(stack: BenchStack, author: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newTask(stack, author));
  await Promise.all(ids.map((id) => post(stack, { type: 'page.moved', entity: { id, type: 'page' } })));
  await settled(stack);
  return ids;
}

/** Its webhooks are not sent. */
function newTask({ notion: { webhooks, workspace } }: BenchStack, author: string): string {
  webhooks.hold();
  const { id } = workspace.createPage(
    author,
    { type: 'data_source', id: TASKS_DATA_SOURCE },
    { Task: { title: [{ type: 'text', text: { content: 'Measure it' } }] }, Assignee: { people: [] } },
  );
  webhooks.take();
  webhooks.resume();
  return id;
}

/** Assigns people; the webhook is on its way when this returns. */
export function assign(
  { notion }: BenchStack,
  author: string,
  page: string,
  people: readonly string[],
): void {
  notion.workspace.editPage(author, page, { Assignee: { people: people.map((id) => ({ id })) } });
}

export function isAnnounced({ notion }: BenchStack, task: string): boolean {
  return notion.workspace.comments(task).length > 0;
}

/** @returns the status */
export async function post({ run }: BenchStack, event: unknown): Promise<number> {
  const body = JSON.stringify(event);
  const digest = createHmac('sha256', SIMULATION_SECRET).update(body).digest('hex');
  const headers = { 'x-notion-signature': `sha256=${digest}` };
  const response = await fetch(`${run.url}/webhooks/notion`, { method: 'POST', body, headers });
  await response.arrayBuffer();
  return response.status;
}

/** Waits until nothing is queued, in work, or on its way from Notion. */
export async function settled({ run, notion }: BenchStack): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    await notion.webhooks.settled();
    const { queued, inFlight } = await run.health();
    quiet = queued + inFlight === 0 ? quiet + 1 : 0;
    if (quiet < 2) await sleep(10);
  }
}

/** Lets minutes go by, and with them whatever is due by then. */
export async function passMinutes(stack: BenchStack, minutes: number): Promise<void> {
  const { clock, log } = stack.run;
  const last = log.after().at(-1)?.sequence;
  clock.advance(minutes * 60_000);
  await until(() => log.after(last).some(({ line }) => line.includes('"DueSent"')), 'the timer has looked');
  await settled(stack);
}

export async function until(isSo: () => boolean, what: string): Promise<void> {
  const giveUpAt = Date.now() + 120_000;
  while (!isSo()) {
    if (Date.now() > giveUpAt) throw new Error(`waited in vain until ${what}`);
    await sleep(1);
  }
}
