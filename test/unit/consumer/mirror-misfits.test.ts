import type { NotionUser } from '../../../lambdas/core/notion-user.ts';
import type { PageProperty } from '../../../lambdas/core/page-properties.ts';
import { pageId } from '../../fakes/consumer-bench.ts';
import {
  CLIENT,
  CLIENT_TASKS,
  DELIVERABLE,
  linkTo,
  MirrorBench,
  paired,
  TASK,
  TEAM,
  type Where,
} from '../../fakes/mirror-bench.ts';

const SITE = 'https://example.com';

function site(url: string): PageProperty {
  return { name: 'Site', id: 'SiTe', type: 'url', url };
}

/** An operator retries what the page was given up for. */
async function retry(mirror: MirrorBench): Promise<void> {
  const notices = mirror.record(CLIENT, DELIVERABLE)?.outbox.map(({ id }) => id) ?? [];
  await mirror.bench.deliver({ kind: 'retry', workspace: CLIENT, pageId: DELIVERABLE, notices });
}

function warnings({ bench }: MirrorBench): unknown[] {
  return bench.log.lines.flatMap(({ message, fields }) =>
    message.startsWith('A mirror names') ? [fields?.['property']] : [],
  );
}

test('what a mirror asks for that is not configured any more is dropped', async () => {
  const mirror = await paired();
  mirror.setStatus(TASK, 'Done');
  await mirror.bench.deliver(mirror.event(TEAM, TASK));
  for (const workspace of mirror.bench.workspaces) workspace.mirrors = [];
  await mirror.settle();
  expect(mirror.parked()).toEqual([]);
  expect(mirror.record(CLIENT, DELIVERABLE)?.outbox).toEqual([]);
});

test('an option that was renamed since the schema was read is not made anew', async () => {
  const mirror = await paired();
  mirror.setStatus(TASK, 'In progress');
  await mirror.tell(TEAM, TASK);
  mirror.client.schemas.set(CLIENT_TASKS, [
    { name: 'State', id: 'StAt', type: 'select', options: [{ name: 'Delivered' }] },
  ]);
  mirror.bench.clock.advance(60_000);
  mirror.setStatus(TASK, 'Done');
  await mirror.tell(TEAM, TASK);
  expect(mirror.client.written).toHaveLength(1);
  expect(mirror.parked()).toHaveLength(1);
  expect(mirror.parked().join()).not.toContain('Shipped');
});

describe('a property that a mirror names wrongly', () => {
  const properties = [
    { from: 'Status', to: 'State', options: { 'In progress': 'Doing', Done: 'Shipped' } },
    { from: 'Site', to: 'Home page' },
  ];

  test('is warned of once and parked, what is there is written, and mended it follows', async () => {
    const mirror = new MirrorBench({ properties });
    mirror.makeTask(TASK, 'Done', linkTo(DELIVERABLE));
    mirror.add(TEAM, TASK, site(SITE));
    mirror.makeDeliverable(DELIVERABLE, 'Not started');
    await mirror.tell(TEAM, TASK);
    await mirror.tell(CLIENT, DELIVERABLE);
    expect(warnings(mirror)).toEqual(['Home page']);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
    expect(mirror.parked()).toEqual([expect.stringContaining('"Home page"')]);

    mirror.add(CLIENT, DELIVERABLE, { name: 'Home page', id: 'HoMe', type: 'url', url: null });
    mirror.bench.clock.advance(60_000);
    await retry(mirror);
    await mirror.settle();
    expect(mirror.client.pages.get(DELIVERABLE)?.properties.at(-1)).toMatchObject({ url: SITE });
    expect(mirror.record(CLIENT, DELIVERABLE)?.outbox).toEqual([]);
    expect(mirror.client.written).toHaveLength(2);
  });

  test('renamed later, it is parked at the next edit', async () => {
    const mirror = await paired();
    const found = mirror.client.pages.get(DELIVERABLE);
    const renamed = found?.properties.map((property) => ({ ...property, name: 'Phase' })) ?? [];
    if (found) mirror.client.pages.set(DELIVERABLE, { ...found, properties: renamed });
    for (const status of ['In progress', 'Done']) {
      mirror.setStatus(TASK, status);
      await mirror.tell(TEAM, TASK);
    }
    expect(mirror.parked()).toEqual([expect.stringContaining('"State"'), expect.stringContaining('"State"')]);
  });

  test('as the link', async () => {
    const mirror = new MirrorBench({
      from: { workspace: TEAM, dataSource: 'd000000000004000800000000000000a', link: 'Cleint page' },
    });
    mirror.makeTask(TASK, 'Done', linkTo(DELIVERABLE));
    await mirror.tell(TEAM, TASK);
    await mirror.tell(TEAM, TASK);
    expect(warnings(mirror)).toEqual(['Cleint page']);
  });
});

