import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PEOPLE, TASKS_DATA_SOURCE } from '../../local/notion/seed.ts';
import { synth } from '../../local/synth.ts';
import { commentsOf as commentsIn } from './support/comments.ts';
import { type LocalStack, makeTask, settled, startStack, temporaryDirectory } from './support/local-stack.ts';

const { ana, ben, femi } = PEOPLE;

const assembly = temporaryDirectory();
let run: LocalStack;

/** What the README says to write for German, in a workspace that looks at what is urgent only. */
function configText(): string {
  const [, example] = /### Languages\n\n```ts\n(.*?)```/s.exec(readFileSync('README.md', 'utf8')) ?? [];
  if (!example) throw new Error('the README shows how to speak another language');
  return `
    import { defineConfig } from '${resolve('lambdas/core/config.ts')}';
    export default defineConfig({
      workspaces: [
        {
          key: 'main',
          unassigned: 'notify',
          email: { from: 'Pagebell <bell@example.com>' },
          dataSources: [
            {
              id: '${TASKS_DATA_SOURCE}',
              only: [{ property: 'Priority', is: ['High', 'Urgent'] }],
              messages: { assigned: { comment: '{people}, this task is now yours. ({pagebell})' } },
            },
          ],
          ${example}
        },
      ],
    });`;
}

beforeAll(async () => {
  const config = join(assembly.path, 'german.config.ts');
  writeFileSync(config, configText());
  await synth(join(assembly.path, 'cdk.out'), config);
  run = await startStack(undefined, {}, join(assembly.path, 'cdk.out'));
  run.notion.workspace.setProperty(TASKS_DATA_SOURCE, {
    id: 'pr:o',
    name: 'Priority',
    type: 'select',
    select: { options: [] },
  });
});
afterAll(async () => {
  await run.close();
  assembly.remove();
});

const commentsOf = (task: string) => commentsIn(run.notion, task);

async function edit(
  task: string,
  properties: { priority?: string; people?: readonly string[] },
): Promise<void> {
  const { priority, people } = properties;
  run.notion.workspace.editPage(femi, task, {
    ...(priority && { Priority: { select: { name: priority } } }),
    ...(people && { Assignee: { people: people.map((id) => ({ id })) } }),
  });
  await settled(run);
}

test('who has a language is told in it, and alone in what is for them alone', async () => {
  const [hers, theirs] = [makeTask(run, femi), makeTask(run, femi)];
  await edit(hers, { priority: 'High', people: [ana] });
  await edit(theirs, { priority: 'High', people: [ana, ben] });
  expect(commentsOf(hers)).toEqual([`${ana}, diese Seite gehört jetzt dir. (Pagebell)`]);
  expect(commentsOf(theirs)).toEqual([`${ana}, ${ben}, this task is now yours. (Pagebell)`]);
  expect(run.slack.messages().map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Ana Ferreira, diese Seite gehört jetzt dir: Try the flow /),
    expect.stringMatching(/^Ana Ferreira, Ben Okafor, this page is now yours: Try the flow /),
  ]);
  const emails = run.ses?.emails() ?? [];
  expect(emails.map(({ to: [to], subject }) => `${to}: ${subject}`).sort()).toEqual([
    'ana@northlight.example: Jetzt deine: Try the flow',
    'ana@northlight.example: Jetzt deine: Try the flow',
    'ben@northlight.example: Now yours: Try the flow',
  ]);
});

test('a task is nobody’s until it is urgent, and is told once though it comes and goes', async () => {
  const task = makeTask(run, femi, [ben]);
  await edit(task, { priority: 'Low' });
  expect(commentsOf(task)).toEqual([]);
  await edit(task, { priority: 'Urgent' });
  const told = `${ben}, this task is now yours. (Pagebell)`;
  expect(commentsOf(task)).toEqual([told]);
  await edit(task, { priority: 'Low', people: [ben, ana] });
  await edit(task, { priority: 'Medium' });
  expect(commentsOf(task)).toEqual([told]);
  await edit(task, { priority: 'High' });
  expect(commentsOf(task)).toEqual([told, `${ana}, diese Seite gehört jetzt dir. (Pagebell)`]);
  expect((await run.health()).deadLetters).toBe(0);
});
