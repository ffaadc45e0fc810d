import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import type { Failure } from '../../../lambdas/core/failure.ts';
import type { Notice } from '../../../lambdas/core/page-record.ts';
import { ConsumerBench, pageId, person } from '../../fakes/consumer-bench.ts';
import { sesAnswer } from '../../fakes/fake-mailer.ts';
import { notionAnswer } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];
const HOUR = 60 * 60_000;
const ADDRESS = /ana@example\.org/;

const CONFIG = {
  comment: false,
  slack: false,
  email: { from: 'Pagebell <bell@example.com>', replyTo: 'team@example.com' },
} as const satisfies Partial<WorkspaceConfig>;

/** A known page that nobody has; Notion shows the addresses of Ana and Ben. */
async function opened(config: Partial<WorkspaceConfig> = {}): Promise<ConsumerBench> {
  const bench = new ConsumerBench({ ...CONFIG, ...config });
  bench.notion.emails.set(ana.id, 'ana@example.org');
  bench.notion.emails.set(ben.id, 'ben@example.org');
  await bench.known(PAGE, []);
  return bench;
}

async function assign(bench: ConsumerBench, ...people: (typeof ana)[]): Promise<void> {
  bench.clock.advance(10_000);
  bench.assign(PAGE, people);
  await bench.deliver(bench.event(PAGE));
}

function recipients({ mailer }: ConsumerBench): string[] {
  return mailer.sent.map(({ to }) => to);
}

function notices(bench: ConsumerBench): Notice[] {
  return (bench.record(PAGE)?.outbox ?? []).flatMap((entry) => (entry.kind === 'notice' ? [entry] : []));
}

function settlements(bench: ConsumerBench): unknown[] {
  return bench.log.withMessage('Notice').map(({ outcome, reason }) => [outcome, reason]);
}

test('each new assignee gets an e-mail of their own', async () => {
  const bench = await opened();
  await assign(bench, ana, ben);
  expect(bench.mailer.sent).toMatchObject([
    {
      from: CONFIG.email.from,
      replyTo: 'team@example.com',
      to: 'ana@example.org',
      subject: 'Now yours: Write the launch post',
      text: expect.stringMatching(/^Ana, this page is now yours: .*\n\nhttps:.*\n\nTo be told no longer/),
      html: expect.stringContaining('<strong>Write the launch post</strong>'),
    },
    { to: 'ben@example.org', text: expect.stringMatching(/^Ben, /) },
  ]);
  expect(bench.record(PAGE)?.outbox).toEqual([]);
  await bench.deliver(bench.event(PAGE));
  expect(bench.mailer.calls).toBe(2);
});

test('beside comment and Slack, and not at all unless a sender is configured', async () => {
  const beside = await opened({ comment: true, slack: 'auto' });
  await assign(beside, ana);
  const said = [beside.notion.posted.length, beside.slack.posted.length, beside.mailer.sent.length];
  expect(said).toEqual([1, 1, 1]);
  const without = new ConsumerBench();
  await without.known(PAGE, []);
  await assign(without, ana);
  expect(without.mailer.calls).toBe(0);
  expect(without.notion.calls.map(({ operation }) => operation)).not.toContain('email');
});

test('who is taken off is told so, if configured', async () => {
  const bench = await opened({ unassigned: 'notify' });
  await assign(bench, ana);
  await assign(bench);
  expect(bench.mailer.sent.map(({ subject }) => subject)).toEqual([
    'Now yours: Write the launch post',
    'No longer yours: Write the launch post',
  ]);
});

test('who is muted by e-mail gets none', async () => {
  const bench = await opened({ mute: [{ person: ana.id, channels: ['email'] }] });
  await assign(bench, ana, ben);
  expect(recipients(bench)).toEqual(['ben@example.org']);
});