test('a write does not wait for the comment of the same page', async () => {
  const mirror = await paired();
  const { client, bench } = mirror;
  const assignee = { id: pageId(7), kind: 'person', name: 'Hugo' } satisfies NotionUser;
  const found = client.pages.get(DELIVERABLE);
  const assigned = {
    name: 'Assignee',
    id: 'AsGn',
    type: 'people',
    people: [assignee],
  } satisfies PageProperty;
  if (found) client.pages.set(DELIVERABLE, { ...found, properties: [...found.properties, assigned] });
  const { update, comment } = client;
  const written = new Promise<void>((resolve) => {
    client.update = async (...given) => {
      const answer = await update.apply(client, given);
      resolve();
      return answer;
    };
  });
  client.comment = async (...given) => {
    await written;
    return comment.apply(client, given);
  };
  mirror.setStatus(TASK, 'Done');
  await bench.deliver(mirror.event(TEAM, TASK));
  await mirror.settle();
  expect(client.posted).toHaveLength(1);
  expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
});

describe('a value that a page cannot hold holds up no other', () => {
  const properties = [
    { from: 'Status', to: 'State' },
    { from: 'Ready', to: 'Ready' },
  ];
  const ready = (isChecked: boolean) => ({ name: 'Ready', id: 'ReDy', type: 'checkbox', isChecked }) as const;

  async function beside(mirror: MirrorBench): Promise<void> {
    mirror.makeTask(TASK, 'Not started', linkTo(DELIVERABLE));
    mirror.makeDeliverable(DELIVERABLE, 'Not started');
    mirror.add(TEAM, TASK, ready(false));
    mirror.add(CLIENT, DELIVERABLE, ready(false));
    await mirror.tell(TEAM, TASK);
    mirror.bench.clock.advance(60_000);
  }

  function isReady(mirror: MirrorBench, where: Where, page: string): boolean | undefined {
    const found = mirror
      .notion(where)
      .pages.get(page)
      ?.properties.find(({ name }) => name === 'Ready');
    return found?.type === 'checkbox' ? found.isChecked : undefined;
  }

  const ways: [string, Where, string, Where, string, string][] = [
    ['an option that is not there', TEAM, TASK, CLIENT, DELIVERABLE, '"State" does not have the option'],
    ['an option that is not there, on the way back', CLIENT, DELIVERABLE, TEAM, TASK, '"Status" does not'],
  ];

  test.each(ways)(
    '%s is parked once, and what came over stays so',
    async (_, here, page, there, other, told) => {
      const mirror = new MirrorBench({ properties });
      await beside(mirror);
      mirror.edit(here, page, here === TEAM ? 'Status' : 'State', { option: 'Blocked' });
      mirror.edit(here, page, 'Ready', ready(true));
      await mirror.tell(here, page);
      // The own write comes back as a webhook.
      await mirror.tell(there, other);
      expect(isReady(mirror, there, other)).toBe(true);
      expect(mirror.notion(there).written).toHaveLength(1);
      expect(mirror.parked()).toEqual([expect.stringContaining(told)]);

      mirror.bench.clock.advance(60_000);
      mirror.edit(there, other, 'Ready', ready(false));
      await mirror.tell(there, other);
      expect(isReady(mirror, here, page)).toBe(false);
      expect(mirror.bench.log.lines.map(({ message }) => message)).not.toContainEqual(
        expect.stringContaining('Both sides'),
      );
    },
  );

  test('nor does one of another kind; both are told of at once', async () => {
    const kinds = [...properties, { from: 'Site', to: 'Price' }];
    const mirror = new MirrorBench({ properties: kinds, both: false });
    await beside(mirror);
    mirror.add(TEAM, TASK, site(SITE));
    mirror.add(CLIENT, DELIVERABLE, { name: 'Price', id: 'PrIc', type: 'number', number: null });
    mirror.setStatus(TASK, 'Blocked');
    mirror.edit(TEAM, TASK, 'Ready', ready(true));
    await mirror.tell(TEAM, TASK);
    expect(isReady(mirror, CLIENT, DELIVERABLE)).toBe(true);
    expect(mirror.parked()).toEqual([expect.stringMatching(/"Price" is of the kind number here; .*"State"/)]);
  });
});
