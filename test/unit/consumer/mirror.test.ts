import { pageId } from '../../fakes/consumer-bench.ts';
import { notionAnswer } from '../../fakes/fake-notion.ts';
import {
  CLIENT,
  CLIENT_TASKS,
  DELIVERABLE,
  linkTo,
  MirrorBench,
  OTHER_TASK,
  paired,
  TASK,
  TEAM,
  TEAM_TASKS,
} from '../../fakes/mirror-bench.ts';

test('a status goes to the linked page under its name there, and comes back', async () => {
  const mirror = await paired();
  mirror.setStatus(TASK, 'In progress');
  await mirror.tell(TEAM, TASK);
  expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Doing');
  mirror.bench.clock.advance(60_000);
  mirror.setState(DELIVERABLE, 'Shipped');
  await mirror.tell(CLIENT, DELIVERABLE);
  expect(mirror.optionOf(TEAM, TASK)).toBe('Done');
  expect([mirror.client.written.length, mirror.team.written.length]).toEqual([1, 1]);
});

test('what came back and is undone at once stays undone', async () => {
  const mirror = await paired();
  mirror.setState(DELIVERABLE, 'Shipped');
  await mirror.tell(CLIENT, DELIVERABLE);
  mirror.bench.clock.advance(60_000);
  mirror.setStatus(TASK, 'Not started');
  await mirror.tell(TEAM, TASK);
  expect(mirror.optionOf(TEAM, TASK)).toBe('Not started');
  expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Not started');
});

test('only ids travel, in the group of the other workspace', async () => {
  const mirror = await paired();
  mirror.setStatus(TASK, 'Done');
  await mirror.bench.deliver(mirror.event(TEAM, TASK));
  const [sent, ...others] = mirror.bench.sent;
  expect(others).toEqual([]);
  expect(sent?.job).toEqual({
    kind: 'mirror',
    workspace: CLIENT,
    pageId: DELIVERABLE,
    mirror: expect.stringMatching(/^[0-9a-f]{12}$/),
    partner: TASK,
    version: mirror.jobs()[0]?.version,
  });
  expect(sent?.deduplicationId.length).toBeLessThanOrEqual(128);
  expect(mirror.record(TEAM, TASK)?.outbox).toEqual([]);
});

test('an own write that comes back costs one read and nothing else', async () => {
  const mirror = await paired();
  mirror.setStatus(TASK, 'Done');
  await mirror.tell(TEAM, TASK);
  const calls = mirror.client.calls.length;
  await mirror.bench.deliver(mirror.event(CLIENT, DELIVERABLE));
  expect(mirror.client.calls.slice(calls).map(({ operation }) => operation)).toEqual(['page']);
  expect(mirror.jobs()).toEqual([]);
});

test('at first sight equal values cost no write, and of different ones the first side’s counts', async () => {
  const equal = await paired();
  expect(equal.client.written).toEqual([]);
  const mirror = new MirrorBench();
  mirror.makeTask(TASK, 'Done', linkTo(DELIVERABLE));
  mirror.makeDeliverable(DELIVERABLE, 'Doing');
  await mirror.tell(TEAM, TASK);
  expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
  expect(mirror.team.written).toEqual([]);
});

