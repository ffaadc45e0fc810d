import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LocalClock } from '../../local/clock.ts';
import { clientSeed } from '../../local/notion/client-seed.ts';
import type { SimulatedConnection } from '../../local/notion/connection.ts';
import type { StatusConfig } from '../../local/notion/model.ts';
import { pageObject } from '../../local/notion/page-object.ts';
import type { PropertyInput } from '../../local/notion/property-input.ts';
import { PEOPLE, TASKS_DATA_SOURCE, TASKS_DATABASE } from '../../local/notion/seed.ts';
import { startLocal } from '../../local/start.ts';
import { synth } from '../../local/synth.ts';
import { commentsOf as commentsIn } from './support/comments.ts';
import { type LocalStack, pass, settled, temporaryDirectory, until } from './support/local-stack.ts';

const { ana, ben, elif, femi } = PEOPLE;
const { deliverables, people: client } = clientSeed(1);
const INCIDENTS = 'd5000000-0000-4000-8000-000000000002';
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const assembly = temporaryDirectory();
let run: LocalStack;
let theirs: SimulatedConnection;

/** What the README shows, as it is there; only its own place is another one. */
function configText(): string {
  const [, example] = /### A whole team\n.*?```ts\n(.*?)```/s.exec(readFileSync('README.md', 'utf8')) ?? [];
  if (!example) throw new Error("the README shows a team's configuration");
  return example.replace("'./lambdas/core/config.ts'", `'${resolve('lambdas/core/config.ts')}'`);
}

beforeAll(async () => {
  const config = join(assembly.path, 'team.config.ts');
  writeFileSync(config, configText());
  const assemblyDirectory = join(assembly.path, 'cdk.out');
  await synth(assemblyDirectory, config);
  // It begins at noon: what happens at nine, or at night, does so when a test says.
  const now = Date.now();
  const noon = Math.ceil((now - DAY / 2) / DAY) * DAY + DAY / 2;
  const clock = new LocalClock(Date.now, noon - now);
  const local = await startLocal({
    assemblyDirectory,
    dataDir: undefined,
    environment: { PORT: '0' },
    clock,
  });
  const { notion, notions, slack } = local;
  const other = notions.get('client');
  if (!notion || !other || !slack) throw new Error('Both Notions and Slack are to be simulated');
  run = { ...local, notion, slack };
  theirs = other;
  furnish();
}, 4 * 60_000);
afterAll(async () => {
  await run?.close();
  assembly.remove();
});

/** What the configuration asks for, and the simulated team does not have yet. */
function furnish(): void {
  const { workspace } = run.notion;
  workspace.setProperty(TASKS_DATA_SOURCE, { id: 'LiNk', name: 'Client page', type: 'url' });
  workspace.addDataSource({
    id: INCIDENTS,
    databaseId: TASKS_DATABASE,
    name: 'Incidents',
    createdAt: run.clock.now(),
    createdBy: femi,
    properties: [
      { id: 'title', name: 'Incident', type: 'title' },
      { id: 'As:g', name: 'Assignee', type: 'people' },
      { id: 'St:s', name: 'Status', type: 'status', status: INCIDENT_STATUS },
      { id: 'Se:v', name: 'Severity', type: 'select', select: { options: [] } },
    ],
  });
}

const INCIDENT_STATUS: StatusConfig = {
  options: [
    { id: 'open', name: 'Open', color: 'default', description: null },
    { id: 'blocked', name: 'Blocked', color: 'red', description: null },
  ],
  groups: [{ id: 'all', name: 'To-do', color: 'gray', option_ids: ['open', 'blocked'] }],
};

const toPeople = (ids: readonly string[]) => ({ people: ids.map((id) => ({ id })) });
const toTitle = (content: string) => ({ title: [{ type: 'text' as const, text: { content } }] });
const toStatus = (name: string) => ({ status: { name } });

/** Femi makes a page, of which those hear who are assigned. */
async function make(dataSource: string, title: string, more: PropertyInput): Promise<string> {
  const name = dataSource === INCIDENTS ? 'Incident' : 'Task';
  const parent = { type: 'data_source', id: dataSource } as const;
  const { id } = run.notion.workspace.createPage(femi, parent, { [name]: toTitle(title), ...more });
  await settled(run);
  return id;
}

async function edit(pageId: string, properties: PropertyInput, author = femi): Promise<void> {
  run.notion.workspace.editPage(author, pageId, properties);
  await settled(run);
}

const commentsOf = (pageId: string) => commentsIn(run.notion, pageId);

/** What a channel says of a page of that title. */
function said(channel: string, title: string): string[] {
  const messages = run.slack.messages().filter(({ to, text }) => to === channel && text?.includes(title));
  return messages.map(({ text = '' }) => text.replace(/ http\S+/, ''));
}

/** The option of a status, as Notion shows it. */
function statusOf({ workspace }: SimulatedConnection, pageId: string, name: string): string | undefined {
  const page = workspace.page(pageId);
  const { member, dataSource } = workspace;
  const view = { version: '2026-03-11', readUsers: 'none', member, dataSource } as const;
  const property = page && pageObject(page, view).properties[name];
  return property?.type === 'status' ? property.status?.name : undefined;
}

function inDays(days: number): string {
  return new Date(run.clock.now() + days * DAY).toISOString().slice(0, 10);
}