describe('the address', () => {
  test('is the configuration’s, without a call, before Notion’s', async () => {
    const bench = await opened({ people: [{ notion: ana.id, email: 'ana@work.example' }] });
    await assign(bench, ana);
    expect(recipients(bench)).toEqual(['ana@work.example']);
    expect(bench.notion.calls.map(({ operation }) => operation)).not.toContain('email');
  });

  test('that Notion told is asked for again after an hour', async () => {
    const bench = await opened();
    const asked = () => bench.notion.calls.filter(({ operation }) => operation === 'email').length;
    for (const expected of [1, 1, 2]) {
      await assign(bench, ana);
      expect(asked()).toBe(expected);
      await assign(bench);
      bench.clock.advance(0.6 * HOUR);
    }
    expect(recipients(bench)).toHaveLength(3);
  });

  test('is neither stored, queued nor logged', async () => {
    const bench = await opened();
    bench.mailer.failNext(sesAnswer(503, 'ServiceUnavailable'));
    await assign(bench, ana);
    bench.clock.advance(HOUR);
    bench.mailer.failNext(sesAnswer(400, 'MessageRejected'));
    await bench.tick();
    expect(bench.mailer.calls).toBe(2);
    const { records, userItems, slackItems, journalLines } = bench.table;
    const stored = [...records, ...userItems, ...slackItems, journalLines];
    const kept = [stored, bench.sent, bench.parked, bench.log.lines];
    expect(JSON.stringify(kept)).not.toMatch(ADDRESS);
  });

  test.each<[string, (bench: ConsumerBench) => void, RegExp]>([
    [
      'Notion shows none',
      ({ notion }) => void notion.emails.delete(ana.id),
      /Read user information including email/,
    ],
    ['the connection may not see users', ({ notion }) => notion.failNext('email', notionAnswer(403)), /403/],
    ['they left the workspace', ({ notion }) => notion.failNext('email', notionAnswer(404)), /404/],
  ])('%s: they are not told, the log says why, and nothing is parked', async (_, arrange, reason) => {
    const bench = await opened();
    arrange(bench);
    await assign(bench, ana, ben);
    expect(recipients(bench)).toEqual(['ben@example.org']);
    expect(settlements(bench)).toContainEqual(['dropped', expect.stringMatching(reason)]);
    expect(bench.parked).toEqual([]);
    expect(bench.record(PAGE)).toMatchObject({ outbox: [], state: { assignees: [ana, ben] } });
  });

  test('of a group there is none, unless it is configured', async () => {
    const group = { id: 'c0000000-0000-4000-8000-000000000001', kind: 'group', name: 'Design' } as const;
    const without = await opened();
    await assign(without, group);
    expect(settlements(without)).toEqual([['dropped', expect.stringMatching(/group/)]]);
    expect(without.notion.calls.map(({ operation }) => operation)).not.toContain('email');
    const configured = await opened({ people: [{ notion: group.id, email: 'design@example.org' }] });
    await assign(configured, group);
    expect(recipients(configured)).toEqual(['design@example.org']);
  });

  test('may be had later: the e-mail waits for it', async () => {
    const bench = await opened();
    bench.notion.failNext('email', notionAnswer(503));
    await assign(bench, ana);
    expect(notices(bench)).toMatchObject([{ channel: 'email', progress: { state: 'pending' }, attempts: 1 }]);
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(recipients(bench)).toEqual(['ana@example.org']);
  });

  test('a Notion that refuses calls halts the workspace, and the e-mail goes out afterwards', async () => {
    const bench = await opened();
    bench.notion.failNext('email', notionAnswer(429));
    await assign(bench, ana);
    expect(bench.mailer.calls).toBe(0);
    expect(notices(bench)).toMatchObject([{ progress: { state: 'pending' }, attempts: 0 }]);
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(recipients(bench)).toEqual(['ana@example.org']);
  });
});

