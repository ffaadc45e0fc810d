import type { OutboxEntry, Sighting } from '../../../lambdas/core/page-record.ts';
import {
  alreadySeen,
  isIrrelevant,
  mergeSightings,
  sightingOf,
  tellsOfAssignment,
} from '../../../lambdas/core/sightings.ts';
import { ASSIGNEE_PROPERTY, eventJob, NOW, notice, owedReadEntry, PAGE, sighting } from './builders.ts';

const EDITS = ['page.properties_updated', 'page.updated'];
const BIRTHS = ['page.created', 'database.row_added'];
const OTHERS = ['page.moved', 'page.deleted', 'page.undeleted'];

test('a sighting is what an event tells, without where it came from', () => {
  const { kind, workspace, pageId, ...told } = eventJob();
  expect(sightingOf(eventJob({ dataSourceId: 'd' }))).toEqual(told);
  expect([kind, workspace, pageId]).toEqual(['event', 'main', PAGE]);
});

describe('tellsOfAssignment', () => {
  test.each([
    ...BIRTHS.map((type) => ['no list', type, undefined, true] as const),
    ...BIRTHS.map((type) => ['other properties', type, ['title'], true] as const),
    ...EDITS.map((type) => ['no list', type, undefined, true] as const),
    ...EDITS.map((type) => ['the property', type, ['title', ASSIGNEE_PROPERTY], true] as const),
    ...EDITS.map((type) => ['other properties', type, ['title'], false] as const),
    ...EDITS.map((type) => ['an empty list', type, [], false] as const),
    ...OTHERS.map((type) => ['no list', type, undefined, false] as const),
    ...OTHERS.map((type) => ['the property', type, [ASSIGNEE_PROPERTY], false] as const),
  ])('with %s, %s: %j %j', (_, type, ids, expected) => {
    const seen: Sighting = { type, receivedAt: NOW, ...(ids && { propertyIds: [...ids] }) };
    expect(tellsOfAssignment(seen, ASSIGNEE_PROPERTY)).toBe(expected);
  });

  test('an edit of a page without an assignee property tells of none, unless it has no list', () => {
    expect(tellsOfAssignment(sighting(), undefined)).toBe(false);
    expect(tellsOfAssignment({ type: 'page.updated', receivedAt: NOW }, undefined)).toBe(true);
  });
});

describe('alreadySeen', () => {
  const record = (readStartedAt?: number) => ({
    workspace: 'main',
    pageId: PAGE,
    version: 1,
    outbox: [],
    ...(readStartedAt !== undefined && { readStartedAt }),
  });

  test.each([
    ['more than five seconds before the read', NOW - 5001, true],
    ['five seconds before the read', NOW - 5000, false],
    ['during the read', NOW, false],
    ['after the read', NOW + 60_000, false],
  ])('an event received %s', (_, receivedAt, expected) => {
    expect(alreadySeen(eventJob({ receivedAt }), record(NOW))).toBe(expected);
  });

  test('what Notion says of the time proves nothing', () => {
    expect(alreadySeen(eventJob({ receivedAt: NOW, eventTime: 0 }), record(NOW))).toBe(false);
  });

  test.each([
    ['unknown', undefined],
    ['never read', record()],
  ])('nothing is seen of a page that is %s', (_, known) => {
    expect(alreadySeen(eventJob({ receivedAt: 0 }), known)).toBe(false);
  });
});

describe('isIrrelevant', () => {
  test.each([
    ['none of the watched ones', ['title', 'due'], [ASSIGNEE_PROPERTY], true],
    ['one of the watched ones', ['title', ASSIGNEE_PROPERTY], [ASSIGNEE_PROPERTY], false],
    ['a watched one, encoded in the event', ['%7BLUX'], [ASSIGNEE_PROPERTY], false],
    ['a watched one, encoded in the record', [ASSIGNEE_PROPERTY], ['%7BLUX'], false],
    ['nothing', [], [ASSIGNEE_PROPERTY], true],
    ['something where nothing is watched yet', ['title'], [], false],
    ['something where it is unknown what is watched', ['title'], undefined, false],
    ['nobody knows what', undefined, [ASSIGNEE_PROPERTY], false],
  ])('an edit of %s', (_, propertyIds, watchedIds, expected) => {
    for (const type of EDITS)
      expect(isIrrelevant(eventJob({ type, propertyIds }), watchedIds, [])).toBe(expected);
  });

  test.each<[string, OutboxEntry, boolean]>([
    ['somebody waits to be told', notice([], { progress: { state: 'pending', at: NOW } }), false],
    ['they are being told', notice([], { progress: { state: 'sending', at: NOW } }), true],
    [
      'it was given up to tell them',
      notice([], { progress: { state: 'failed', failedAt: NOW, reason: 'r', hint: 'h' } }),
      true,
    ],
    ['a read is owed', owedReadEntry({ progress: { state: 'pending', at: NOW } }), true],
  ])('an edit of the title while %s', (_, entry, expected) => {
    expect(isIrrelevant(eventJob({ propertyIds: ['title'] }), [ASSIGNEE_PROPERTY], [entry])).toBe(expected);
    expect(isIrrelevant(eventJob({ propertyIds: ['due'] }), [ASSIGNEE_PROPERTY], [entry])).toBe(true);
  });

  test.each([...BIRTHS, ...OTHERS])('%s is never irrelevant', (type) => {
    expect(isIrrelevant(eventJob({ type, propertyIds: ['title'] }), [ASSIGNEE_PROPERTY], [])).toBe(false);
  });
});

describe('mergeSightings', () => {
  const numbered = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) =>
      sighting({ eventId: `e-${from + index}`, receivedAt: NOW + from + index }),
    );

  test('each event once, the known ones first', () => {
    expect(mergeSightings(numbered(0, 3), numbered(1, 5))).toEqual(numbered(0, 5));
    expect(mergeSightings([], [...numbered(0, 2), ...numbered(0, 2)])).toEqual(numbered(0, 2));
  });

  test('events without ids cannot be told apart, so all are kept', () => {
    expect(mergeSightings([sighting()], [sighting(), sighting()])).toHaveLength(3);
  });

  test('fifty are kept; of more only that something changed, whoever did it', () => {
    expect(mergeSightings(numbered(0, 25), numbered(25, 50))).toHaveLength(50);
    const merged = mergeSightings(numbered(0, 25), numbered(25, 51));
    expect(merged).toEqual([{ type: 'page.updated', receivedAt: NOW + 50 }]);
    expect(merged.every((each) => tellsOfAssignment(each, undefined))).toBe(true);
  });
});
