import type { EscalationStepConfig } from '../../../lambdas/core/config-rules.ts';
import type { Channel } from '../../../lambdas/core/page-record.ts';
import type { WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import { ConsumerBench, DATA_SOURCE, pageId, person } from '../../fakes/consumer-bench.ts';
import { notionAnswer } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const [ana, ben, lead, boss] = [person(1, 'Ana'), person(2, 'Ben'), person(3, 'Lead'), person(4, 'Boss')];
const EVERYWHERE: Channel[] = ['comment', 'slack', 'slack-dm', 'email'];
const QUIET = { from: '19:00', to: '07:30', timeZone: 'UTC' };
const STATUS_ID = 'st';

function goTo(bench: ConsumerBench, time: string): void {
  bench.clock.advance(Date.parse(`2026-11-${time}Z`) - bench.clock.now());
}

/** The next deployment has another configuration. */
function deploy(bench: ConsumerBench, change: Partial<WorkspaceSettings>): void {
  const [workspace] = bench.workspaces;
  if (!workspace) throw new Error('there is a workspace');
  Object.assign(workspace, change);
}

const noticesOf = (bench: ConsumerBench) =>
  (bench.record(PAGE)?.outbox ?? []).filter(({ kind }) => kind === 'notice');

const slack = (bench: ConsumerBench) => bench.slack.posted.map(({ text }) => text.split(',')[0]);

const muted = [{ person: ana.id, channels: EVERYWHERE }];

describe('what waits for the end of quiet hours', () => {
  async function waiting(people = [ana]): Promise<ConsumerBench> {
    const bench = new ConsumerBench({ comment: false, quietHours: QUIET });
    goTo(bench, '05T20:00:00');
    await bench.known(PAGE, []);
    bench.assign(PAGE, people);
    await bench.deliver(bench.event(PAGE));
    expect(bench.record(PAGE)?.outbox).toHaveLength(1);
    return bench;
  }

  test.each<[string, Partial<WorkspaceSettings>]>([
    ['muted', { mute: [...muted, { person: ben.id, channels: EVERYWHERE }] }],
    ['not told by Slack any more', { slack: false }],
    [
      'in a data source that is not watched any more',
      { dataSources: [{ id: 'd0000000-0000-4000-8000-0000000000ff' }] },
    ],
  ])('is told to nobody who is %s by then', async (_, change) => {
    const bench = await waiting([ana, ben]);
    deploy(bench, change);
    goTo(bench, '06T08:00:00');
    await bench.tick();
    expect(slack(bench)).toEqual([]);
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });

  test('is told to the others', async () => {
    const bench = await waiting([ana, ben]);
    deploy(bench, { mute: muted });
    goTo(bench, '06T08:00:00');
    await bench.tick();
    expect(slack(bench)).toEqual(['Ben']);
  });

  test('is told to those who waited before observing began, though others join', async () => {
    const bench = await waiting();
    deploy(bench, { mode: 'observe' });
    bench.clock.advance(60_000);
    bench.assign(PAGE, [ana, ben]);
    await bench.deliver(bench.event(PAGE));
    deploy(bench, { mode: 'notify' });
    goTo(bench, '06T08:00:00');
    await bench.tick();
    expect(slack(bench)).toEqual(['Ana']);
  });

  test('is told to who is muted in the comment alone, though the page was in the trash meanwhile', async () => {
    const bench = new ConsumerBench({
      mute: [{ person: ana.id, channels: ['comment'] }],
      quietHours: QUIET,
    });
    goTo(bench, '05T20:00:00');
    await bench.known(PAGE, []);
    bench.assign(PAGE, [ana]);
    await bench.deliver(bench.event(PAGE));
    for (const [type, inTrash] of [['page.deleted', true] as const, ['page.undeleted', false] as const]) {
      bench.clock.advance(60_000);
      bench.assign(PAGE, [ana], { inTrash });
      await bench.deliver(bench.event(PAGE, { type, propertyIds: undefined }));
    }
    goTo(bench, '06T08:00:00');
    await bench.tick();
    expect(slack(bench)).toEqual(['Ana']);
  });
});

describe('what waits for the end of quiet hours, and is turned off by then', () => {
  const reminders = { property: 'Due', at: '07:00', timeZone: 'UTC', daysBefore: [1, 0], overdue: false };
  const turnedTo = (daysBefore: number[]) => ({ reminders: { ...reminders, daysBefore } });

  async function readAt(bench: ConsumerBench, time: string): Promise<void> {
    goTo(bench, time);
    await bench.deliver(bench.event(PAGE, { type: 'page.moved', propertyIds: undefined }));
  }

  /** The page is due on the next day. */
  async function waitingReminder(): Promise<ConsumerBench> {
    const bench = new ConsumerBench({ comment: false, quietHours: QUIET, reminders });
    const due = { name: 'Due', id: 'due', type: 'date', date: { start: '2026-11-10' } } as const;
    bench.assign(PAGE, [ana], { properties: [due] });
    await readAt(bench, '05T10:00:00');
    goTo(bench, '09T07:00:00');
    await bench.tick();
    expect(noticesOf(bench)).toHaveLength(1);
    return bench;
  }

  test.each<[string, Partial<WorkspaceSettings>[]]>([
    ['reminders', [turnedTo([])]],
    ['the reminder of that day', [turnedTo([0])]],
    ['reminders, while they are observed', [{ mode: 'observe' }, { mode: 'notify', ...turnedTo([]) }]],
  ])('is told to nobody: %s', async (_, changes) => {
    const bench = await waitingReminder();
    for (const [index, change] of changes.entries()) {
      deploy(bench, change);
      goTo(bench, `09T1${index}:00:00`);
      await bench.tick();
    }
    expect(slack(bench)).toEqual([]);
    expect(noticesOf(bench)).toEqual([]);
  });

  test.each([
    ['when it was to be told', '09T08:00:00', (bench: ConsumerBench) => bench.tick()],
    ['at a reading before that', '09T07:10:00', (bench: ConsumerBench) => readAt(bench, '09T07:10:00')],
  ])('and was dropped %s, is told once when it is turned on again', async (_, time, drop) => {
    const bench = await waitingReminder();
    deploy(bench, turnedTo([0]));
    goTo(bench, time);
    await drop(bench);
    expect(noticesOf(bench)).toEqual([]);
    deploy(bench, turnedTo([1, 0]));
    await readAt(bench, '09T11:00:00');
    await readAt(bench, '09T12:00:00');
    expect(slack(bench)).toEqual(['Ana']);
  });

  test('is told to nobody: who loses a page', async () => {
    const bench = new ConsumerBench({ comment: false, quietHours: QUIET, unassigned: 'notify' });
    goTo(bench, '05T20:00:00');
    await bench.known(PAGE, [ana]);
    bench.assign(PAGE, [ben]);
    await bench.deliver(bench.event(PAGE));
    deploy(bench, { unassigned: 'silent' });
    goTo(bench, '06T08:00:00');
    await bench.tick();
    expect(slack(bench)).toEqual(['Ben']);
    deploy(bench, { unassigned: 'notify' });
    await readAt(bench, '06T09:00:00');
    expect(slack(bench)).toEqual(['Ben']);
  });
});

test('who is muted is not told by a retry of what had failed before', async () => {
  const bench = new ConsumerBench({ comment: false });
  await bench.known(PAGE, []);
  bench.assign(PAGE, [ana]);
  bench.slack.failNext({ kind: 'answer', service: 'slack', status: 403, message: 'no' });
  await bench.deliver(bench.event(PAGE));
  const notices = bench.record(PAGE)?.outbox.map(({ id }) => id) ?? [];
  deploy(bench, { mute: muted });
  bench.clock.advance(60_000);
  await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices });
  expect(slack(bench)).toEqual([]);
  expect(bench.record(PAGE)?.outbox).toEqual([]);
});

