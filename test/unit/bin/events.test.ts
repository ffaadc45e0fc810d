import { CommandError, Unreachable } from '../../../bin/commands/command-error.ts';
import { describeLine } from '../../../bin/commands/events/describe-line.ts';
import { LastingJournal } from '../../../bin/commands/events/lasting-journal.ts';
import { Follower, recentLines, type Wish } from '../../../bin/commands/events/read-events.ts';
import type { JournalLine, Outcome } from '../../../lambdas/core/journal.ts';
import { NOW, PAGE, uuid } from '../core/builders.ts';

/** A journal in memory, which is read as the table's index is: newest first, a page at a time. */
class Journal {
  readonly lines: JournalLine[] = [];
  reads = 0;

  add(endedAt: number, more: Partial<JournalLine> = {}): JournalLine {
    const line: JournalLine = {
      id: `line-${this.lines.length}`,
      workspace: 'main',
      endedAt,
      job: 'event',
      outcome: 'done',
      reason: 'said',
      attempt: 1,
      durationMs: 5,
      ...more,
    };
    this.lines.push(line);
    return line;
  }

  latest = async (workspace: string, limit: number, before = Number.POSITIVE_INFINITY) => {
    this.reads += 1;
    return this.lines
      .filter((line) => line.workspace === workspace && line.endedAt < before)
      .sort((a, b) => b.endedAt - a.endedAt)
      .slice(0, limit);
  };

  ofPage = async (workspace: string, pageId: string, limit: number, before?: number) =>
    (await this.latest(workspace, 1000, before)).filter((line) => line.pageId === pageId).slice(0, limit);
}

const wish = { workspaces: ['main', 'ops'] };

describe('recent events', () => {
  test('are the latest of all workspaces, the oldest of them first', async () => {
    const journal = new Journal();
    const [, b, c] = [journal.add(1), journal.add(3), journal.add(2, { workspace: 'ops' })];
    expect(await recentLines(wish, 2, journal)).toEqual([c, b]);
  });

  test('with an outcome are looked for far back', async () => {
    const journal = new Journal();
    const parked = journal.add(0, { outcome: 'parked' });
    for (let at = 1; at <= 350; at++) journal.add(at);
    expect(await recentLines({ ...wish, outcome: 'parked' }, 20, journal)).toEqual([parked]);
  });

  test('more than one reading holds, of one millisecond, all come', async () => {
    const journal = new Journal();
    for (let index = 0; index < 250; index++) journal.add(1);
    expect(await recentLines(wish, 1000, journal)).toHaveLength(250);
  });

  test('that ended in the same millisecond are told once each', async () => {
    const journal = new Journal();
    for (let index = 0; index < 130; index++) journal.add(index < 80 ? 1 : 2);
    const lines = await recentLines(wish, 1000, journal);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(130);
    expect(lines).toHaveLength(130);
  });

  test('come to an end even where one millisecond fills a page', async () => {
    const journal = new Journal();
    for (let index = 0; index < 250; index++) journal.add(7);
    journal.add(1);
    expect((await recentLines(wish, 1000, journal)).map(({ endedAt }) => endedAt)).toContain(1);
  });

  test('of interest go back behind what came due and told nobody', async () => {
    const journal = new Journal();
    const told = [{ channel: 'slack', rule: 'reminder', people: ['Ana'] }];
    const lines = [
      journal.add(1),
      journal.add(2, { job: 'due', told }),
      journal.add(3, { job: 'due', outcome: 'halted' }),
    ];
    for (let at = 4; at <= 350; at++) journal.add(at, { job: 'due', outcome: at % 2 ? 'done' : 'skipped' });
    expect(await recentLines({ ...wish, isEventful: true }, 20, journal)).toEqual(lines);
  });

  test('of one page leave out the others', async () => {
    const journal = new Journal();
    const line = journal.add(1, { pageId: PAGE });
    journal.add(2, { pageId: uuid(9) });
    expect(await recentLines({ ...wish, pageId: PAGE }, 20, journal)).toEqual([line]);
  });
});