describe('edited on both sides', () => {
  test.each([
    ['the later edit counts', 0, 120_000, 'Shipped', 'Done', 'to'],
    ['also where it is the first side’s', 120_000, 0, 'Doing', 'In progress', 'from'],
    ['within one minute the first side’s', 0, 0, 'Doing', 'In progress', 'from'],
  ])('%s, and it is logged', async (_, waitTeam, waitClient, state, status, winner) => {
    const mirror = await paired();
    const edits = [
      { at: waitTeam, do: () => mirror.setStatus(TASK, 'In progress') },
      { at: waitClient, do: () => mirror.setState(DELIVERABLE, 'Shipped') },
    ].sort((one, other) => one.at - other.at);
    let passed = 0;
    for (const edit of edits) {
      mirror.bench.clock.advance(edit.at - passed);
      passed = edit.at;
      edit.do();
    }
    await mirror.bench.deliver(mirror.event(TEAM, TASK), mirror.event(CLIENT, DELIVERABLE));
    await mirror.settle();
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe(state);
    expect(mirror.optionOf(TEAM, TASK)).toBe(status);
    expect(mirror.client.written.length + mirror.team.written.length).toBe(1);
    const told = mirror.bench.log.lines.filter(({ message }) => message.startsWith('Both sides'));
    expect(told.map(({ fields }) => fields)).toEqual([
      expect.objectContaining({ property: 'Status', winner }),
    ]);
  });
});

test('one way: edits over there stay, until the first side moves', async () => {
  const mirror = await paired({ both: false });
  mirror.setState(DELIVERABLE, 'Shipped');
  await mirror.tell(CLIENT, DELIVERABLE);
  expect(mirror.optionOf(TEAM, TASK)).toBe('Not started');
  mirror.setStatus(TASK, 'In progress');
  await mirror.tell(TEAM, TASK);
  expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Doing');
  expect(mirror.team.written).toEqual([]);
});

describe('given up, with a hint', () => {
  test('a link that is no address of a page; mended, it goes on', async () => {
    const mirror = new MirrorBench();
    mirror.makeTask(TASK, 'Done', 'https://example.com/our-client');
    mirror.makeDeliverable(DELIVERABLE, 'Doing');
    await mirror.tell(TEAM, TASK);
    await mirror.tell(TEAM, TASK);
    expect(mirror.parked()).toEqual([
      'what the link holds is no address of a page in Notion: Put the address of the page on the other side there (Copy link, in its menu), then retry it.',
    ]);
    mirror.edit(TEAM, TASK, 'Client page', { url: linkTo(DELIVERABLE) });
    await mirror.tell(TEAM, TASK);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
    expect(mirror.record(TEAM, TASK)?.outbox).toEqual([]);
  });

  test('a page that is gone or not shared', async () => {
    const mirror = new MirrorBench();
    mirror.makeTask(TASK, 'Done', linkTo(DELIVERABLE));
    await mirror.tell(TEAM, TASK);
    expect(mirror.parked()).toEqual([expect.stringContaining('404')]);
    expect(mirror.parked()).toEqual([
      expect.stringContaining("Share the page with this workspace's connection"),
    ]);
    expect(mirror.record(CLIENT, DELIVERABLE)?.outbox).toMatchObject([
      { kind: 'take-over', progress: { state: 'failed' } },
    ]);
  });

  test('a page in another data source', async () => {
    const mirror = new MirrorBench();
    mirror.makeTask(TASK, 'Done', linkTo(DELIVERABLE));
    mirror.makeDeliverable(DELIVERABLE, 'Doing');
    const found = mirror.client.pages.get(DELIVERABLE);
    if (found) mirror.client.pages.set(DELIVERABLE, { ...found, dataSourceId: pageId(99) });
    await mirror.tell(TEAM, TASK);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Doing');
    expect(mirror.bench.parked).toHaveLength(1);
  });

  test('an option that is not there names property and key; added, a retry mends it', async () => {
    const mirror = await paired();
    mirror.setStatus(TASK, 'Blocked');
    await mirror.tell(TEAM, TASK);
    expect(mirror.client.written).toEqual([]);
    expect(mirror.parked()).toEqual([
      'the property "State" does not have the option that the other side shows: Add it to the property, or map it in `mirrors[0].properties[0].options` in pagebell.config.ts and deploy; then retry it.',
    ]);
    mirror.client.schemas.set(CLIENT_TASKS, [
      { name: 'State', id: 'StAt', type: 'select', options: [{ name: 'Blocked' }] },
    ]);
    mirror.bench.clock.advance(60_000);
    const notices = mirror.record(CLIENT, DELIVERABLE)?.outbox.map(({ id }) => id) ?? [];
    await mirror.bench.deliver({ kind: 'retry', workspace: CLIENT, pageId: DELIVERABLE, notices });
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Blocked');
    expect(mirror.record(CLIENT, DELIVERABLE)?.outbox).toEqual([]);
  });

  test('a second page that links to the same one; once the first does not, it may', async () => {
    const mirror = await paired();
    mirror.makeTask(OTHER_TASK, 'Done', linkTo(DELIVERABLE));
    await mirror.tell(TEAM, OTHER_TASK);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Not started');
    expect(mirror.parked()).toEqual([expect.stringMatching(/^another page links to this one/)]);
    mirror.edit(TEAM, TASK, 'Client page', { url: null });
    await mirror.tell(TEAM, TASK);
    const notices = mirror.record(CLIENT, DELIVERABLE)?.outbox.map(({ id }) => id) ?? [];
    await mirror.bench.deliver({ kind: 'retry', workspace: CLIENT, pageId: DELIVERABLE, notices });
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
  });

  test('a connection that may not edit', async () => {
    const mirror = await paired();
    mirror.client.failNext('update', notionAnswer(403, 'no', { code: 'restricted_resource' }));
    mirror.setStatus(TASK, 'Done');
    await mirror.tell(TEAM, TASK);
    expect(mirror.parked()).toEqual([expect.stringContaining("Enable 'Update content'")]);
  });
});

