import { LocalClock } from '../../local/clock.ts';
import { PEOPLE, TASK_PROPERTY, TASKS, TASKS_DATA_SOURCE } from '../../local/notion/seed.ts';
import { startLocal } from '../../local/start.ts';
import { synth } from '../../local/synth.ts';
import { commentsOf as commentsIn } from './support/comments.ts';
import { type LocalStack, makeTask, settled, temporaryDirectory, until } from './support/local-stack.ts';

const { ana, ben, elif, femi } = PEOPLE;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const assembly = temporaryDirectory();
let run: LocalStack;

beforeAll(async () => {
  await synth(assembly.path, 'test/flow/support/rules.config.ts');
  // It begins at noon: all that is to happen at nine does so when a test says.
  const now = Date.now();
  const noon = Math.ceil((now - DAY / 2) / DAY) * DAY + DAY / 2;
  const local = await startLocal({
    assemblyDirectory: assembly.path,
    dataDir: undefined,
    environment: { PORT: '0' },
    clock: new LocalClock(Date.now, noon - now),
  });
  const { notion, slack } = local;
  if (!notion || !slack) throw new Error('Notion and Slack are to be simulated');
  run = { ...local, notion, slack };
  addStatus('Shipped', 'Complete');
});
afterAll(async () => {
  await run.close();
  assembly.remove();
});

/** Adds a status to the tasks', in one of Notion's groups. */
function addStatus(name: string, group: string): void {
  const { workspace } = run.notion;
  const properties = workspace.dataSource(TASKS_DATA_SOURCE)?.properties ?? [];
  for (const property of properties) {
    if (property.type !== 'status') continue;
    const options = [
      ...property.status.options,
      { id: name, name, color: 'green' as const, description: null },
    ];
    const groups = property.status.groups.map((each) =>
      each.name === group ? { ...each, option_ids: [...each.option_ids, name] } : each,
    );
    workspace.setProperty(TASKS_DATA_SOURCE, { ...property, status: { options, groups } });
  }
}

const commentsOf = (task: string) => commentsIn(run.notion, task);

function day(daysFromNow: number): string {
  return new Date(run.clock.now() + daysFromNow * DAY).toISOString().slice(0, 10);
}

function setDue(task: string, start: string | null): void {
  run.notion.workspace.editPage(femi, task, { Due: { date: start === null ? null : { start } } });
}

function setStatus(task: string, name: string): void {
  run.notion.workspace.editPage(ben, task, { Status: { status: { name } } });
}

/** Lets hours pass until the comments of a task are these. */
async function passUntil(hours: number, task: string, expected: readonly string[]): Promise<void> {
  run.clock.advance(hours * HOUR);
  await until(() => commentsOf(task).length >= expected.length, `there are ${expected.length} comments`);
  await settled(run);
  expect(commentsOf(task)).toEqual(expected);
}

test('the assignees are reminded the day before and on the day, and not once the task is complete', async () => {
  const task = makeTask(run, femi, [ana]);
  const [done, shipped] = [makeTask(run, femi, [ana]), makeTask(run, femi, [ana])];
  for (const each of [task, done, shipped]) setDue(each, day(2));
  await settled(run);
  expect(commentsOf(task)).toEqual([]);

  setStatus(done, 'Done');
  setStatus(shipped, 'Shipped');
  const tomorrow = `${ana}, this page is due tomorrow. (Pagebell)`;
  await passUntil(24, task, [tomorrow]);
  const message = run.slack.messages().find(({ text }) => text?.includes('Try the flow'));
  expect(message?.text).toMatch(/^Ana Ferreira, this page is due tomorrow \(\d{4}-\d\d-\d\d\): Try the flow/);
  await passUntil(24, task, [tomorrow, `${ana}, this page is due today. (Pagebell)`]);
  run.clock.advance(48 * HOUR);
  await settled(run);
  expect(commentsOf(task)).toHaveLength(2);
  expect([commentsOf(done), commentsOf(shipped)]).toEqual([[], []]);
});