describe('what failed, and is asked for again while its page is away', () => {
  const LEFT_OUT: readonly Away[] = [
    ['left out', (bench) => edit(bench, 'Low'), (bench) => edit(bench, 'High')],
    ['in the trash', (bench) => trash(bench, true), (bench) => trash(bench, false)],
  ];
  type Away = [string, (bench: ConsumerBench) => Promise<void>, (bench: ConsumerBench) => Promise<void>];

  async function edit(bench: ConsumerBench, option: string, people = [ana]): Promise<void> {
    bench.clock.advance(60_000);
    bench.assign(PAGE, people, { properties: [{ name: 'Priority', id: 'pr', type: 'select', option }] });
    await bench.deliver(bench.event(PAGE, { propertyIds: undefined }));
  }

  async function trash(bench: ConsumerBench, inTrash: boolean): Promise<void> {
    bench.clock.advance(60_000);
    bench.assign(PAGE, [ana], {
      inTrash,
      properties: [{ name: 'Priority', id: 'pr', type: 'select', option: 'High' }],
    });
    const type = inTrash ? 'page.deleted' : 'page.undeleted';
    await bench.deliver(bench.event(PAGE, { type, propertyIds: undefined }));
  }

  test.each(LEFT_OUT)('is told when it is no longer %s, once', async (_, goAway, comeBack) => {
    const only = [{ property: 'Priority', is: ['High'] }];
    const bench = new ConsumerBench({ slack: false, dataSources: [{ id: DATA_SOURCE, only }] });
    await edit(bench, 'High', []);
    bench.notion.failNext('comment', notionAnswer(403, 'no', { code: 'restricted_resource' }));
    await edit(bench, 'High');
    const notices = bench.record(PAGE)?.outbox.map(({ id }) => id) ?? [];
    expect(notices).toHaveLength(1);
    await goAway(bench);
    await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices });
    expect(bench.notion.posted).toEqual([]);
    await comeBack(bench);
    await pass(bench, HOUR);
    expect(bench.notion.posted).toHaveLength(1);
  });

  test('is not told again if it was told after all', async () => {
    const only = [{ property: 'Priority', is: ['High'] }];
    const bench = new ConsumerBench({ slack: false, dataSources: [{ id: DATA_SOURCE, only }] });
    await edit(bench, 'High', []);
    bench.notion.failNext('comment', notionAnswer(503), { isEffective: true });
    await edit(bench, 'High');
    expect(bench.notion.posted).toHaveLength(1);
    const record = bench.record(PAGE);
    const [[key] = []] = bench.table.records;
    if (!record || key === undefined) throw new Error('the page is known');
    const progress = {
      state: 'failed',
      failedAt: 0,
      reason: 'still failing after a day',
      hint: 'h',
    } as const;
    const outbox = record.outbox.map((entry) => ({ ...entry, progress }));
    bench.table.records.set(key, { ...record, outbox });
    await edit(bench, 'Low');
    const notices = outbox.map(({ id }) => id);
    await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices });
    await edit(bench, 'High');
    expect(bench.notion.posted).toHaveLength(1);
    expect(bench.record(PAGE)?.outbox).toEqual([]);
  });
});

