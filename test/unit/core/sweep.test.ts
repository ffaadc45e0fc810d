import type { NotionPage } from '../../../lambdas/core/notion-page.ts';
import { emptyRecord, type PageRecord, type PageState } from '../../../lambdas/core/page-record.ts';
import type { Filtered } from '../../../lambdas/core/rules/filter.ts';
import {
  countBackfill,
  judgeRow,
  newDataSource,
  progressAfter,
  spanOf,
  startBackfill,
} from '../../../lambdas/core/sweep.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-02T09:00:30Z');
const FROM = Date.parse('2026-11-02T08:00:00Z');
const INTERVAL = 15 * MINUTE;
const SPAN = { from: FROM, before: Date.parse('2026-11-02T08:54:00Z') };
const PAGE: NotionPage = {
  title: '',
  url: '',
  inTrash: false,
  createdAt: undefined,
  dataSourceId: undefined,
  properties: [],
};
const row = (minute: number) => ({ id: `p${minute}`, editedAt: FROM + minute * MINUTE, page: PAGE });

test('a sweep covers whole minutes, and leaves the last six to webhooks', () => {
  expect(spanOf({ sweptTo: FROM, dueAt: 0, attempts: 0 }, NOW)).toEqual(SPAN);
});

test('a data source that is first seen now has nothing behind it to sweep', () => {
  expect(newDataSource({ watchedIds: ['a'], watchedAt: NOW }, NOW, INTERVAL)).toEqual({
    baseline: NOW,
    watchedIds: ['a'],
    watchedAt: NOW,
    sweep: { sweptTo: NOW - 30_000, dueAt: NOW + INTERVAL, attempts: 0 },
  });
});

test.each([
  [
    'nothing was edited',
    { rows: [], isCutOff: false },
    'finished',
    { sweptTo: SPAN.before, dueAt: NOW + INTERVAL },
  ],
  [
    'all is shown',
    { rows: [row(0), row(3)], isCutOff: false },
    'finished',
    { sweptTo: SPAN.before, dueAt: NOW + INTERVAL },
  ],
  [
    'there is more',
    { rows: [row(0), row(3)], isCutOff: false, next: 'c' },
    'goes-on',
    { sweptTo: FROM + 3 * MINUTE, dueAt: NOW },
  ],
  [
    'one minute fills the page',
    { rows: [row(0), row(0)], isCutOff: false, next: 'c' },
    'goes-on',
    { sweptTo: FROM, cursor: 'c', dueAt: NOW },
  ],
  [
    'Notion shows no more, but of later minutes',
    { rows: [row(0), row(3)], isCutOff: true },
    'goes-on',
    { sweptTo: FROM + 3 * MINUTE, dueAt: NOW },
  ],
  [
    'Notion shows no more of one minute',
    { rows: [row(0)], isCutOff: true },
    'cut-off',
    { sweptTo: FROM + MINUTE, dueAt: NOW },
  ],
])('after a page of the query: %s', (_, queried, kind, progress) => {
  const swept = progressAfter(queried, SPAN, NOW, INTERVAL);
  expect(swept).toMatchObject({ kind, progress: { ...progress, attempts: 0 } });
  expect(swept.progress.cursor).toBe('cursor' in progress ? progress.cursor : undefined);
});

describe('a backfill', () => {
  const backfill = { startedAt: NOW, until: SPAN.before, rows: 0 };
  const swept = (kind: 'finished' | 'goes-on', sweptTo: number) => ({
    kind,
    progress: { sweptTo, dueAt: NOW, attempts: 0 },
  });

  test('begins with the first edit of all, and is due now', () => {
    const before = { sweptTo: FROM, cursor: 'c', dueAt: NOW + INTERVAL, attempts: 3 };
    expect(startBackfill(before, NOW)).toEqual({ sweptTo: 0, dueAt: NOW, attempts: 0, backfill });
  });

  test('has another due time than the sweep that it takes over', () => {
    expect(startBackfill({ sweptTo: FROM, dueAt: NOW, attempts: 0 }, NOW).dueAt).toBe(NOW + 1);
  });

  test('counts rows from the oldest one on until it has come to where it ends', () => {
    const first = countBackfill(backfill, [row(1), row(2)], swept('goes-on', FROM + 2 * MINUTE), NOW);
    expect(first).toEqual({ ...backfill, rows: 2, oldestAt: FROM + MINUTE });
    const last = countBackfill(first, [row(54)], swept('goes-on', SPAN.before), NOW + 5);
    expect(last).toEqual({ ...first, rows: 3, endedAt: NOW + 5 });
  });

  test('ends with its sweep, though that had less to look at', () => {
    const ended = countBackfill(backfill, [], swept('finished', SPAN.before - MINUTE), NOW);
    expect(ended).toEqual({ ...backfill, endedAt: NOW });
  });

  test('that has ended counts no further sweep', () => {
    const ended = { ...backfill, rows: 7, endedAt: NOW };
    expect(countBackfill(ended, [row(1)], swept('finished', SPAN.before), NOW + 9)).toBe(ended);
  });
});

