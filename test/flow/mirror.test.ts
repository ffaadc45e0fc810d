import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientSeed } from '../../local/notion/client-seed.ts';
import { pageObject } from '../../local/notion/page-object.ts';
import { PEOPLE, TASKS, TASKS_DATA_SOURCE } from '../../local/notion/seed.ts';
import type { SimulatedWorkspace } from '../../local/notion/workspace.ts';
import { synth } from '../../local/synth.ts';
import { type LocalStack, pass, settled, startStack, until } from './support/local-stack.ts';

const MINUTE = 60_000;
const { deliverables, people } = clientSeed(1);
const { ana } = PEOPLE;

const assembly = mkdtempSync(join(tmpdir(), 'pagebell-mirror-'));
let run: LocalStack;
let deliverable: string;
beforeAll(async () => {
  await synth(assembly, 'test/flow/support/mirror.config.ts');
  run = await startStack(undefined, {}, assembly);
  const link = { id: 'LiNk', name: 'Client page', type: 'url' } as const;
  run.notion.workspace.setProperty(TASKS_DATA_SOURCE, link);
  const parent = { type: 'data_source', id: deliverables } as const;
  const page = client().workspace.createPage(people.hugo, parent, { State: { status: { name: 'Waiting' } } });
  deliverable = page.id;
}, 4 * MINUTE);
afterAll(async () => {
  await run?.close();
  rmSync(assembly, { recursive: true, force: true });
});

function client() {
  const found = run.notions.get('client');
  if (!found) throw new Error('the client is to be simulated');
  return found;
}

/** As Notion shows it. */
function optionOf(workspace: SimulatedWorkspace, pageId: string, name: string): string | undefined {
  const page = workspace.page(pageId);
  if (!page) throw new Error(`there is no page ${pageId}`);
  const { member, dataSource } = workspace;
  const view = { version: '2026-03-11', readUsers: 'none', member, dataSource } as const;
  const property = pageObject(page, view).properties[name];
  return property?.type === 'status' ? property.status?.name : undefined;
}

function setStatus(status: string): void {
  run.notion.workspace.editPage(ana, TASKS.homepage, { Status: { status: { name: status } } });
}

function writes({ calls }: ReturnType<typeof client>): number {
  return calls().filter(({ operation, status }) => operation === 'pages.update' && status === 200).length;
}

test('a status goes to the linked page in the other workspace, comes back, and then all is quiet', async () => {
  const url = `https://www.notion.so/New-homepage-${deliverable.replaceAll('-', '')}?pvs=4`;
  run.notion.workspace.editPage(ana, TASKS.homepage, { 'Client page': { url } });
  await settled(run);
  expect(optionOf(client().workspace, deliverable, 'State')).toBe('Doing');

  run.clock.advance(2 * MINUTE);
  client().workspace.editPage(people.gita, deliverable, { State: { status: { name: 'Shipped' } } });
  await settled(run);
  expect(optionOf(run.notion.workspace, TASKS.homepage, 'Status')).toBe('Done');
  expect([writes(client()), writes(run.notion)]).toEqual([1, 1]);
  expect(await run.health()).toEqual({ queued: 0, inFlight: 0, deadLetters: 0, due: 0 });
});

test('while the client’s Notion has closed, the team goes on, and the status arrives afterwards', async () => {
  const effect = {
    kind: 'answer',
    when: 'before',
    status: 429,
    code: 'rate_limited',
    headers: { 'retry-after': '120' },
  } as const;
  client().faults.add({ operation: 'any', times: 1, effect });
  run.clock.advance(2 * MINUTE);
  setStatus('In progress');
  await until(() => run.log.after().some(({ line }) => line.includes('"outcome":"halted"')), 'it is halted');
  const before = run.notion.workspace.comments().length;
  run.notion.workspace.editPage(PEOPLE.ben, TASKS.pricing, { Assignee: { people: [{ id: ana }] } });
  await until(() => run.notion.workspace.comments().length > before, 'the team hears of an assignment');
  expect(optionOf(client().workspace, deliverable, 'State')).toBe('Shipped');
  await pass(run, 3 * MINUTE);
  expect(optionOf(client().workspace, deliverable, 'State')).toBe('Doing');
});

test('a connection that may not edit is parked with a hint', async () => {
  client().capabilities.updateContent = false;
  run.clock.advance(2 * MINUTE);
  setStatus('Done');
  await settled(run);
  expect(optionOf(client().workspace, deliverable, 'State')).toBe('Doing');
  expect(await run.health()).toMatchObject({ deadLetters: 1 });
});