test('more days before a due date count for pages that nobody edits', async () => {
  const [timeZone, at, property] = ['UTC', '09:00', 'Due'];
  const bench = new ConsumerBench({ slack: false, reminders: { timeZone, at, property, daysBefore: [0] } });
  goTo(bench, '01T12:00:00');
  const due = { name: 'Due', id: 'due', type: 'date', date: { start: '2026-11-10' } } as const;
  bench.assign(PAGE, [ana], { properties: [due] });
  await bench.deliver(bench.event(PAGE, { type: 'page.moved', propertyIds: undefined }));
  for (let hour = 0; hour < 2; hour++) await pass(bench, HOUR);
  deploy(bench, { reminders: { timeZone, at, property, daysBefore: [7, 1, 0], overdue: false } });
  while (bench.clock.now() < Date.parse('2026-11-11T00:00:00Z')) await pass(bench, HOUR);
  expect(bench.notion.posted).toHaveLength(3);
});

describe('what is configured a moment ago', () => {
  const tell = { people: [lead.id], assignees: false };
  const escalations = [{ status: 'Blocked', steps: ['0h', '1h'].map((after) => ({ after, tell })) }];
  const reminders = { timeZone: 'UTC', at: '09:00', property: 'Due', daysBefore: [0], overdue: false };
  const [here, there] = [
    { workspace: 'main', dataSource: DATA_SOURCE },
    { workspace: 'other', dataSource: 'd0000000-0000-4000-8000-0000000000ff' },
  ];
  const mirror = {
    key: 'm',
    place: 'mirrors[0]',
    properties: [{ from: 'Status', to: 'Status', options: {} }],
    both: true,
  };
  const IDS = { owner: 'ow', due: 'due', priority: 'pr', link: 'li', title: 'ti' };

  function edit(bench: ConsumerBench, option: string, page = PAGE): void {
    bench.assign(page, [ana], {
      properties: [
        { name: 'Owner', id: IDS.owner, type: 'people', people: [ana] },
        { name: 'Status', id: STATUS_ID, type: 'status', option },
        { name: 'Due', id: IDS.due, type: 'date', date: null },
        { name: 'Priority', id: IDS.priority, type: 'select', option: 'High' },
        { name: 'Link', id: IDS.link, type: 'url', url: null },
      ],
    });
    bench.notion.editedAt.set(page, bench.clock.now());
  }

  const readsOf = ({ notion }: ConsumerBench, page = PAGE) =>
    notion.calls.filter(({ operation, id }) => operation === 'page' && id === page).length;

  async function known(...pages: string[]): Promise<ConsumerBench> {
    const bench = new ConsumerBench({ comment: false });
    goTo(bench, '05T12:00:00');
    for (const page of pages) {
      edit(bench, 'Open', page);
      await bench.deliver(bench.event(page, { type: 'page.moved', propertyIds: undefined }));
    }
    bench.clock.advance(60_000);
    return bench;
  }

  test.each<[string, Partial<WorkspaceSettings>, string[]]>([
    ['a ladder', { escalations }, [STATUS_ID]],
    ['another status', { escalations, statusProperty: 'Priority' }, [IDS.priority]],
    ['reminders', { reminders }, [IDS.due, STATUS_ID]],
    ['another assignee property', { assigneeProperty: 'Owner' }, [IDS.owner]],
    [
      'a condition',
      { dataSources: [{ id: DATA_SOURCE, only: [{ property: 'Priority', is: ['High'] }] }] },
      [IDS.priority],
    ],
    [
      'a mirror that begins here',
      { mirrors: [{ ...mirror, from: { ...here, link: 'Link' }, to: there }] },
      [IDS.link, STATUS_ID],
    ],
    [
      'a mirror that ends here',
      { mirrors: [{ ...mirror, from: { ...there, link: 'Link' }, to: here }] },
      [STATUS_ID],
    ],
  ])('has edits looked at of what it asks for: %s', async (_, change, asked) => {
    for (const id of asked) {
      const bench = await known(PAGE);
      const before = readsOf(bench);
      await bench.deliver(bench.event(PAGE, { propertyIds: [id] }));
      expect(readsOf(bench) - before).toBe(0);
      deploy(bench, change);
      await bench.deliver(bench.event(PAGE, { propertyIds: [id] }));
      expect(readsOf(bench) - before).toBe(1);
      bench.clock.advance(60_000);
      await bench.deliver(bench.event(PAGE, { propertyIds: [IDS.title] }));
      expect(readsOf(bench) - before).toBe(1);
    }
  });

  test('tells of a page that comes into the status of a ladder, step by step', async () => {
    const bench = await known(PAGE);
    bench.notion.usersById.set(lead.id, lead);
    deploy(bench, { escalations });
    edit(bench, 'Blocked');
    await bench.deliver(bench.event(PAGE, { propertyIds: [STATUS_ID] }));
    for (let minutes = 0; minutes < 180; minutes += 5) await pass(bench, 300_000);
    expect(slack(bench)).toEqual(['Lead', 'Lead']);
  });

  test('has a sweep read what was edited since, and nothing that was not', async () => {
    const [asked, since, never] = [pageId(1), pageId(2), pageId(3)];
    const bench = await known(asked, since, never);
    const before = [since, never].map((page) => readsOf(bench, page));
    deploy(bench, { escalations });
    await bench.deliver(bench.event(asked, { propertyIds: [STATUS_ID] }));
    bench.clock.advance(60_000);
    edit(bench, 'Doing', since);
    for (let minutes = 0; minutes < 30; minutes += 5) {
      await pass(bench, 300_000);
      await bench.deliver(...bench.sent.splice(0).map(({ job }) => job));
    }
    expect([since, never].map((page) => bench.record(page)?.state?.status)).toEqual(['Doing', 'Open']);
    expect([since, never].map((page, index) => readsOf(bench, page) - (before[index] ?? 0))).toEqual([1, 0]);
  });
});