describe('a row', () => {
  const crowd = Array.from({ length: 25 }, (_, index) => `u${index}`);
  const known = (assignees: string[], more: Partial<PageRecord> = {}): PageRecord => ({
    ...emptyRecord('main', 'p1'),
    state: { title: '', url: '', assignees: assignees.map((id) => ({ id, kind: 'person' })) },
    ...more,
  });
  const seenWith = (filtered: Partial<Filtered>) => ({
    values: {},
    filtered: { isLeftOut: false, propertyIds: [], misfits: [], isCertain: true, ...filtered },
  });
  const owed = { kind: 'read' as const, id: 'read', sightings: [], attempts: 0, since: 0 };

  test.each([
    ['of an unknown page that is old', -1, ['u1'], undefined, 'store'],
    ['of an unknown page that was edited since the baseline', 0, ['u1'], undefined, 'read'],
    ['of an unknown page that may not show all people', -1, crowd, undefined, 'read'],
    ['that is as it is known', 0, ['u2', 'u1'], known(['u1', 'u2']), 'fill'],
    ['with somebody more', 0, ['u1', 'u2'], known(['u1']), 'read'],
    ['with somebody less', 0, [], known(['u1']), 'read'],
    ['with somebody else', 0, ['u2'], known(['u1']), 'read'],
    ['that may not show all people', 0, crowd, known(crowd), 'read'],
    [
      'of a page that was gone',
      0,
      ['u1'],
      known(['u1'], {
        state: { title: 'T', url: 'U', assignees: [{ id: 'u1', kind: 'person' }], isGone: true },
      }),
      'read',
    ],
    ['of a page that was never read', 0, [], known([], { state: undefined }), 'read'],
    [
      'of a page whose read is owed already',
      0,
      ['u2'],
      known(['u1'], { outbox: [{ ...owed, progress: { state: 'pending', at: NOW } }] }),
      'nothing',
    ],
  ])('%s', (_, minutesAfterBaseline, assignees, record, verdict) => {
    const editedAt = FROM + minutesAfterBaseline * MINUTE;
    const seen = { baseline: FROM + 20_000 };
    expect(judgeRow({ editedAt }, assignees, record, seen, seenWith({}))).toBe(verdict);
  });

  test.each<[string, string[], Partial<Filtered>, isLeftOut: boolean, verdict: string]>([
    ['left out by now', ['u1'], { isLeftOut: true }, false, 'read'],
    ['left out no more', ['u1'], {}, true, 'read'],
    ['left out as before', ['u1'], { isLeftOut: true }, true, 'fill'],
    ['left out as before, with somebody more', ['u1', 'u2'], { isLeftOut: true }, true, 'fill'],
    ['left out as before, with somebody less', ['u2'], { isLeftOut: true }, true, 'read'],
    ['perhaps left out: not all are shown who are asked for', ['u1'], { isCertain: false }, false, 'read'],
  ])('that is %s', (_, assignees, filtered, isLeftOut, verdict) => {
    const record = known(['u1']);
    const stored = { ...record, ...(record.state && { state: { ...record.state, isLeftOut } }) };
    expect(judgeRow({ editedAt: FROM }, assignees, stored, { baseline: FROM }, seenWith(filtered))).toBe(
      verdict,
    );
  });

  type Values = Pick<PageState, 'status' | 'due'>;
  const due = { start: '2026-11-10' };
  const givenUp = {
    ...owed,
    progress: { state: 'failed' as const, failedAt: NOW, reason: 'no', hint: 'h' },
  };

  test.each<[string, Values, Values, since: number | undefined, Partial<PageRecord>, verdict: string]>([
    ['what nobody had asked for', {}, { status: 'Blocked', due }, undefined, {}, 'fill'],
    ['what nobody had asked for before its edit', {}, { status: 'Blocked', due }, FROM + MINUTE, {}, 'fill'],
    ['what was asked for in the minute of its edit', {}, { status: 'Blocked' }, FROM + 20_000, {}, 'read'],
    ['what was asked for before its edit', {}, { due }, FROM - MINUTE, {}, 'read'],
    ['that there is none of it', {}, { due: null }, FROM - MINUTE, {}, 'read'],
    ['what is known of old', { status: 'Open' }, { status: 'Open' }, FROM - MINUTE, {}, 'fill'],
    [
      'less than is known: nobody asks for it any more',
      { status: 'Open', due },
      {},
      FROM - MINUTE,
      {},
      'fill',
    ],
    ['something else', { status: 'Open' }, { status: 'Blocked' }, undefined, {}, 'read'],
    [
      'what a read that was given up had to tell',
      {},
      { status: 'Blocked' },
      undefined,
      { outbox: [givenUp] },
      'read',
    ],
  ])('that shows %s', (_, before, values, watchedSince, more, verdict) => {
    const { state: stored, ...record } = known(['u1'], more);
    if (!stored) throw new Error('it is known');
    const seen = { baseline: FROM - 60 * MINUTE, watchedSince };
    const row = { ...seenWith({}), values };
    expect(
      judgeRow({ editedAt: FROM }, ['u1'], { ...record, state: { ...stored, ...before } }, seen, row),
    ).toBe(verdict);
  });

  test.each<[string, string[] | undefined, PageState['unseenAssignees'], verdict: string]>([
    ['any more', undefined, undefined, 'read'],
    ['as before', undefined, 'kept', 'fill'],
    ['as ever', undefined, 'unknown', 'fill'],
    ['no longer: it does again', ['u1'], 'kept', 'read'],
    ['no longer: it does for the first time', ['u1'], 'unknown', 'read'],
  ])('that does not show whose the page is, %s', (_, assignees, unseenAssignees, verdict) => {
    const record = known(['u1']);
    const stored = { ...record, ...(record.state && { state: { ...record.state, unseenAssignees } }) };
    expect(judgeRow({ editedAt: FROM }, assignees, stored, { baseline: FROM }, seenWith({}))).toBe(verdict);
  });
});
