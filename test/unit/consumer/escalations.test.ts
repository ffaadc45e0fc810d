import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { ConsumerBench, pageId, partialUser, person } from '../../fakes/consumer-bench.ts';
import { notionAnswer, plainOf } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const [ana, lead, boss] = [person(1, 'Ana'), person(2, 'Lead'), person(3, 'Boss')];
const HOUR = 60 * 60_000;
const STATUS_ID = 'XGe@';
const escalations = [
  {
    status: 'Blocked <!here>',
    steps: [
      { after: '0h', tell: { people: [lead.id] } },
      { after: '24h', tell: { people: [boss.id], assignees: true } },
    ],
  },
];

async function open(config: Partial<WorkspaceConfig> = {}): Promise<ConsumerBench> {
  const bench = new ConsumerBench({ escalations, ...config });
  for (const user of [lead, boss]) bench.notion.usersById.set(user.id, user);
  set(bench, 'In progress');
  await bench.deliver(bench.event(PAGE, { type: 'page.moved', propertyIds: undefined }));
  bench.clock.advance(HOUR);
  return bench;
}

function set(bench: ConsumerBench, status: string | null): void {
  bench.assign(PAGE, [ana], {
    properties: [{ name: 'Status', id: STATUS_ID, type: 'status', option: status }],
  });
}

async function edit(bench: ConsumerBench, status: string | null): Promise<void> {
  bench.clock.advance(60_000);
  set(bench, status);
  await bench.deliver(bench.event(PAGE, { propertyIds: [STATUS_ID] }));
}

async function pass(bench: ConsumerBench, ms: number): Promise<void> {
  bench.clock.advance(ms);
  await bench.tick();
}

const comments = (bench: ConsumerBench) => bench.notion.posted.map(({ text }) => plainOf(text));
const messages = (bench: ConsumerBench) => bench.slack.posted.map(({ text }) => text);

test('who is on the ladder is told by comment and message, by name, each in their time', async () => {
  const bench = await open();
  await edit(bench, 'Blocked <!here>');
  expect(comments(bench)).toEqual([`@${lead.id}, this page is in the status “Blocked <!here>”. (Pagebell)`]);
  expect(messages(bench)).toEqual([
    expect.stringMatching(/^Lead, this page is in the status “Blocked &lt;!here&gt;”: Write the launch post/),
  ]);
  await pass(bench, 23 * HOUR);
  expect(messages(bench)).toHaveLength(1);
  await pass(bench, HOUR);
  expect(messages(bench).slice(1)).toEqual([expect.stringMatching(/^Boss, Ana, this page is in/)]);
  await pass(bench, 90 * HOUR);
  expect(messages(bench)).toHaveLength(2);
  expect(bench.record(PAGE)?.outbox).toEqual([]);
});

test('who left the status in time is not told of, though no webhook said so', async () => {
  const bench = await open();
  await edit(bench, 'Blocked <!here>');
  set(bench, 'In progress');
  await pass(bench, 24 * HOUR);
  expect(comments(bench)).toHaveLength(1);
  expect(bench.record(PAGE)).toMatchObject({ outbox: [], state: { status: 'In progress' } });
  await edit(bench, 'Blocked <!here>');
  expect(comments(bench)).toHaveLength(2);
});

test('leaving the status cancels what has not gone out', async () => {
  const bench = await open({ comment: false });
  bench.slack.failNext({ kind: 'answer', service: 'slack', status: 503, message: 'down' });
  await edit(bench, 'Blocked <!here>');
  await edit(bench, 'In progress');
  await pass(bench, HOUR);
  expect(messages(bench)).toEqual([]);
});

test('a comment whose outcome is unknown is looked up, and not posted twice', async () => {
  const bench = await open();
  bench.notion.failNext('comment', notionAnswer(504), { isEffective: true });
  await edit(bench, 'Blocked <!here>');
  await pass(bench, HOUR);
  expect(comments(bench)).toHaveLength(1);
  expect(bench.record(PAGE)?.outbox.map(({ kind }) => kind)).toEqual(['wake']);
});

test('who has no name is told all the same; a bot is not', async () => {
  const bench = await open();
  bench.notion.usersById.delete(lead.id);
  await edit(bench, 'Blocked <!here>');
  expect(messages(bench)).toEqual([expect.stringMatching(/^A team member, this page/)]);
  const other = await open();
  other.notion.usersById.set(lead.id, { ...partialUser(2), kind: 'bot', name: 'Robot' });
  await edit(other, 'Blocked <!here>');
  expect(messages(other)).toEqual([]);
});

test('names are asked for once', async () => {
  const bench = await open();
  for (const status of ['Blocked <!here>', 'In progress', 'Blocked <!here>']) await edit(bench, status);
  const asked = bench.notion.calls.filter(({ operation }) => operation === 'user').map(({ id }) => id);
  expect(asked.sort()).toEqual([lead.id, boss.id].sort());
});
