import { MINUTE, minuteOf } from '../../lambdas/core/minutes.ts';
import { PEOPLE } from '../../local/notion/seed.ts';
import {
  assign,
  type LocalStack,
  makeTask,
  mentions,
  postSigned,
  settled,
  startStack,
  until,
} from './support/local-stack.ts';

const { ana, ben, femi } = PEOPLE;
const BURST = 30;
const SINGLES = 10;

let run: LocalStack;
beforeAll(async () => {
  run = await startStack();
});
afterAll(() => run.close());

/** Tasks that Pagebell has seen, and nobody has; then the clock is at the beginning of a minute. */
async function knownTasks(count: number): Promise<string[]> {
  const tasks = Array.from({ length: count }, () => makeTask(run, femi));
  for (const id of tasks) await postSigned(run, { type: 'page.moved', entity: { id, type: 'page' } });
  await settled(run);
  const now = run.clock.now();
  run.clock.advance(minuteOf(now) + 2 * MINUTE - now);
  await settled(run);
  return tasks;
}

/** The Slack messages since then: ids, without dashes, of the tasks that each one links to. */
function toldSince(count: number): string[][] {
  return run.slack
    .messages()
    .slice(count)
    .map(({ blocks }) => JSON.stringify(blocks).match(/[0-9a-f]{32}/g) ?? []);
}

const bare = (ids: readonly string[]) => ids.map((id) => id.replaceAll('-', '')).sort();

/** Lets minutes pass until nothing is owed any more. */
async function passMinutes(): Promise<void> {
  await until(async () => {
    run.clock.advance(MINUTE);
    await settled(run);
    return (await run.health()).due === 0;
  }, 'nothing is owed');
  expect(await run.health()).toEqual({ queued: 0, inFlight: 0, deadLetters: 0, due: 0 });
}

test('a burst comes as ten messages and one digest, and as a comment on each page', async () => {
  const tasks = await knownTasks(BURST);
  const before = run.slack.messages().length;
  for (const task of tasks) assign(run, femi, task, [ana]);
  await settled(run);
  expect(toldSince(before)).toEqual(Array(SINGLES).fill([expect.any(String)]));
  expect(tasks.map((task) => mentions(run, task))).toEqual(tasks.map(() => [[ana]]));

  await passMinutes();
  const told = toldSince(before);
  expect(told.map(({ length }) => length)).toEqual([...Array(SINGLES).fill(1), BURST - SINGLES]);
  expect(told.flat().sort()).toEqual(bare(tasks));
  expect(run.slack.messages().at(-1)?.text).toMatch(/^20 more in the same minute:\nAna Ferreira, this page/);
});

test('a task that changes hands before the digest is told leaves it, and its new assignee hears of it once', async () => {
  const tasks = await knownTasks(SINGLES + 3);
  const before = run.slack.messages().length;
  for (const task of tasks) assign(run, femi, task, [ana]);
  await settled(run);
  const single = new Set(toldSince(before).flat());
  const [changed, ...waiting] = tasks.filter((task) => !single.has(task.replaceAll('-', '')));
  if (changed === undefined) throw new Error('a task waits for the digest');
  assign(run, femi, changed, [ben]);
  await settled(run);

  await passMinutes();
  const digests = run.slack.messages().slice(before + SINGLES);
  expect(
    toldSince(before + SINGLES)
      .flat()
      .sort(),
  ).toEqual(bare([changed, ...waiting]));
  expect(digests.map(({ text }) => text?.match(/Ben Okafor/g)?.length ?? 0)).toEqual([1]);
});

test('a digest whose connection is cut is told again, and nothing is left owed', async () => {
  const tasks = await knownTasks(SINGLES + 2);
  const before = run.slack.messages().length;
  for (const task of tasks) assign(run, femi, task, [ana]);
  await settled(run);
  run.slack.faults.add({ operation: 'post', times: 1, effect: { kind: 'cut', when: 'before' } });
  await passMinutes();
  expect(toldSince(before).flat().sort()).toEqual(bare(tasks));
});
