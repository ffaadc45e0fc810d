import { LocalClock } from '../../local/clock.ts';
import type { LocalRun } from '../../local/local-run.ts';
import { PEOPLE } from '../../local/notion/seed.ts';
import { type SimulatedNotion, startSimulatedNotion } from '../../local/notion/server.ts';
import { type SimulatedSlack, startSimulatedSlack } from '../../local/slack/server.ts';
import { startLocal } from '../../local/start.ts';
import { motoExecutable, startMoto } from '../contract/support-queue-endpoints.ts';
import { makeTaskIn, mentionsIn, postSigned, until } from './support/local-stack.ts';
import { assemblyDirectory } from './support/synthesise.ts';

const SECRET = 'secret_of_another_server';
let notion: SimulatedNotion;
let slack: SimulatedSlack;
let run: LocalRun | undefined;

beforeEach(async () => {
  const clock = new LocalClock();
  notion = await startSimulatedNotion({ clock, token: 'ntn_other' });
  slack = await startSimulatedSlack({ clock });
});
afterEach(async () => {
  await run?.close();
  run = undefined;
  await notion.close();
  await slack.close();
});

/** The same stack, against servers that it did not start. */
function start(more: Readonly<Record<string, string>> = {}): Promise<LocalRun> {
  return startLocal({
    assemblyDirectory: assemblyDirectory(),
    dataDir: undefined,
    environment: {
      PORT: '0',
      NOTION_TOKEN: 'ntn_other',
      NOTION_BASE_URL: notion.url,
      NOTION_WEBHOOK_SECRET: SECRET,
      ...more,
    },
  });
}

async function announces(target: LocalRun): Promise<void> {
  const task = makeTaskIn(notion, PEOPLE.femi, [PEOPLE.ana]);
  const event = { type: 'page.updated', entity: { id: task } };
  expect(await postSigned(target, event)).toMatchObject({ status: 401 });
  for (let time = 0; time < 2; time++)
    expect(await postSigned(target, event, SECRET)).toMatchObject({ status: 200 });
  await until(() => slack.messages().length > 0, 'Slack hears of it');
  await until(async () => {
    const { queued, inFlight } = await target.health();
    return queued + inFlight === 0;
  }, 'the queue is empty');
  expect(mentionsIn(notion, task)).toEqual([[PEOPLE.ana]]);
  expect(slack.messages()).toHaveLength(1);
}

test('the stack works against other servers for Notion and Slack', async () => {
  run = await start({ SLACK_WEBHOOK_URL: slack.url });
  expect(run.notion).toBeUndefined();
  await announces(run);
});

test('without a Slack webhook only the comment is made', async () => {
  run = await start();
  const task = makeTaskIn(notion, PEOPLE.femi, [PEOPLE.ana]);
  await postSigned(run, { type: 'page.updated', entity: { id: task } }, SECRET);
  await until(() => mentionsIn(notion, task).length > 0, 'the comment is there');
  expect(slack.messages()).toEqual([]);
});

const moto = motoExecutable();
if (!moto)
  console.warn('LEFT OUT: the stack against another AWS stand-in, because moto_server is not on the PATH');

(moto ? test : test.skip)(
  'the stack works against another AWS stand-in',
  async () => {
    const aws = await startMoto(moto ?? '');
    try {
      run = await start({ SLACK_WEBHOOK_URL: slack.url, AWS_ENDPOINT_URL: aws.url });
      expect(run.isAwsForeign).toBe(true);
      await announces(run);
      await run.close();
      run = undefined;
    } finally {
      await aws.close();
    }
  },
  30_000,
);