test('a task is told on its page and in the channel of the team; who loses it hears of that', async () => {
  const task = await make(TASKS_DATA_SOURCE, 'Move the archive', { Assignee: toPeople([ana]) });
  await edit(task, { Assignee: toPeople([ben]) });
  expect(commentsOf(task).sort()).toEqual(
    [
      `${ana}, this page is now yours. (Pagebell)`,
      `${ana}, this page is no longer yours. (Pagebell)`,
      `${ben}, this page is now yours. (Pagebell)`,
    ].sort(),
  );
  expect(said('C0TEAMTASKS', 'Move the archive')).toContain(
    'Ana Ferreira, this page is now yours: Move the archive',
  );
});

test('of an incident its own channel hears, if it is grave', async () => {
  const grave = { Assignee: toPeople([ana]), Severity: { select: { name: 'High' } } };
  const light = { Assignee: toPeople([ana]), Severity: { select: { name: 'Low' } } };
  const [heard, silent] = [
    await make(INCIDENTS, 'Login is down', grave),
    await make(INCIDENTS, 'A typo in the footer', light),
  ];
  expect(said('C0INCIDENTS', 'Login is down')).toEqual([
    'Ana Ferreira, this page is now yours: Login is down',
  ]);
  expect([commentsOf(heard), commentsOf(silent)].map(({ length }) => length)).toEqual([1, 0]);
});

test('a blocked incident climbs its ladder: the lead, then its assignees and the channel of the team', async () => {
  const severity = { select: { name: 'Critical' } };
  const assigned = { Assignee: toPeople([ana]), Severity: severity, Status: toStatus('Open') };
  const incident = await make(INCIDENTS, 'Payments fail', assigned);
  await edit(incident, { Status: toStatus('Blocked') });
  const [, first] = commentsOf(incident);
  expect(first).toBe(`${elif}, this page is in the status “Blocked”. (Pagebell)`);
  expect(said('C0TEAMTASKS', 'Payments fail')).toEqual([]);

  run.clock.advance(3 * HOUR);
  await until(() => said('C0TEAMTASKS', 'Payments fail').length > 0, 'the channel is told');
  await settled(run);
  expect(said('C0TEAMTASKS', 'Payments fail')).toEqual([
    'Payments fail is in the status “Blocked”. Assigned to: Ana Ferreira.',
  ]);
  expect(commentsOf(incident).slice(2)).toEqual([`${ana}, this page is in the status “Blocked”. (Pagebell)`]);
});

test('at night a comment is posted and Slack keeps still; the day before it is due somebody is reminded', async () => {
  await pass(run, 6 * HOUR);
  const due = { Due: { date: { start: inDays(2) } } };
  const task = await make(TASKS_DATA_SOURCE, 'Send the invoices', { Assignee: toPeople([ana]), ...due });
  expect(commentsOf(task)).toEqual([`${ana}, this page is now yours. (Pagebell)`]);
  expect(said('C0TEAMTASKS', 'Send the invoices')).toEqual([]);

  run.clock.advance(15 * HOUR);
  await until(() => commentsOf(task).length > 1, 'somebody is reminded');
  await settled(run);
  expect(commentsOf(task).slice(1)).toEqual([`${ana}, this page is due tomorrow. (Pagebell)`]);
  const [told, reminded] = said('C0TEAMTASKS', 'Send the invoices');
  expect(told).toBe('Ana Ferreira, this page is now yours: Send the invoices');
  expect(reminded).toMatch(
    /^Ana Ferreira, this page is due tomorrow \(\d{4}-\d\d-\d\d\): Send the invoices$/,
  );
});

test('each morning the channel of the team hears once what is overdue', async () => {
  const due = { Due: { date: { start: inDays(-3) } } };
  await make(TASKS_DATA_SOURCE, 'Answer the auditors', { Assignee: toPeople([ana]), ...due });
  const told = said('C0TEAMTASKS', 'Answer the auditors').length;
  run.clock.advance(DAY);
  await until(() => said('C0TEAMTASKS', 'Answer the auditors').length > told, 'the list is told');
  await settled(run);
  const lists = said('C0TEAMTASKS', 'Answer the auditors').slice(told);
  expect(lists).toEqual([
    expect.stringMatching(
      /^\d overdue:\nAnswer the auditors is overdue for 4 days \(\d{4}-\d\d-\d\d\): Ana Ferreira\n/,
    ),
  ]);
});

test('the client’s page follows the task that links to it, and the task follows the client', async () => {
  const parent = { type: 'data_source', id: deliverables } as const;
  const made = { Name: toTitle('New archive'), State: toStatus('Waiting'), Owner: toPeople([client.gita]) };
  const { id } = theirs.workspace.createPage(client.hugo, parent, made);
  await settled(run);
  const url = `https://www.notion.so/New-archive-${id.replaceAll('-', '')}`;
  const task = await make(TASKS_DATA_SOURCE, 'Build the archive', { 'Client page': { url } });
  await edit(task, { Status: toStatus('In progress') });
  expect(statusOf(theirs, id, 'State')).toBe('Doing');

  run.clock.advance(2 * 60_000);
  theirs.workspace.editPage(client.hugo, id, { State: toStatus('Shipped') });
  await settled(run);
  expect(statusOf(run.notion, task, 'Status')).toBe('Done');

  expect(commentsIn(theirs, id)).toEqual([`${client.gita}, this page is now yours. (Pagebell)`]);
  const emails = run.ses?.emails().map(({ to, subject }) => [...to, subject]);
  expect(emails).toEqual([['gita@harbourlane.example', 'Now yours: New archive']]);
});

test('nothing is left over, and nothing was given up', async () => {
  expect(await run.health()).toMatchObject({ queued: 0, inFlight: 0, deadLetters: 0 });
});
