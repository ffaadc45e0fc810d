import { drop } from '../../../bin/commands/dlq/drop.ts';
import { choose, retry } from '../../../bin/commands/dlq/retry.ts';
import { findEntry } from '../../../bin/commands/dlq/survey.ts';
import { encodeJob } from '../../../lambdas/core/envelope.ts';
import { NOW, owedReadEntry, PAGE, uuid } from '../core/builders.ts';
import { DlqBench, failed } from './dlq-bench.ts';

const SLACK = failed('slack', 'slack: 403: action_prohibited');
const COMMENT = failed('comment', 'notion: 400: too long');
const READ = owedReadEntry({
  progress: { state: 'failed', failedAt: NOW - 9, reason: 'notion: 400', hint: 'h' },
});
const WORKSPACES = ['main', 'ops'];

function retryAll(bench: DlqBench, ids: string[] = [], reason?: string) {
  return bench.look((found) => retry(choose({ ids, reason }, found.entries), found, WORKSPACES, bench.ports));
}

describe('what is parked', () => {
  test('is listed by record, the longest first, with the copies that ask for it', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK, READ, COMMENT]);
    const copy = bench.copyOf('m1', SLACK.id, COMMENT.id);
    const entries = await bench.look(async (found) => found.entries);
    expect(entries.map(({ id }) => id)).toEqual([`${PAGE.replaceAll('-', '')}-read`, SLACK.id, COMMENT.id]);
    expect(entries.map((entry) => entry.kind === 'page' && entry.copies)).toEqual([[], [copy], [copy]]);
  });

  test('leaves out what is only put off', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK, { ...COMMENT, progress: { state: 'pending', at: NOW } }]);
    expect(await bench.look(async ({ entries }) => entries.map(({ id }) => id))).toEqual([SLACK.id]);
  });

  test.each([
    ['a body that nobody can read', '{', 'malformed'],
    ['a sweep', encodeJob({ kind: 'due', workspace: 'main', key: 'k', dueAt: 1 }), 'job'],
    [
      'a copy whose entry is parked no more',
      encodeJob({ kind: 'retry', workspace: 'main', pageId: PAGE, notices: ['x'] }),
      'job',
    ],
    ['a job of a later release', '{"v":99}', 'newer'],
  ])('%s has no record, and is listed by its message', async (_, body, kind) => {
    const bench = new DlqBench();
    await bench.store([SLACK]);
    bench.letter('m1', body, { reason: 'why', hint: 'do that', workspace: 'main' });
    const [entry] = await bench.look(async ({ entries }) => entries.filter(({ id }) => id === 'm1'));
    expect(entry).toMatchObject({ kind: 'message', reason: 'why', hint: 'do that', decoded: { kind } });
  });

  test('a message that SQS moved by itself has a reason and a hint as well', async () => {
    const bench = new DlqBench();
    bench.letter('m1', '{');
    const [entry] = await bench.look(async ({ entries }) => entries);
    expect(entry?.reason).toMatch(/again and again/);
    expect(entry?.hint).toMatch(/log of the consumer/);
  });

  test('is only one workspace’s, if one is named', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK]);
    await bench.store([COMMENT], { workspace: 'ops' });
    bench.letter('m1', '{', { workspace: 'ops' });
    bench.letter('m2', '{', { workspace: 'main' });
    const idsOf = (only?: string) =>
      bench.look(async ({ entries }) => entries.map(({ id }) => id).sort(), only);
    expect(await idsOf('ops')).toEqual([COMMENT.id, 'm1'].sort());
    expect(await idsOf()).toHaveLength(4);
  });

  test('may hold records that cannot be read: they are counted, of every workspace', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK]);
    bench.unreadable = 2;
    const found = await bench.look(async ({ entries, unreadable }) => ({ ids: entries.length, unreadable }));
    expect(found).toEqual({ ids: 1, unreadable: 4 });
  });

  test('goes back into the queue, though the work on it fails', async () => {
    const bench = new DlqBench();
    bench.letter('m1', '{');
    await bench.look(async () => expect(bench.held.size).toBe(1));
    expect(bench.held.size).toBe(0);
    await expect(bench.look(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(bench.held.size).toBe(0);
  });

  test('has an id that is told apart', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK]);
    await bench.store([SLACK], { workspace: 'ops' });
    await bench.look(async ({ entries }) => {
      expect(() => findEntry('x', entries)).toThrow('Nothing that is parked has the id x');
      expect(() => findEntry(SLACK.id, entries)).toThrow(/^Several workspaces/);
    });
  });
});

