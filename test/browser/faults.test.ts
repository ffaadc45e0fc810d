import { type LocalStack, startStack } from '../flow/support/local-stack.ts';
import { DemonstrationPage } from './support/demonstration-page.ts';
import { assignments, mentioned } from './support/notices.ts';
import { useChromium } from './support/use-chromium.ts';
import { eventually, thirdParty, type Visit } from './support/visit.ts';

const open = useChromium();
let run: LocalStack;
let seen: Visit;
let demo: DemonstrationPage;
/** Who had which task before anybody was assigned. */
let before: Set<string>;

beforeEach(async () => {
  run = await startStack();
  seen = await open();
  demo = new DemonstrationPage(seen.page);
  await demo.open(run);
  before = new Set(assignments(run));
});

/** What must be so after every fault: who got a task was mentioned, nobody twice, and the page broke no rule. */
afterEach(async () => {
  const added = assignments(run).filter((assignment) => !before.has(assignment));
  const told = mentioned(run);
  expect(told).toEqual([...new Set(told)]);
  expect(told).toEqual(expect.arrayContaining(added));
  expect(thirdParty(seen, run.url)).toEqual([]);
  expect(seen.troubles).toEqual([]);
  await run.close();
});

async function assignSomebody(): Promise<void> {
  const count = assignments(run).length;
  await demo.button('Assign somebody').click();
  await eventually(() => expect(assignments(run)).toHaveLength(count + 1));
}

async function commented(): Promise<void> {
  await eventually(() => expect(mentioned(run)).not.toEqual([]));
}

test('everything delivered twice: one comment, one message', async () => {
  await demo.turn('Deliver everything twice', 'on');
  await assignSomebody();
  expect(await demo.verdict('deliver-twice', 'kept')).toMatch(/2 webhooks, 1 comment, 1 Slack message/);
  expect(run.slack.messages()).toHaveLength(1);
});

test('Slack is down: the comment comes at once, the message when Slack is back', async () => {
  await demo.turn('Slack is down', 'on');
  await assignSomebody();
  await commented();
  expect(run.slack.messages()).toEqual([]);
  await demo.verdict('slack-down', 'open');
  await demo.turn('Slack is down', 'off');
  await demo.button('Let 15 minutes pass').click();
  expect(await demo.verdict('slack-down', 'kept')).toMatch(/1 comment, 1 Slack message/);
  expect(run.slack.messages()).toHaveLength(1);
});

test('Notion answers 429: nothing comes meanwhile, and everything afterwards', async () => {
  await demo.turn('Notion answers 429', 'on');
  await assignSomebody();
  await eventually(() => expect(run.notion.calls().map(({ status }) => status)).toContain(429));
  expect(mentioned(run)).toEqual([]);
  await demo.turn('Notion answers 429', 'off');
  expect(await demo.verdict('notion-429', 'kept')).toMatch(/1 comment, 1 Slack message/);
});

test('every second webhook is lost: the sweep finds what nobody told', async () => {
  await demo.turn('Drop every second webhook', 'on');
  await assignSomebody();
  await demo.region('Pagebell').locator('li[data-outcome="lost"]').first().waitFor();
  expect(mentioned(run)).toEqual([]);
  await demo.button('Let 15 minutes pass').click();
  expect(await demo.verdict('drop-second', 'kept')).toMatch(/0 webhooks, 1 comment, 1 Slack message/);
});

test('a forged signature is refused, and nothing is queued', async () => {
  await demo.button('Forge a signature').click();
  expect(await demo.verdict('forge-signature', 'kept')).toMatch(/401/);
  await demo.region('Pagebell').locator('li[data-outcome="rejected"]').getByText('HTTP 401').waitFor();
  expect(mentioned(run)).toEqual([]);
  expect(await run.health()).toMatchObject({ queued: 0, inFlight: 0 });
});

test('the consumer is killed in the middle of its work: the notice comes all the same, once', async () => {
  const consumer = run.functions.find(({ definition }) => definition.logicalId.startsWith('Consumer'));
  if (!consumer) throw new Error('the stack has no consumer');
  const killed = jest.spyOn(consumer, 'kill');
  await demo.turn('Kill the consumer', 'on');
  await assignSomebody();
  await demo.turned('Kill the consumer', 'off');
  await eventually(() => expect(killed).toHaveBeenCalledTimes(1));
  await demo.button('Let 15 minutes pass').click();
  expect(await demo.verdict('kill-consumer', 'kept')).toMatch(/1 comment, 1 Slack message/);
  expect(run.slack.messages()).toHaveLength(1);
});
