import { PEOPLE } from '../../local/notion/seed.ts';
import type { LambdaFunction } from '../../local/runtime/lambda-function.ts';
import {
  assign,
  type LocalStack,
  makeTask,
  mentions,
  pass,
  postSigned,
  settled,
  startStack,
  until,
} from './support/local-stack.ts';

const { ana, femi } = PEOPLE;
const MINUTE = 60_000;

let run: LocalStack;
beforeEach(async () => {
  run = await startStack();
});
afterEach(() => run.close());

/** A task that is assigned to somebody for the first time, and its webhook has come. */
async function assigned(): Promise<string> {
  const task = makeTask(run, femi);
  await postSigned(run, { type: 'page.moved', entity: { id: task, type: 'page' } });
  await settled(run);
  assign(run, femi, task, [ana]);
  return task;
}

function consumer(): LambdaFunction {
  const found = run.functions.find(({ definition }) => definition.logicalId.startsWith('Consumer'));
  if (!found) throw new Error('the stack has no consumer');
  return found;
}

test('Slack is down: the comment is there at once, the message when Slack is back', async () => {
  run.slack.faults.add({
    operation: 'post',
    effect: { kind: 'answer', when: 'before', status: 503, code: 'down' },
  });
  const task = await assigned();
  await settled(run);
  expect(mentions(run, task)).toEqual([[ana]]);
  expect((await run.health()).due).toBe(1);

  run.slack.faults.clear();
  await pass(run, 5 * MINUTE);
  expect(run.slack.messages()).toHaveLength(1);
  expect(mentions(run, task)).toEqual([[ana]]);
  expect(await run.health()).toEqual({ queued: 0, inFlight: 0, deadLetters: 0, due: 0 });
});

test('a comment whose answer never comes is not repeated', async () => {
  run.notion.faults.add({ operation: 'comments.create', times: 1, effect: { kind: 'cut', when: 'after' } });
  const task = await assigned();
  await settled(run);
  expect((await run.health()).due).toBe(1);
  await pass(run, 5 * MINUTE);
  expect(mentions(run, task)).toEqual([[ana]]);
  expect((await run.health()).due).toBe(0);
});

test('Notion says 429: everything waits, nothing is lost', async () => {
  const effect = {
    kind: 'answer',
    when: 'before',
    status: 429,
    code: 'rate_limited',
    headers: { 'retry-after': '30' },
  } as const;
  run.notion.faults.add({ operation: 'pages.retrieve', times: 2, effect });
  const task = makeTask(run, femi, [ana]);
  await postSigned(run, { type: 'page.created', entity: { id: task, type: 'page' } });
  await run.notion.webhooks.settled();
  const halts = () => run.log.after().filter(({ line }) => line.includes('"outcome":"halted"')).length;
  for (let halt = 1; halt <= 2; halt++) {
    await until(() => halts() >= halt && !consumer().isBusy, 'the consumer has halted');
    run.clock.advance(31_000);
  }
  await settled(run);
  expect(mentions(run, task)).toEqual([[ana]]);
});

test('comments are not allowed: Slack hears of it all the same, and a copy with a hint is parked', async () => {
  run.notion.capabilities.insertComments = false;
  const task = await assigned();
  await settled(run);
  expect(mentions(run, task)).toEqual([]);
  expect(run.slack.messages()).toHaveLength(1);
  expect(await run.health()).toMatchObject({ deadLetters: 1, due: 0 });
});

test('the consumer dies while Notion answers: the message comes again, the comment only once', async () => {
  run.notion.faults.add({
    operation: 'comments.create',
    times: 1,
    effect: { kind: 'delay', ms: 5 * MINUTE },
  });
  const task = await assigned();
  await until(() => run.notion.faults.list().length === 0, 'a comment is being posted');
  await consumer().kill();

  await pass(run, 6 * MINUTE);
  await pass(run, 6 * MINUTE);
  expect(mentions(run, task)).toEqual([[ana]]);
  expect(await run.health()).toMatchObject({ queued: 0, inFlight: 0, due: 0 });
});