describe('a retry', () => {
  test('sends all of one page in one message, and then removes its copies', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK, READ]);
    bench.copyOf('m1', SLACK.id);
    bench.copyOf('m2', 'read');
    expect(await retryAll(bench)).toEqual([]);
    expect(bench.sent).toEqual([
      { kind: 'retry', workspace: 'main', pageId: PAGE, notices: ['read', SLACK.id] },
    ]);
    expect(bench.acts.slice(1).sort()).toEqual(['remove m1', 'remove m2']);
    expect(bench.acts[0]).toMatch(/^retry/);
  });

  test('leaves a copy that asks for something else too', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK, COMMENT]);
    bench.copyOf('both', SLACK.id, COMMENT.id);
    await retryAll(bench, [SLACK.id]);
    expect(bench.acts).toEqual([`retry ${SLACK.id}`]);
    expect(bench.letters).toHaveLength(1);
    expect(bench.held.size).toBe(0);
  });

  test.each([
    ['of a part of the reason', [], 'PROHIBITED', [SLACK.id]],
    ['of ids and a reason', [SLACK.id, COMMENT.id], '400', [COMMENT.id]],
    ['of nothing', [], 'no such reason', []],
  ])('%s chooses what has both', async (_, ids, reason, chosen) => {
    const bench = new DlqBench();
    await bench.store([SLACK, COMMENT]);
    await retryAll(bench, ids, reason);
    expect(bench.sent.flatMap(({ notices }) => notices)).toEqual(chosen);
  });

  test('gives a message without a record to its workspace’s group as it is', async () => {
    const bench = new DlqBench();
    const body = encodeJob({ kind: 'due', workspace: 'ops', key: 'k', dueAt: 1 });
    bench.letter('m1', body, { workspace: 'main' });
    await retryAll(bench);
    expect(bench.resent).toEqual([{ workspace: 'ops', body }]);
    expect(bench.acts).toEqual([`resend ${body}`, 'remove m1']);
  });

  test.each([
    ['no workspace', undefined],
    ['the workspace gone', 'gone'],
  ])('refuses a message of %s before anything is sent', async (said, workspace) => {
    const bench = new DlqBench();
    await bench.store([SLACK]);
    bench.letter('m1', '{', { workspace });
    await expect(retryAll(bench)).rejects.toThrow(
      `The message m1 is of ${said}, which is not in the configuration`,
    );
    expect(bench.acts).toEqual([]);
  });

  test('removes nothing that was not sent, and says how far it came', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK]);
    await bench.store([{ ...COMMENT, id: 'other' }], { pageId: uuid(2) });
    bench.copyOf('m1', SLACK.id);
    bench.letter('m2', '{', { workspace: 'main' });
    bench.sendsLeft = 1;
    await expect(retryAll(bench)).rejects.toThrow('1 of 3 were sent before this: Could not send');
    expect(bench.acts).toEqual([`retry ${SLACK.id}`, 'remove m1']);
    expect(bench.letters.map(({ messageId }) => messageId)).toEqual(['m2']);
    expect(bench.held.size).toBe(0);
  });

  test('goes on, and tells, if a copy cannot be removed', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK]);
    const letter = bench.copyOf('m1', SLACK.id);
    bench.removalsFail = true;
    expect(await retryAll(bench)).toEqual([letter]);
    expect(bench.sent).toHaveLength(1);
  });
});

describe('a drop', () => {
  const dropOne = (bench: DlqBench, id: string) =>
    bench.look((found) => drop(findEntry(id, found.entries), found, bench.ports));
  const outboxOf = async (bench: DlqBench) => (await bench.table.pages.load('main', PAGE))?.outbox;

  test('takes the entry out of its record, and its copies out of the queue', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK, COMMENT]);
    bench.copyOf('m1', SLACK.id);
    bench.copyOf('m2', COMMENT.id);
    await dropOne(bench, SLACK.id);
    expect(await outboxOf(bench)).toEqual([COMMENT]);
    expect(bench.acts).toEqual(['remove m1']);
  });

  test('keeps what somebody else has saved meanwhile', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK]);
    bench.beforeSave = async () => {
      bench.beforeSave = async () => undefined;
      const current = await bench.table.pages.load('main', PAGE);
      if (current) await bench.table.pages.save({ ...current, outbox: [...current.outbox, COMMENT] });
    };
    await dropOne(bench, SLACK.id);
    expect(await outboxOf(bench)).toEqual([COMMENT]);
  });

  test('leaves alone what was opened again meanwhile, with its copy', async () => {
    const bench = new DlqBench();
    await bench.store([SLACK]);
    bench.copyOf('m1', SLACK.id);
    const pending = { ...SLACK, progress: { state: 'pending' as const, at: NOW } };
    await expect(
      bench.look(async (found) => {
        const current = await bench.table.pages.load('main', PAGE);
        if (current) await bench.table.pages.save({ ...current, outbox: [pending] });
        await drop(findEntry(SLACK.id, found.entries), found, bench.ports);
      }),
    ).rejects.toThrow(`${SLACK.id} is not parked any more`);
    expect(await outboxOf(bench)).toEqual([pending]);
    expect(bench.acts).toEqual([]);
  });

  test('of a message takes it out of the queue', async () => {
    const bench = new DlqBench();
    bench.letter('m1', '{');
    await dropOne(bench, 'm1');
    expect(bench.letters).toEqual([]);
  });
});