describe('one side’s trouble is its own', () => {
  test.each([401, 429, 529])(
    '%i closes the other workspace only, and the edit arrives in the end',
    async (status) => {
      const mirror = await paired();
      mirror.client.failNext('update', notionAnswer(status, 'no', { retryAfterMs: 30_000 }));
      mirror.setStatus(TASK, 'Done');
      await mirror.tell(TEAM, TASK);
      expect(mirror.bench.table.workspaceItems.get(CLIENT)?.closedUntil).toBeGreaterThan(
        mirror.bench.clock.now(),
      );
      expect(mirror.bench.table.workspaceItems.get(TEAM)?.closedUntil).toBeUndefined();
      mirror.bench.clock.advance(5 * 60_000);
      await mirror.bench.tick();
      await mirror.settle();
      expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
    },
  );

  test.each([
    ['certainly not', false],
    ['perhaps', true],
  ])('a write that failed passingly, and %s happened, is made good once', async (_, isEffective) => {
    const mirror = await paired();
    mirror.client.failNext('update', notionAnswer(503), { isEffective });
    mirror.setStatus(TASK, 'Done');
    await mirror.tell(TEAM, TASK);
    expect(mirror.record(CLIENT, DELIVERABLE)?.outbox).toMatchObject([{ kind: 'take-over', attempts: 1 }]);
    mirror.bench.clock.advance(10 * 60_000);
    await mirror.bench.tick();
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
    expect(mirror.client.written).toHaveLength(1);
    expect(mirror.record(CLIENT, DELIVERABLE)?.outbox).toEqual([]);
  });

  test('a page that could not be read stays owed, though nothing was known of it', async () => {
    const mirror = new MirrorBench();
    mirror.makeTask(TASK, 'Done', linkTo(DELIVERABLE));
    mirror.makeDeliverable(DELIVERABLE, 'Doing');
    mirror.client.failNext('page', notionAnswer(503));
    mirror.client.failNext('page', notionAnswer(503));
    await mirror.tell(TEAM, TASK);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Doing');
    mirror.bench.clock.advance(10 * 60_000);
    await mirror.bench.tick();
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
  });
});