describe('Amazon SES', () => {
  const passing: [string, Failure, number][] = [
    ['throttles', sesAnswer(429, 'TooManyRequestsException'), 1],
    ['is down', sesAnswer(503, 'ServiceUnavailable'), 1],
    ['cannot be reached', { kind: 'unreachable', service: 'ses', message: 'ENOTFOUND' }, 1],
  ];
  test.each(passing)('%s: one e-mail waits, and no other', async (_, failure, sent) => {
    const bench = await opened();
    bench.mailer.failNext(failure);
    await assign(bench, ana, ben);
    expect(recipients(bench)).toHaveLength(sent);
    const [waiting, ...others] = notices(bench);
    expect(others).toEqual([]);
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(recipients(bench).sort()).toEqual(['ana@example.org', 'ben@example.org']);
    expect(waiting).toMatchObject({ channel: 'email', attempts: 1 });
  });

  test('does not answer: it is sent again, for a duplicate beats a loss', async () => {
    const bench = await opened();
    bench.mailer.failNext({ kind: 'no-answer', service: 'ses', message: 'cut' }, { isEffective: true });
    await assign(bench, ana);
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(recipients(bench)).toEqual(['ana@example.org', 'ana@example.org']);
  });

  test('refuses: it is parked with a hint, whatever else goes on', async () => {
    const bench = await opened({ comment: true });
    bench.mailer.failNext(sesAnswer(400, 'MessageRejected', 'not verified'));
    await assign(bench, ana);
    expect(bench.notion.posted).toHaveLength(1);
    expect(bench.parked).toMatchObject([
      { reason: 'ses: 400 MessageRejected: not verified', hint: expect.stringMatching(/Verify/) },
    ]);
    expect(notices(bench)).toMatchObject([{ channel: 'email', progress: { state: 'failed' } }]);
  });

  test('a function that died while it sent sends again', async () => {
    const bench = await opened();
    await assign(bench, ana);
    const [record] = bench.table.records.entries();
    if (!record) throw new Error('the page has no record');
    const claimed: Notice = {
      kind: 'notice',
      id: 'claimed',
      rule: 'assigned',
      channel: 'email',
      people: [ana],
      progress: { state: 'sending', at: bench.clock.now() + HOUR },
      attempts: 0,
      since: bench.clock.now(),
    };
    bench.table.records.set(record[0], { ...record[1], outbox: [claimed] });
    bench.clock.advance(2 * HOUR);
    await bench.tick();
    expect(recipients(bench)).toEqual(['ana@example.org', 'ana@example.org']);
  });
});

test('no e-mail is begun that could outlive the invocation', async () => {
  const bench = await opened();
  bench.assign(PAGE, [ana]);
  const email = bench.notion.email.bind(bench.notion);
  bench.notion.email = (userId) => {
    bench.clock.advance(45_000);
    return email(userId);
  };
  await bench.deliver(bench.event(PAGE));
  expect(bench.mailer.calls).toBe(0);
  bench.notion.email = email;
  bench.clock.advance(HOUR);
  await bench.tick();
  expect(recipients(bench)).toEqual(['ana@example.org']);
});

test('who joins is told at once, though another’s e-mail waits', async () => {
  const bench = await opened();
  bench.mailer.failNext(sesAnswer(503, 'ServiceUnavailable'));
  await assign(bench, ana);
  await assign(bench, ana, ben);
  expect(recipients(bench)).toEqual(['ben@example.org']);
  expect(notices(bench)).toMatchObject([{ people: [ana], attempts: 1 }]);
});

test('who leaves before their e-mail went out gets none', async () => {
  const bench = await opened();
  bench.mailer.failNext(sesAnswer(503, 'ServiceUnavailable'));
  await assign(bench, ana);
  await assign(bench, ben);
  bench.clock.advance(HOUR);
  await bench.tick();
  expect(recipients(bench)).toEqual(['ben@example.org']);
});

test('in quiet hours e-mails wait, and comments do not', async () => {
  const bench = await opened({
    comment: true,
    quietHours: { from: '00:00', to: '23:59', timeZone: 'UTC' },
  });
  await assign(bench, ana);
  expect([bench.notion.posted.length, bench.mailer.sent.length]).toEqual([1, 0]);
  bench.clock.advance(Date.parse('2030-01-01T23:59:10Z') - bench.clock.now());
  await bench.tick();
  expect(recipients(bench)).toEqual(['ana@example.org']);
});

test('what is only observed sends nothing', async () => {
  const bench = await opened({ mode: 'observe' });
  await assign(bench, ana);
  expect(bench.mailer.calls).toBe(0);
  expect(bench.log.withMessage('Observed, not sent')).toMatchObject([{ channel: 'email' }]);
});