describe('following', () => {
  async function following(wished: Wish, journal: Journal): Promise<Follower> {
    const follower = new Follower(wished, journal);
    await follower.begin();
    return follower;
  }

  test('older ones that the limit left out are not new, though the clock of a local run is ahead', async () => {
    const journal = new Journal();
    const ahead = NOW + 3_600_000;
    for (let index = 0; index < 250; index++) {
      journal.add(ahead + index * 100, index % 2 ? {} : { workspace: 'ops' });
    }
    const follower = await following(wish, journal);
    follower.skip(await recentLines(wish, 1, journal));
    expect(await follower.next()).toEqual([]);
    const fresh = journal.add(ahead + 25_000);
    expect(await follower.next()).toEqual([fresh]);
  });

  test('an empty journal begins with its first line', async () => {
    const journal = new Journal();
    const follower = await following(wish, journal);
    expect(await follower.next()).toEqual([]);
    const first = journal.add(5);
    expect(await follower.next()).toEqual([first]);
    expect(await follower.next()).toEqual([]);
  });

  test('tells each new line once, though it shows late', async () => {
    const journal = new Journal();
    journal.add(NOW - 1);
    const follower = await following(wish, journal);
    expect(await follower.next()).toEqual([]);
    const later = journal.add(NOW + 9000);
    expect(await follower.next()).toEqual([later]);
    const late = journal.add(NOW + 2000);
    expect(await follower.next()).toEqual([late]);
    expect(await follower.next()).toEqual([]);
  });

  test('tells what was told before no more', async () => {
    const journal = new Journal();
    const follower = await following(wish, journal);
    const shown = journal.add(NOW + 5);
    follower.skip([shown]);
    const fresh = journal.add(NOW + 6);
    expect(await follower.next()).toEqual([fresh]);
  });

  test('catches up with more than one page', async () => {
    const journal = new Journal();
    const follower = await following(wish, journal);
    for (let index = 0; index < 240; index++) journal.add(NOW + index);
    const told = await follower.next();
    expect(told.map(({ endedAt }) => endedAt)).toEqual(
      Array.from({ length: 240 }, (_, index) => NOW + index),
    );
  });

  test('reads no further back than it must', async () => {
    const journal = new Journal();
    for (let index = 0; index < 5000; index++) journal.add(NOW + index * 1000);
    const follower = await following({ workspaces: ['main'] }, journal);
    await follower.next();
    expect(journal.reads).toBe(2);
  });

  test('keeps to what is of interest', async () => {
    const journal = new Journal();
    const follower = await following({ ...wish, isEventful: true }, journal);
    journal.add(NOW + 1, { job: 'due', reason: 'swept' });
    const event = journal.add(NOW + 2, { outcome: 'skipped' });
    expect(await follower.next()).toEqual([event]);
  });

  test('keeps to the outcome', async () => {
    const journal = new Journal();
    const follower = await following({ ...wish, outcome: 'parked' }, journal);
    journal.add(NOW + 1);
    const parked = journal.add(NOW + 2, { outcome: 'parked' });
    expect(await follower.next()).toEqual([parked]);
  });
});

describe('a journal that goes away', () => {
  const away = () => Promise.reject(new Unreachable('Could not read the table T', 'Try again.'));

  test('is said once, looked for each time, and read where it is then', async () => {
    const [before, after] = [new Journal(), new Journal()];
    const said: string[] = [];
    const places = [away, away, async () => after];
    const journal = new LastingJournal(before, {
      find: () => places.shift()?.() ?? away(),
      whyLost: (error) => (error instanceof CommandError ? error.message : undefined),
      say: (text) => said.push(text),
    });
    const read = () => journal.whileThere(() => journal.latest('main', 5));
    expect(await read()).toEqual([]);
    before.latest = away;
    const line = after.add(1);
    expect([await read(), await read(), await read()]).toEqual([undefined, undefined, undefined]);
    expect(said).toEqual(['Could not read the table T. Waiting until it answers again; Ctrl-C leaves.']);
    expect([await read(), await read()]).toEqual([[line], [line]]);
    expect(said.slice(1)).toEqual(['The journal answers again.']);
    expect(places).toEqual([]);
  });

  test('a fault is no absence', async () => {
    const finding = { find: away, whyLost: () => undefined, say: () => {} };
    const journal = new LastingJournal(new Journal(), finding);
    const fault = () => Promise.reject(new CommandError('Denied', 'Ask.'));
    await expect(journal.whileThere(fault)).rejects.toThrow('Denied');
  });
});

describe('a line', () => {
  const plain = { style: (_: unknown, text: string) => text };
  const line = (more: Partial<JournalLine>) => describeLine(new Journal().add(NOW, more), plain);

  test('says when, how, what, which page, who was told where, how fast, and why', () => {
    const told = [
      { channel: 'comment', rule: 'assigned', people: ['Ana', 'Ben'] },
      { channel: 'slack', rule: 'assigned', people: ['Ana', 'Ben'] },
    ];
    const text = line({ type: 'page.created', title: 'Plan', told, latencyMs: 840, reason: '2 delivered' });
    expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}/);
    expect(text.replace(/^\S+ \S+ {2}/, '')).toBe(
      'done      page.created  "Plan"  comment to Ana, Ben; slack to Ana, Ben  after 0.8 s  2 delivered',
    );
  });

  test.each<[string, Partial<JournalLine>, string]>([
    ['a page without a title', { title: '' }, '"Untitled"'],
    ['a page without a record', { pageId: PAGE }, PAGE],
    ['a job that is no event', { job: 'due' }, '  due  '],
    [
      'a step that tells nobody in particular',
      { told: [{ channel: 'slack-channel', rule: 'escalation', people: [], step: 2 }] },
      '  slack-channel (step 2 of the escalation)  ',
    ],
    [
      'a step that tells somebody',
      { told: [{ channel: 'comment', rule: 'escalation', people: ['Ana'], step: 1 }] },
      '  comment to Ana (step 1 of the escalation)  ',
    ],
    [
      'a reminder',
      { told: [{ channel: 'email', rule: 'reminder', people: ['Ana'] }] },
      '  email to Ana (reminder)  ',
    ],
    [
      'a list of what is overdue',
      { told: [{ channel: 'slack', rule: 'overdue', people: [] }] },
      '  slack (overdue)  ',
    ],
    ['a long wait', { latencyMs: 65_400 }, 'after 65 s'],
    ['control characters', { title: 'a\u001b[2J\nb' }, '"a [2J b"'],
    ['a turned direction', { reason: 'a\u202egnp' }, 'agnp'],
  ])('%s', (_, more, shown) => {
    expect(line(more)).toContain(shown);
  });

  test.each<Outcome>(['done', 'skipped', 'deferred', 'parked', 'halted', 'failed'])(
    '%s keeps the columns',
    (outcome) => {
      expect(line({ outcome, type: 'T' }).indexOf('  T')).toBe(line({ type: 'T' }).indexOf('  T'));
    },
  );
});
