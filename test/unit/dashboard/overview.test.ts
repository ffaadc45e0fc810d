import { entriesOf } from '../../../bin/commands/dlq/entries.ts';
import { HOUR } from '../../../lambdas/core/journal.ts';
import { emptyRecord, type Outbox, type Progress } from '../../../lambdas/core/page-record.ts';
import { notice, owedReadEntry, person, state } from '../core/builders.ts';
import { DashboardBench, line } from './bench.ts';

const NOW = Date.parse('2026-11-02T09:30:00Z');
const PAGE = '7a500000-0000-4000-8000-000000000001';
const TWO = { workspaces: [{ key: 'main' }, { key: 'ops' }] };

/** What a person reads, without markup. */
function words(html: string): string {
  return html
    .replace(/<(script|style)[^>]*>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

function figure(html: string, id: string): string {
  const [, found = ''] = new RegExp(`id="figure-${id}".*?<dd>(.*?)</dd>`, 's').exec(html) ?? [];
  return words(found).trim();
}

function failed(reason: string, failedAt = NOW): Progress {
  return { state: 'failed', failedAt, reason, hint: `mend ${reason}` };
}

describe('how things stand', () => {
  test('queue, deferred pages, dead letters, budget', async () => {
    const bench = new DashboardBench({ workspaces: [{ key: 'main', callsPerMinute: 600 }] });
    bench.queue = { waiting: 1200, inFlight: 3, deadLetters: 2, oldestSeconds: 95 };
    const second = NOW / 1000;
    bench.standing.set('main', {
      deferred: 7,
      calls: { [second]: 5, [second - 60]: 10, [second - 61]: 300 },
    });
    const html = await bench.page('/dashboard');
    expect(figure(html, 'waiting')).toBe('1,200');
    expect(figure(html, 'in-flight')).toBe('3');
    expect(figure(html, 'oldest')).toBe('1 min 35 s');
    expect(figure(html, 'deferred')).toBe('7');
    expect(figure(html, 'dead-letters')).toBe('2');
    expect(figure(html, 'budget')).toBe('15 / 600');
    expect(html).toMatch(/<meter min="0" max="600" value="15"/);
  });

  test.each([
    { queue: { waiting: 0, inFlight: 0, deadLetters: 0 }, oldest: '–', waiting: '0' },
    { queue: { waiting: 1, inFlight: 0, deadLetters: 0 }, oldest: 'unknown', waiting: '1' },
    { queue: undefined, oldest: 'unknown', waiting: 'unknown' },
  ])('a queue like $queue: the oldest message is $oldest', async ({ queue, oldest, waiting }) => {
    const bench = new DashboardBench();
    bench.queue = queue;
    const html = await bench.page('/dashboard');
    expect(figure(html, 'oldest')).toBe(oldest);
    expect(figure(html, 'waiting')).toBe(waiting);
  });

  test.each([
    { closedUntil: NOW + 1000, expected: true },
    { closedUntil: NOW, expected: false },
    { closedUntil: undefined, expected: false },
  ])('a workspace closed until $closedUntil is halted: $expected', async ({ closedUntil, expected }) => {
    const bench = new DashboardBench();
    bench.standing.set('main', closedUntil === undefined ? {} : { closedUntil });
    expect((await bench.page('/dashboard')).includes('Halted until')).toBe(expected);
  });
});

describe('what needs a person', () => {
  const record = (pageId: string, title: string, outbox: Outbox) => ({
    ...emptyRecord('main', pageId),
    state: state([], { title }),
    outbox,
  });

  test('is told by reason, with its hint, its pages and the command that retries', async () => {
    const bench = new DashboardBench();
    bench.queue = { waiting: 0, inFlight: 0, deadLetters: 4 };
    bench.standing.set('main', {
      parked: [
        record(PAGE, 'One', [
          notice([person(1)], { progress: failed("403: it's closed", NOW - 2000) }),
          owedReadEntry({ progress: failed('400') }),
        ]),
        record(PAGE.replace(/1$/, '2'), 'Two', [
          notice([person(1)], { progress: failed("403: it's closed") }),
          notice([person(2)]),
        ]),
      ],
    });
    const html = await bench.page('/dashboard');
    const [, section = ''] = /<section id="attention"[^>]*>(.*?)<\/section>/s.exec(html) ?? [];
    const groups = section.split('<li>').slice(1).map(words);
    expect(groups).toHaveLength(2);
    expect(groups.find((group) => group.includes('400'))).toMatch(/400 1×.*mend 400 .*One/);
    expect(groups.find((group) => group.includes('403'))).toMatch(/403: it&#39;s closed 2×.*One.*Two/);
    expect(section).toContain(
      String.raw`npx pagebell dlq retry --reason &#39;403: it&#39;\&#39;&#39;s closed&#39;</code>`,
    );
    expect(words(section)).toContain(
      '4 messages in the dead-letter queue, of all workspaces: npx pagebell dlq list shows them.',
    );
    expect(words(section)).not.toMatch(/only the oldest|cannot be read/);
  });

  test('is there for messages of the dead-letter queue alone, whose list is of all workspaces', async () => {
    const bench = new DashboardBench(TWO);
    bench.queue = { waiting: 0, inFlight: 0, deadLetters: 1 };
    const html = await bench.page('/dashboard?workspace=ops');
    expect(html).toMatch(/<section id="attention"[^>]*"attention-heading">/);
    expect(words(html)).toContain(
      '1 message in the dead-letter queue, of all workspaces: npx pagebell dlq list shows it.',
    );
  });

  test.each([
    [1, '1 record cannot be read: a later release wrote it, or it is damaged.'],
    [2, '2 records cannot be read: a later release wrote them, or they are damaged.'],
  ])('%i that cannot be read are told, beside the others', async (unreadable, expected) => {
    const bench = new DashboardBench();
    bench.standing.set('main', { unreadable });
    const html = await bench.page('/dashboard');
    expect(html).toMatch(/<section id="attention"[^>]*"attention-heading">/);
    expect(words(html)).toContain(expected);
  });

  test('says where there are more pages than it lists', async () => {
    const bench = new DashboardBench(TWO);
    bench.standing.set('ops', { hasMoreParked: true });
    expect(words(await bench.page('/dashboard?workspace=ops'))).toContain(
      'These are only the oldest pages: npx pagebell dlq list --workspace ops shows all.',
    );
  });

  test('is not there while nothing is parked', async () => {
    expect(await new DashboardBench().page('/dashboard')).toMatch(/<section id="attention"[^>]* hidden>/);
  });

  test('commands name what they need', async () => {
    const parked = [record(PAGE, 'One', [notice([person(1)], { progress: failed('400') })])];
    const two = new DashboardBench(TWO);
    two.standing.set('ops', { parked });
    expect(await two.page('/dashboard?workspace=ops')).toContain('--reason 400 --workspace ops</code>');
    const local = new DashboardBench({}, { isOpenToLoopback: true });
    local.standing.set('main', { parked });
    const html = await (await local.get('/dashboard', { host: 'localhost:3000' })).text();
    expect(html).toContain('--reason 400 --local</code>');
  });
});

describe('events', () => {
  test('show the page, its assignees, who was told where and why, the outcome and how long it took', async () => {
    const bench = new DashboardBench();
    bench.lines.push(
      line({
        assignees: ['Ana', 'Ben'],
        told: [
          { channel: 'comment', rule: 'assigned', people: ['Ana'] },
          { channel: 'slack', rule: 'assigned', people: ['Ana'] },
          { channel: 'slack-channel', rule: 'escalation', people: [], step: 2 },
          { channel: 'email', rule: 'reminder', people: ['Ana'] },
        ],
        latencyMs: 1240,
        attempt: 2,
        endedAt: NOW,
      }),
    );
    const html = await bench.page('/dashboard');
    const [, row = ''] = /<tr role="row" data-outcome="done">(.*?)<\/tr>/s.exec(html) ?? [];
    expect(row).toContain('<a href="https://www.notion.so/p" rel="noreferrer">Write the launch post</a>');
    expect(row).toContain(`href="/dashboard/pages/${PAGE}"`);
    expect(row).toContain('<time datetime="2026-11-02T09:30:00.000Z"');
    expect(words(row)).toMatch(
      /Write the launch post Ana , Ben · page\.properties_updated, delivery 2 · History Ana comment, Slack step 2 of the escalation Slack Ana e-mail · reminder Done all delivered 1\.2 s/,
    );
  });

  test.each([
    { more: { title: '<script>alert(1)</script>' }, shown: '>&lt;script&gt;alert(1)&lt;/script&gt;</a>' },
    {
      more: { title: '"><img src=x onerror=alert(1)>' },
      shown: '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;',
    },
    { more: { reason: '<b>bold</b>' }, shown: '&lt;b&gt;bold&lt;/b&gt;' },
    { more: { assignees: ['<i>Ana</i>'] }, shown: '<bdi>&lt;i&gt;Ana&lt;/i&gt;</bdi>' },
    { more: { type: '<u>' }, shown: '&lt;u&gt;' },
    {
      more: { url: 'javascript:alert(1)' },
      shown: '<a href="https://www.notion.so/7a500000000040008000000000000001"',
    },
    {
      more: { url: '"onclick="x' },
      shown: '<a href="https://www.notion.so/7a500000000040008000000000000001"',
    },
    { more: { title: '   ' }, shown: '>Untitled</a>' },
    { more: { told: [{ channel: '<x>', rule: 'assigned', people: ['Ana'] }] }, shown: '&lt;x&gt;' },
  ])('whatever comes from Notion is a text: $more', async ({ more, shown }) => {
    const bench = new DashboardBench();
    bench.lines.push(line(more));
    for (const path of ['/dashboard', `/dashboard/pages/${PAGE}`]) {
      const html = await bench.page(path);
      expect(html).not.toMatch(/<(script>|img src=x|b>|i>|u>|x>)|javascript:|"onclick/);
      if (path === '/dashboard') expect(html).toContain(shown);
    }
  });

  test('a title of 2,000 Arabic characters is cut, and runs from right to left', async () => {
    const bench = new DashboardBench();
    const title = 'مراجعة خطة الإصدار '.repeat(120).slice(0, 2000);
    bench.lines.push(line({ title }));
    const html = await bench.page('/dashboard');
    const [, shown = ''] = /<span class="title" dir="auto"><a[^>]*>(.*?)<\/a>/s.exec(html) ?? [];
    expect(shown).toBe(`${title.slice(0, 299)}…`);
    expect(await bench.page(`/dashboard/pages/${PAGE}`)).toContain(`<p dir="auto">${title.trim()}</p>`);
  });

  test('a sweep has no page', async () => {
    const bench = new DashboardBench();
    const { pageId: _, title: __, url: ___, ...sweep } = line({ job: 'due', reason: 'swept' });
    bench.lines.push(sweep);
    expect(words(await bench.page('/dashboard?include=all'))).toContain(
      'Sweep or search was due nobody Done swept',
    );
  });

  test('a list of what is overdue has no page either, and the channel was told', async () => {
    const bench = new DashboardBench();
    const { pageId: _, title: __, url: ___, ...list } = line({ job: 'due', reason: '3 overdue' });
    bench.lines.push({ ...list, told: [{ channel: 'slack', rule: 'overdue', people: [] }] });
    expect(words(await bench.page('/dashboard'))).toContain(
      'List of what is overdue was due the channel Slack Done 3 overdue',
    );
  });

  test('leave out what came due and told nobody, unless it is asked for', async () => {
    const bench = new DashboardBench();
    bench.lines.push(
      line({ title: 'An event' }),
      line({
        title: 'Told late',
        job: 'due',
        told: [{ channel: 'slack', rule: 'assigned', people: ['Ana'] }],
      }),
      line({ title: 'Idle', job: 'due' }),
    );
    const usual = await bench.page('/dashboard');
    expect(usual).toContain('An event');
    expect(usual).toContain('Told late');
    expect(usual).not.toContain('Idle');
    const all = await bench.page('/dashboard?include=all');
    expect(all).toContain('Idle');
    expect(all).toMatch(/<option value="all" selected>/);
    expect(all).toContain('<a href="/dashboard">All events</a>');
  });

  test('a search that finds nothing says what it did not look at', async () => {
    const bench = new DashboardBench();
    expect(await bench.page('/dashboard?text=x')).toContain(
      'No event matches. Sweeps and repeats that told nobody are left out.',
    );
    expect(await bench.page('/dashboard?text=x&include=all')).toContain('No event matches.</p>');
  });

  test('older ones are of the same choice', async () => {
    const bench = new DashboardBench();
    for (let index = 0; index < 25; index++) bench.lines.push(line({ job: 'due', endedAt: NOW - index }));
    expect(await bench.page('/dashboard?include=all')).toMatch(
      /href="\/dashboard\?include=all&amp;before=\d+"/,
    );
  });

  test('can be filtered, and the form shows by what', async () => {
    const bench = new DashboardBench();
    bench.lines.push(line({ title: 'Q4 budget' }), line({ title: 'Q4 review', outcome: 'skipped' }), line());
    const html = await bench.page('/dashboard?outcome=skipped&text=%20Q4%20');
    expect(html).toContain('Q4 review');
    expect(html).not.toContain('Q4 budget');
    expect(html).toMatch(/<option value="skipped" selected>/);
    expect(html).toMatch(/name="text"[^>]*\svalue="Q4"/);
    expect(html).toContain('<a href="/dashboard">All events</a>');
  });

  test.each([
    '/dashboard?outcome=none',
    '/dashboard?before=soon',
    '/dashboard?before=-1',
    '/dashboard?text=',
  ])('%s makes no sense, and filters nothing', async (path) => {
    const bench = new DashboardBench();
    bench.lines.push(line({ title: 'Q4 budget' }));
    expect(await bench.page(path)).toContain('Q4 budget');
  });

  test('a text of the filter is escaped', async () => {
    const html = await new DashboardBench().page(`/dashboard?text=${encodeURIComponent('"><script>')}`);
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;"');
    expect(html).toContain('No event matches.');
  });

  test('older ones are a link away, and the newest again', async () => {
    const bench = new DashboardBench();
    for (let index = 0; index < 25; index++)
      bench.lines.push(line({ title: `Task ${index}.`, endedAt: NOW - index * 1000 }));
    const first = await bench.page('/dashboard?text=task');
    expect(first).toContain('Task 19.');
    expect(first).not.toContain('Task 20.');
    const [, older = ''] = /<a href="([^"]*)">Older<\/a>/.exec(first) ?? [];
    const second = await bench.page(older.replaceAll('&amp;', '&'));
    expect(second).not.toContain('Task 19.');
    expect(second).toContain('Task 24.');
    expect(second).toContain('<a href="/dashboard?text=task">Newest</a>');
    expect(second).not.toContain('>Older</a>');
  });
});

describe('the last 24 hours', () => {
  const latencies = (index: number, count: number) =>
    Array.from({ length: 9 }, (_, at) => (at === index ? count : 0));

  test('are plotted and told as a table', async () => {
    const bench = new DashboardBench();
    const hour = Math.floor(NOW / HOUR) * HOUR;
    bench.figures.push(
      { hour: hour - 23 * HOUR, outcomes: { skipped: 4 }, latencies: latencies(0, 0) },
      { hour, outcomes: { done: 3, parked: 1 }, latencies: latencies(2, 3) },
      { hour: hour - 24 * HOUR, outcomes: { done: 1000 }, latencies: latencies(8, 1000) },
    );
    const html = await bench.page('/dashboard');
    expect(words(html)).toContain('8 events, 3 times somebody was told, latency: median ≤ 2 s, 95% ≤ 2 s');
    expect(html).toContain('aria-label="Events by hour: 10:00–11:00 UTC 4; 09:00–10:00 UTC 4"');
    expect(html).toContain('aria-label="Time from webhook to notice by hour: 09:00–10:00 UTC median ≤ 2 s"');
    const [, table = ''] = /<table class="hours">.*?<tbody>(.*?)<\/tbody>/s.exec(html) ?? [];
    expect(
      table
        .split('</tr>')
        .slice(0, -1)
        .map((row) => words(row).trim()),
    ).toEqual(['1 Nov, 10:00:00 0 4 0 0 0 0 – –', '2 Nov, 09:00:00 3 0 0 1 0 0 ≤ 2 s ≤ 2 s']);
    expect(html.match(/<rect data-tone="(good|idle|bad|median)"/g)).toHaveLength(4);
  });

  test('an hour of nothing but late notices is in the table', async () => {
    const bench = new DashboardBench();
    bench.figures.push({ hour: Math.floor(NOW / HOUR) * HOUR, outcomes: {}, latencies: latencies(8, 1) });
    const html = words(await bench.page('/dashboard'));
    expect(html).toContain('0 events, 1 time somebody was told');
    expect(html).toContain('2 Nov, 09:00:00 0 0 0 0 0 0 &gt; 5 min');
  });

  test('that were quiet say so', async () => {
    const html = await new DashboardBench().page('/dashboard');
    expect(html).toContain('aria-label="Events by hour: none in these hours"');
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('several workspaces', () => {
  test('are a choice, and their lines are apart', async () => {
    const bench = new DashboardBench(TWO);
    bench.lines.push(line({ title: 'Of main' }), line({ title: 'Of ops', workspace: 'ops' }));
    const first = await bench.page('/dashboard');
    expect(first).toContain('Of main');
    expect(first).not.toContain('Of ops');
    expect(first).toContain('<a href="/dashboard?workspace=main" aria-current="page">main</a>');
    const other = await bench.page('/dashboard?workspace=ops');
    expect(other).toContain('Of ops');
    expect(other).toContain('<input type="hidden" name="workspace" value="ops">');
    expect(other).toContain(`/dashboard/pages/${PAGE}?workspace=ops`);
  });

  test('one that is not configured is not found', async () => {
    const bench = new DashboardBench(TWO);
    await bench.signIn();
    expect((await bench.get('/dashboard?workspace=none')).status).toBe(404);
  });

  test('a single one is no choice', async () => {
    expect(await new DashboardBench().page('/dashboard')).not.toContain('aria-label="Workspaces"');
  });
});

describe('a page', () => {
  test('shows its lines and what it owes, by an id with dashes or without', async () => {
    const bench = new DashboardBench(TWO);
    bench.lines.push(
      line({ workspace: 'ops', reason: 'of this page' }),
      line({ workspace: 'ops', pageId: PAGE.replace(/1$/, '2'), reason: 'of another' }),
    );
    bench.records.push({
      ...emptyRecord('ops', PAGE),
      state: state([], { title: 'The page' }),
      outbox: [
        notice([person(1, 'Ana')], { attempts: 2, progress: { state: 'pending', at: NOW + 1000 } }),
        notice([person(2, 'Ben')], { id: 'n-2', channel: 'slack', progress: failed('404') }),
        notice([], {
          rule: 'escalation',
          channel: 'email-address',
          subject: { kind: 'status', status: 'Blocked', step: 0, since: NOW },
        }),
      ],
    });
    for (const id of [PAGE, PAGE.replaceAll('-', '')]) {
      const html = await bench.page(`/dashboard/pages/${id}`);
      expect(words(html)).toContain('of this page');
      expect(words(html)).not.toContain('of another');
      expect(words(html)).toMatch(/Comment to Ana next try 2 Nov, 09:30:01 , after 2 failures/);
      expect(words(html)).toContain('e-mail message to step 1 of the escalation next try');
      expect(words(html)).toMatch(
        /Slack message to Ben given up .* 404 mend 404 Then npx pagebell dlq retry n-2 --workspace ops/,
      );
    }
  });

  test('shows how a look at the page that was given up is asked for again, by the id of the command', async () => {
    const bench = new DashboardBench();
    const record = { ...emptyRecord('main', PAGE), outbox: [owedReadEntry({ progress: failed('404') })] };
    bench.records.push(record);
    const [entry] = entriesOf([record], []);
    expect(words(await bench.page(`/dashboard/pages/${PAGE}`))).toMatch(
      new RegExp(`A look at the page given up .* Then npx pagebell dlq retry ${entry?.id} `),
    );
  });

  test('whose record a later release wrote shows its lines, and says so', async () => {
    const bench = new DashboardBench();
    bench.isNewer = true;
    bench.lines.push(line({ reason: 'of this page' }));
    const html = words(await bench.page(`/dashboard/pages/${PAGE}`));
    expect(html).toContain('of this page');
    expect(html).toContain("This page's record cannot be read: a later release wrote it.");
    expect(html).not.toContain('Nothing: whoever was to be told has been.');
  });

  test.each(['none', PAGE, `${PAGE}x`])('%s is unknown', async (id) => {
    const bench = new DashboardBench();
    await bench.signIn();
    const response = await bench.get(`/dashboard/pages/${id}`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Pagebell has not seen a page with this id.');
  });
});
