import { PEOPLE, TASKS } from '../../local/notion/seed.ts';
import type { FaultName, FaultReport, LocalState } from '../../local/ui/state.ts';
import { type LocalStack, settled, startStack, until } from './support/local-stack.ts';

const { ana, ben } = PEOPLE;
const QUARTER_OF_AN_HOUR_MS = 15 * 60_000;

let run: LocalStack;
beforeEach(async () => {
  run = await startStack();
});
afterEach(() => run.close());

async function post(path: string, body: unknown): Promise<void> {
  const answer = await fetch(run.url + path, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

const turn = (name: FaultName, on: boolean) => post('/local/faults', { name, on });
const giveBen = () => post('/local/assign', { pageId: TASKS.pricing, people: [ben], author: ana });
const letTimePass = () => post('/local/clock', { advanceMs: QUARTER_OF_AN_HOUR_MS });

async function reportOn(fault: FaultName): Promise<FaultReport | undefined> {
  const state = (await (await fetch(`${run.url}/local/state`)).json()) as LocalState; // the page's own JSON
  return state.demonstration?.faults.find(({ name }) => name === fault)?.report;
}

async function untilSummary(fault: FaultName, pattern: RegExp): Promise<void> {
  await until(async () => pattern.test((await reportOn(fault))?.summary ?? ''), `${fault}: ${pattern}`);
}

/** The promise was kept, and is still when nothing is left to do. */
async function expectKept(fault: FaultName): Promise<void> {
  await until(async () => (await reportOn(fault))?.verdict === 'kept', `${fault} ends well`);
  await settled(run);
  expect(await reportOn(fault)).toMatchObject({ verdict: 'kept' });
}

test('everything is delivered twice: Ben is told once', async () => {
  await turn('deliver-twice', true);
  await giveBen();
  await untilSummary('deliver-twice', /2 webhooks/);
  await expectKept('deliver-twice');
});

test('Slack is down: the comment comes at once, the message when Slack is back', async () => {
  await turn('slack-down', true);
  await giveBen();
  await untilSummary('slack-down', /refused [1-9].* 1 comment, 0 Slack/);
  await settled(run);
  await turn('slack-down', false);
  await letTimePass();
  await expectKept('slack-down');
});

test('Notion answers 429: Pagebell goes on when it is over', async () => {
  await turn('notion-429', true);
  await giveBen();
  await untilSummary('notion-429', /refused [1-9]\d* calls?\..* 0 comments/);
  await turn('notion-429', false);
  await letTimePass();
  await expectKept('notion-429');
});

test('a webhook is dropped: the sweep finds what it would have told', async () => {
  await turn('drop-second', true);
  await giveBen();
  await untilSummary('drop-second', /^1 webhook lost\..* 0 comments/);
  await letTimePass();
  await expectKept('drop-second');
});

test('the consumer is killed: another one finds its comment, and does not repeat it', async () => {
  await turn('kill-consumer', true);
  await giveBen();
  await untilSummary('kill-consumer', /^The consumer was killed\..* 1 comment, 0 Slack/);
  await letTimePass();
  await expectKept('kill-consumer');
});

test('a signature is forged: nothing is queued', async () => {
  await turn('forge-signature', true);
  await expectKept('forge-signature');
  expect(run.notion.workspace.comments()).toEqual([]);
});