describe('a ladder that is configured when a page has long been in its status', () => {
  const reminders = { timeZone: 'UTC', at: '09:00', property: 'Due', daysBefore: [0], overdue: false };
  const tell = { people: [lead.id], assignees: false };
  const escalations = [{ status: 'Blocked', steps: ['0h', '24h'].map((after) => ({ after, tell })) }];

  function block(bench: ConsumerBench, people: (typeof ana)[], createdAt: number, start: string): void {
    bench.assign(PAGE, people, {
      createdAt,
      properties: [
        { name: 'Status', id: STATUS_ID, type: 'status', option: 'Blocked' },
        { name: 'Due', id: 'due', type: 'date', date: { start } },
      ],
    });
  }

  /** The page is younger than its data source is known. */
  async function longBlocked(before: Partial<WorkspaceSettings>, due: string): Promise<ConsumerBench> {
    const bench = new ConsumerBench({ comment: false });
    deploy(bench, before);
    goTo(bench, '01T12:00:00');
    await bench.known(pageId(2), []);
    goTo(bench, '02T12:00:00');
    const createdAt = bench.clock.now();
    block(bench, [ana], createdAt, due);
    bench.notion.editedAt.set(PAGE, createdAt);
    await bench.deliver(bench.event(PAGE, { type: 'page.created', propertyIds: undefined }));
    goTo(bench, '20T10:30:00');
    await pass(bench, 0);
    deploy(bench, { reminders, escalations });
    for (let minutes = 0; minutes < 60; minutes += 5) await pass(bench, 300_000);
    block(bench, [ana, ben], createdAt, due);
    await bench.deliver(bench.event(PAGE));
    for (let hours = 0; hours < 30; hours++) await pass(bench, HOUR);
    return bench;
  }

  test.each<[string, Partial<WorkspaceSettings>, string, string[]]>([
    ['the status was not asked for', {}, '2027-06-01', ['Ana', 'Ben']],
    ['it was, for reminders', { reminders }, '2027-06-01', ['Ana', 'Ben']],
    ['there is a reminder to tell as well', {}, '2026-11-20', ['Ana', 'Ana', 'Ben']],
  ])('does not tell of it: %s', async (_, before, due, told) => {
    const bench = await longBlocked(before, due);
    expect(slack(bench)).toEqual(told);
  });
});