test.each([
  [CLIENT, 'Observed, not written'],
  [TEAM, 'Observed, not handed over'],
] as const)(
  'while %s only observes, nothing is written, and the log says so; it is once it notifies',
  async (where, told) => {
    const mirror = await paired();
    const { bench } = mirror;
    const observing = bench.workspaces.find(({ key }) => key === where);
    if (observing) observing.mode = 'observe';
    mirror.setStatus(TASK, 'Done');
    await mirror.tell(TEAM, TASK);
    expect(mirror.client.written).toEqual([]);
    expect(bench.log.lines.map(({ message }) => message)).toContain(told);
    if (observing) observing.mode = 'notify';
    bench.clock.advance(60 * 60_000);
    await bench.tick();
    await mirror.settle();
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
  },
);

test('a job of a page that links elsewhere by now, or is gone, does nothing', async () => {
  const mirror = await paired();
  mirror.setStatus(TASK, 'Done');
  await mirror.bench.deliver(mirror.event(TEAM, TASK));
  mirror.bench.table.records.delete(`page#${TEAM}#${TASK}`);
  await mirror.settle();
  expect(mirror.client.written).toEqual([]);
  expect(mirror.parked()).toEqual([]);
});

test('a sweep finds an edit that no webhook told of, and brings a new mirror about for every page', async () => {
  const mirror = new MirrorBench();
  const { bench } = mirror;
  mirror.makeTask(TASK, 'Done', linkTo(DELIVERABLE));
  mirror.makeDeliverable(DELIVERABLE, 'Not started');
  for (const id of [TASK, OTHER_TASK]) mirror.team.editedAt.set(id, bench.clock.now() - 60 * 60_000);
  const sweep = { sweptTo: bench.clock.now(), dueAt: bench.clock.now(), attempts: 0 };
  await bench.table.dataSources.add(TEAM, TEAM_TASKS, {
    baseline: bench.clock.now(),
    watchedIds: ['sTaT', 'LiNk'],
    watchedAt: bench.clock.now(),
    sweep,
  });
  await bench.tick();
  await mirror.settle();
  expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');

  bench.clock.advance(60 * 60_000);
  mirror.setStatus(TASK, 'In progress');
  mirror.team.editedAt.set(TASK, bench.clock.now());
  bench.clock.advance(30 * 60_000);
  await bench.tick();
  await mirror.settle();
  expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Doing');
});

test('two mirrors in opposite directions, of other properties, come to rest', async () => {
  const back = {
    from: { workspace: CLIENT, dataSource: CLIENT_TASKS, link: 'Task' },
    to: { workspace: TEAM, dataSource: TEAM_TASKS },
    properties: [{ from: 'Paid', to: 'Ready' }],
  };
  const mirror = new MirrorBench({ both: false }, {}, [back]);
  mirror.makeTask(TASK, 'Not started', linkTo(DELIVERABLE));
  mirror.makeDeliverable(DELIVERABLE, 'Not started');
  mirror.add(TEAM, TASK, { name: 'Ready', id: 'ReDy', type: 'checkbox', isChecked: false });
  mirror.add(CLIENT, DELIVERABLE, { name: 'Paid', id: 'PaId', type: 'checkbox', isChecked: false });
  mirror.add(CLIENT, DELIVERABLE, { name: 'Task', id: 'TaSk', type: 'url', url: linkTo(TASK) });
  await mirror.tell(TEAM, TASK);
  await mirror.tell(CLIENT, DELIVERABLE);
  mirror.bench.clock.advance(60_000);
  mirror.setStatus(TASK, 'Done');
  mirror.edit(CLIENT, DELIVERABLE, 'Paid', { isChecked: true });
  await mirror.bench.deliver(mirror.event(TEAM, TASK), mirror.event(CLIENT, DELIVERABLE, 'PaId'));
  await mirror.settle();
  // The own writes come back as webhooks.
  await mirror.tell(TEAM, TASK);
  await mirror.tell(CLIENT, DELIVERABLE);
  expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
  expect(mirror.team.pages.get(TASK)?.properties.at(-1)).toMatchObject({ name: 'Ready', isChecked: true });
  expect([mirror.client.written.length, mirror.team.written.length]).toEqual([1, 1]);
});