test('tasks that were there before, and nobody edits, are found by the sweep', async () => {
  await until(async () => {
    run.clock.advance(HOUR / 12);
    await settled(run);
    return commentsOf(TASKS.backups).length > 0;
  }, 'the restore of a backup is reminded of');
  expect(commentsOf(TASKS.backups)[0]).toMatch(/this page is due (tomorrow|today)\. \(Pagebell\)$/);
});

test('who is on the ladder is told when the task comes into the status, and a day later', async () => {
  const task = makeTask(run, femi, [ana]);
  setStatus(task, 'Not started');
  await settled(run);
  setStatus(task, 'In progress');
  await settled(run);
  const first = `${femi}, this page is in the status “In progress”. (Pagebell)`;
  expect(commentsOf(task)).toEqual([first]);
  await passUntil(25, task, [first, `${elif}, ${ana}, this page is in the status “In progress”. (Pagebell)`]);

  run.clock.advance(25 * HOUR);
  await until(() => told.channel().length > 0 && told.address().length > 0, 'channel and address are told');
  await settled(run);
  expect(told.channel()).toEqual([
    expect.stringMatching(/^Try the flow \S+ is in the status “In progress”. Assigned to: Ana Ferreira\.$/),
  ]);
  expect(told.address()).toEqual(['In progress: Try the flow']);
  expect(JSON.stringify(run.log.after(0))).not.toContain('oncall');
});

/** What the last step of the ladder tells, and whom no other does. */
const told = {
  channel: () =>
    run.slack
      .messages()
      .filter(({ to }) => to === 'C0ESCALATIONS')
      .map(({ text }) => text),
  address: () =>
    (run.ses?.emails() ?? [])
      .filter(({ to }) => to.includes('oncall@example.com'))
      .map(({ subject }) => subject),
};

test('who left the status in time is not told of', async () => {
  const task = makeTask(run, femi, [ana]);
  setStatus(task, 'Not started');
  await settled(run);
  setStatus(task, 'In progress');
  await settled(run);
  setStatus(task, 'Done');
  await settled(run);
  run.clock.advance(25 * HOUR);
  await settled(run);
  expect(commentsOf(task)).toHaveLength(1);
  expect((await run.health()).deadLetters).toBe(0);
});

test('an edit of another property costs no call of Notion', async () => {
  const task = makeTask(run, femi, [ana]);
  setDue(task, day(9));
  await settled(run);
  const { length } = run.notion.calls().filter(({ operation }) => operation === 'pages.retrieve');
  run.notion.workspace.editPage(femi, task, { Notes: { rich_text: [{ text: { content: 'x' } }] } });
  await settled(run);
  expect(run.notion.calls().filter(({ operation }) => operation === 'pages.retrieve')).toHaveLength(length);
  expect(TASK_PROPERTY.notes).not.toBe(TASK_PROPERTY.due);
});

test('each morning the channel hears what is overdue, once', async () => {
  const task = makeTask(run, femi, [ana]);
  setDue(task, day(-3));
  await settled(run);
  const listing = () =>
    run.slack.messages().filter(({ blocks }) => JSON.stringify(blocks).includes(task.replaceAll('-', '')));
  const lists = () => listing().filter(({ text }) => text?.includes(' overdue:'));
  const before = lists().length;
  await until(async () => {
    run.clock.advance(HOUR);
    await settled(run);
    return lists().length > before;
  }, 'the task is listed');
  expect(lists().at(-1)?.text).toMatch(
    /Try the flow \S+ is overdue for [34] days \(\d{4}-\d\d-\d\d\): Ana Ferreira/,
  );
  setStatus(task, 'Done');
  for (let hour = 0; hour < 24; hour++) {
    run.clock.advance(HOUR);
    await settled(run);
  }
  expect(lists()).toHaveLength(before + 1);
});