test('another status property raises no alarm for what it has long shown, but for what moves later', async () => {
  const tell = { people: [lead.id], assignees: false };
  const escalations = [{ status: 'Blocked', steps: [{ after: '0h', tell }] }];
  const [long, moving] = [pageId(1), pageId(2)];
  const bench = new ConsumerBench({ comment: false, escalations });
  bench.notion.usersById.set(lead.id, lead);
  const edit = (page: string, stage: string) => {
    const [status, stageProperty] = [
      { name: 'Status', id: STATUS_ID, type: 'status', option: 'Open' } as const,
      { name: 'Stage', id: 'sg', type: 'status', option: stage } as const,
    ];
    bench.assign(page, [ana], { title: page, properties: [status, stageProperty] });
    bench.notion.editedAt.set(page, bench.clock.now());
  };
  /** No event tells of anything: sweeps find it. */
  const passHours = async (hours: number) => {
    for (let minutes = 0; minutes < hours * 60; minutes += 5) {
      await pass(bench, 300_000);
      await bench.deliver(...bench.sent.splice(0).map(({ job }) => job));
    }
  };
  goTo(bench, '01T12:00:00');
  edit(long, 'Blocked');
  edit(moving, 'Open');
  for (const page of [long, moving])
    await bench.deliver(bench.event(page, { type: 'page.moved', propertyIds: undefined }));
  await passHours(2);
  deploy(bench, { statusProperty: 'Stage' });
  await passHours(2);
  expect(slack(bench)).toEqual([]);
  edit(moving, 'Blocked');
  await passHours(2);
  expect(bench.slack.posted).toHaveLength(1);
  expect(bench.slack.posted[0]?.text).toContain(moving);
});

