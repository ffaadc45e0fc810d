import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalRun } from '../../../local/local-run.ts';
import type { SimulatedConnection } from '../../../local/notion/connection.ts';
import { TASKS_DATA_SOURCE } from '../../../local/notion/seed.ts';
import { SIMULATION_SECRET } from '../../../local/settings.ts';
import type { SimulatedSlack } from '../../../local/slack/server.ts';
import { startLocal } from '../../../local/start.ts';
import { assemblyDirectory } from './synthesise.ts';

export interface LocalStack extends LocalRun {
  notion: SimulatedConnection;
  slack: SimulatedSlack;
}

/** Starts the synthesised stack on a free port, with simulated Notion and Slack. */
export async function startStack(
  dataDir?: string,
  environment: Readonly<Record<string, string>> = {},
  assembly = assemblyDirectory(),
): Promise<LocalStack> {
  const run = await startLocal({
    assemblyDirectory: assembly,
    dataDir,
    environment: { PORT: '0', ...environment },
  });
  const { notion, slack } = run;
  if (!notion || !slack) throw new Error('Notion and Slack are to be simulated');
  return { ...run, notion, slack };
}

export interface Answer {
  status: number;
  body: unknown;
  headers: Headers;
}

/** Posts a body to a webhook route as it is. */
export async function post(
  url: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body, headers });
  const text = await response.text();
  return { status: response.status, body: parse(text), headers: response.headers };
}

/** Posts an event, signed as Notion signs. */
export function postSigned(
  run: { url: string },
  event: unknown,
  secret = SIMULATION_SECRET,
): Promise<Answer> {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  return post(`${run.url}/webhooks/notion`, body, { 'x-notion-signature': sign(body, secret) });
}

export function sign(body: string | Buffer, secret = SIMULATION_SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Waits until nothing is queued or in flight, and every delivery of the simulated Notion was answered. */
export async function settled(run: LocalStack): Promise<void> {
  let quiet = 0;
  await until(async () => {
    for (const { webhooks } of run.notions.values()) await webhooks.settled();
    const { queued, inFlight } = await run.health();
    quiet = queued + inFlight === 0 ? quiet + 1 : 0;
    return quiet === 2;
  }, 'nothing is queued or in flight');
}

/** Makes a task in the simulated workspace; nobody is told of it. */
export function makeTask({ notion }: LocalStack, author: string, people: readonly string[] = []): string {
  return makeTaskIn(notion, author, people);
}

export function makeTaskIn(notion: SimulatedConnection, author: string, people: readonly string[]): string {
  notion.webhooks.hold();
  const { id } = notion.workspace.createPage(
    author,
    { type: 'data_source', id: TASKS_DATA_SOURCE },
    {
      Task: { title: [{ type: 'text', text: { content: 'Try the flow' } }] },
      Assignee: { people: people.map((person) => ({ id: person })) },
    },
  );
  notion.webhooks.take();
  notion.webhooks.resume();
  return id;
}

/** Lets so much time pass that the timer ticks, and waits for what it sent. */
export async function pass(run: LocalStack, ms: number): Promise<void> {
  const ticks = () => run.log.after().filter(({ functionName }) => functionName.includes('Timer')).length;
  const before = ticks();
  run.clock.advance(ms);
  await until(() => ticks() > before, 'the timer ticks'); // in its own time, after a leap of the clock
  await settled(run);
}

/** Edits the assignees of a simulated task, which sends its webhook. */
export function assign(run: LocalStack, author: string, pageId: string, people: readonly string[]): void {
  run.notion.workspace.editPage(author, pageId, { Assignee: { people: people.map((id) => ({ id })) } });
}

/** Who is mentioned in each comment of a page, in order. */
export function mentions({ notion }: LocalStack, pageId: string): string[][] {
  return mentionsIn(notion, pageId);
}

export function mentionsIn({ workspace }: SimulatedConnection, pageId: string): string[][] {
  return workspace
    .comments(pageId)
    .map(({ text }) =>
      text.flatMap((part) =>
        part.type === 'mention' && part.mention.type === 'user' ? [part.mention.user.id] : [],
      ),
    );
}

/** Waits for what another thread or process does. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  patienceMs = 45_000,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A directory for what must outlive a run, and its removal. */
export function temporaryDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'pagebell-data-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
