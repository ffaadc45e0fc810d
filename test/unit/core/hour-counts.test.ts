import { countLines } from '../../../lambdas/core/hour-counts.ts';
import { HOUR, type JournalLine } from '../../../lambdas/core/journal.ts';

const TEN = Date.parse('2026-11-02T10:00:00Z');

function line(more: Partial<JournalLine> = {}): JournalLine {
  const common = { id: 'm1-1', workspace: 'main', reason: '', attempt: 1, durationMs: 3, endedAt: TEN };
  return { ...common, job: 'event', outcome: 'skipped', ...more };
}

test('only events are counted as such; a notice counts whatever brought it', () => {
  const lines = [
    line(),
    line({ job: 'due' }),
    line({ job: 'retry', outcome: 'failed' }),
    line({ job: 'due', outcome: 'done', latencyMs: 400 }),
    line({ outcome: 'done', latencyMs: 700 }),
  ];
  expect(countLines({}, lines, TEN + 5)).toEqual({
    counts: { [TEN]: { skipped: 1, done: 1, latency0: 1, latency1: 1 } },
    hour: TEN,
  });
});

const DONE = [line({ outcome: 'done' })];
const BEFORE = { [TEN - HOUR]: { done: 4 } };

test.each([
  ['of the same hour', { [TEN]: { done: 1 } }, DONE, TEN + 5, { [TEN]: { done: 2 } }],
  ['of an hour that is over', BEFORE, DONE, TEN, { ...BEFORE, [TEN]: { done: 1 } }],
  ['of an hour that is over, where nothing is to be counted', BEFORE, [], TEN, { ...BEFORE, [TEN]: {} }],
  ['of an hour that a slow clock has not reached', { [TEN]: {} }, DONE, TEN - 1, { [TEN]: { done: 1 } }],
])('beside counts %s', (_, before, lines, now, counts) => {
  expect(countLines(before, lines, now)).toEqual({ counts, hour: TEN });
});