describe('a ladder that is changed while a page is on it', () => {
  const tell = (id: string) => ({ people: [id], assignees: false });
  const [first, hour, day] = [
    { after: '0h', tell: tell(lead.id) },
    { after: '1h', tell: tell(ben.id) },
    { after: '24h', tell: tell(boss.id) },
  ];

  async function blocked(steps: EscalationStepConfig[]): Promise<ConsumerBench> {
    const bench = new ConsumerBench({ comment: false, escalations: [{ status: 'Blocked', steps }] });
    for (const user of [ben, lead, boss]) bench.notion.usersById.set(user.id, user);
    await move(bench, 'Open');
    await move(bench, 'Blocked');
    return bench;
  }

  async function move(bench: ConsumerBench, option: string): Promise<void> {
    bench.clock.advance(60_000);
    bench.assign(PAGE, [ana], { properties: [{ name: 'Status', id: STATUS_ID, type: 'status', option }] });
    await bench.deliver(bench.event(PAGE, { propertyIds: [STATUS_ID] }));
  }

  test.each([
    ['gets a step at its end', [first], [first, day], ['Lead', 'Boss']],
    ['gets a step between', [first, day], [first, hour, day], ['Lead', 'Ben', 'Boss']],
    ['loses its first', [first, day], [day], ['Lead', 'Boss']],
    ['loses its last', [first, day], [first], ['Lead']],
  ])('and %s tells each step once', async (_, before, after, told) => {
    const bench = await blocked(before);
    deploy(bench, { escalations: [{ status: 'Blocked', steps: after }] });
    for (let hours = 0; hours < 50; hours++) await pass(bench, HOUR);
    expect(slack(bench)).toEqual(told);
  });

  test('tells of a stay what failed in it, and not of the next', async () => {
    const bench = await blocked([first, day]);
    bench.slack.failNext({ kind: 'answer', service: 'slack', status: 403, message: 'no' });
    bench.clock.advance(DAY);
    await bench.tick();
    const failed =
      bench.record(PAGE)?.outbox.flatMap(({ id, kind }) => (kind === 'notice' ? [id] : [])) ?? [];
    expect(failed).toHaveLength(1);
    await move(bench, 'Open');
    await move(bench, 'Blocked');
    bench.clock.advance(60_000);
    await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices: failed });
    expect(slack(bench)).toEqual(['Lead', 'Lead']);
    bench.clock.advance(DAY);
    await bench.tick();
    expect(slack(bench)).toEqual(['Lead', 'Lead', 'Boss']);
  });
});

test('a message that died with its invocation is not sent of a page in the trash', async () => {
  const bench = new ConsumerBench({ comment: false, quietHours: QUIET });
  goTo(bench, '05T20:00:00');
  await bench.known(PAGE, []);
  bench.assign(PAGE, [ana]);
  await bench.deliver(bench.event(PAGE));
  goTo(bench, '06T08:00:00');
  const [[key, record] = []] = bench.table.records;
  if (!record || key === undefined) throw new Error('the page is known');
  const progress = { state: 'sending', at: bench.clock.now() + 1000 } as const;
  bench.table.records.set(key, { ...record, outbox: record.outbox.map((entry) => ({ ...entry, progress })) });
  bench.assign(PAGE, [ana], { inTrash: true });
  await bench.deliver(bench.event(PAGE, { type: 'page.deleted', propertyIds: undefined }));
  await pass(bench, 60_000);
  expect(slack(bench)).toEqual([]);
  expect(bench.record(PAGE)?.outbox).toEqual([]);
});

async function pass(bench: ConsumerBench, ms: number): Promise<void> {
  bench.clock.advance(ms);
  await bench.tick();
}
