import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEOPLE } from '../../local/notion/seed.ts';
import { synth } from '../../local/synth.ts';
import {
  assign,
  type LocalStack,
  makeTask,
  mentions,
  postSigned,
  settled,
  startStack,
} from './support/local-stack.ts';

const { ana, ben, elif, femi } = PEOPLE;
const CHANNEL = 'C0FLOWTESTS';

const assembly = mkdtempSync(join(tmpdir(), 'pagebell-slack-bot-'));
let run: LocalStack;
beforeAll(async () => {
  await synth(assembly, 'test/flow/support/slack-bot.config.ts');
  run = await startStack(undefined, {}, assembly);
});
afterAll(async () => {
  await run.close();
  rmSync(assembly, { recursive: true, force: true });
});
beforeEach(() => run.clock.advance(60_000)); // Slack's channel has room again

/** A task that Pagebell has seen, and nobody has. */
async function knownTask(): Promise<string> {
  const task = makeTask(run, femi);
  await postSigned(run, { type: 'page.moved', entity: { id: task, type: 'page' } });
  await settled(run);
  return task;
}

/** The Slack messages since then: where each went, and the beginning of what Slack shows. */
function toldSince(count: number): string[] {
  return run.slack
    .messages()
    .slice(count)
    .map(({ to, blocks }) => `${to}: ${JSON.stringify(blocks).match(/"text":"([^"]*), this page/)?.[1]}`)
    .sort();
}

async function assignAndWait(...people: string[]): Promise<{ task: string; told: string[] }> {
  const task = await knownTask();
  const before = run.slack.messages().length;
  assign(run, ben, task, people);
  await settled(run);
  return { task, told: toldSince(before) };
}

test('the channel mentions them, and each has a direct message', async () => {
  const { task, told } = await assignAndWait(ana, femi);
  expect(told).toEqual([
    `${CHANNEL}: <@U0000000ANA>, <@U000000FEMI>`,
    'U0000000ANA: Ana Ferreira',
    'U000000FEMI: Femi Adeyemi',
  ]);
  expect(mentions(run, task)).toEqual([[ana, femi]]);
});

test('who is not in Slack is named in the channel, and nothing is owed to them', async () => {
  const { told } = await assignAndWait(elif);
  expect(told).toEqual([`${CHANNEL}: Elif Yılmaz`]);
  expect(await run.health()).toEqual({ queued: 0, inFlight: 0, deadLetters: 0, due: 0 });
  expect(JSON.stringify(run.log.after(0))).not.toContain('northlight.example');
});

test('a direct message that fails comes later, once, and holds up nobody', async () => {
  const about = 'U0000000ANA';
  const effect = { kind: 'answer', when: 'before', status: 200, code: 'internal_error' } as const;
  run.slack.faults.add({ operation: 'chat.postMessage', about: `channel=${about}`, times: 1, effect });
  const { task, told } = await assignAndWait(ana, femi);
  expect(told).toEqual([`${CHANNEL}: <@U0000000ANA>, <@U000000FEMI>`, 'U000000FEMI: Femi Adeyemi']);
  const before = run.slack.messages().length;
  for (let minute = 0; minute < 3; minute++) {
    run.clock.advance(60_000);
    await settled(run);
  }
  await settled(run);
  expect(toldSince(before)).toEqual(['U0000000ANA: Ana Ferreira']);
  expect(mentions(run, task)).toHaveLength(1);
});

test('what the bot may not do is parked with a hint, and the rest goes on', async () => {
  const effect = { kind: 'answer', when: 'before', status: 200, code: 'not_in_channel' } as const;
  run.slack.faults.add({ operation: 'chat.postMessage', about: `channel=${CHANNEL}`, times: 1, effect });
  const { task, told } = await assignAndWait(ana);
  expect(told).toEqual(['U0000000ANA: Ana Ferreira']);
  expect(mentions(run, task)).toEqual([[ana]]);
  expect(await run.health()).toMatchObject({ deadLetters: 1, due: 0 });
});
