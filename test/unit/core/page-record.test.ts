import * as fc from 'fast-check';
import {
  dueAt,
  emptyRecord,
  type OutboxEntry,
  type PageRecord,
  type Progress,
  parkedAt,
  parseAssignee,
  parseRecord,
} from '../../../lambdas/core/page-record.ts';
import { assertProperty } from './assert-property.ts';
import { NOW, notice, owedReadEntry, PAGE, person, sighting, state } from './builders.ts';

const entry = (progress: Progress, index: number): OutboxEntry =>
  index % 2 === 0 ? notice([], { progress }) : owedReadEntry({ progress });
const failed = (failedAt: number): Progress => ({ state: 'failed', failedAt, reason: 'no', hint: 'mend it' });
const waiting = fc.record({ state: fc.constantFrom('pending' as const, 'sending' as const), at: fc.nat() });

describe('when a record is due and since when it is parked', () => {
  test('an empty outbox is neither', () => {
    expect(dueAt([])).toBeUndefined();
    expect(parkedAt([])).toBeUndefined();
  });

  test('the earliest time of each kind counts, and neither hides the other', () => {
    assertProperty(
      fc.property(fc.array(waiting), fc.array(fc.nat().map(failed)), (open, given) => {
        const outbox = [...open, ...given].map(entry);
        const least = (times: number[]) => times.sort((a, b) => a - b)[0];
        expect(dueAt(outbox)).toBe(least(open.map(({ at }) => at)));
        expect(parkedAt(outbox)).toBe(
          least(given.flatMap((progress) => (progress.state === 'failed' ? [progress.failedAt] : []))),
        );
      }),
    );
  });
});

describe('parseRecord', () => {
  const record: PageRecord = {
    workspace: 'main',
    pageId: PAGE,
    version: 3,
    state: state([person(1), { id: 'g', kind: 'group' }], { dataSourceId: 'd' }),
    readStartedAt: NOW,
    outbox: [
      notice([person(1)], { part: { number: 1, of: 2 } }),
      notice([person(2)], { channel: 'slack', progress: failed(NOW) }),
      owedReadEntry({ sightings: [sighting({ eventId: 'e', eventTime: NOW }), sighting()] }),
    ],
  };
  const due = { start: '2026-11-02T09:00:00', end: '2026-11-04T18:00:00', timeZone: 'Asia/Tokyo' };
  const timed: PageRecord = {
    ...record,
    state: state([person(1)], { due, status: 'Blocked' }),
    memory: {
      reminder: { day: '2026-11-04', since: NOW, told: ['2026-11-04/1'] },
      escalation: { status: 'Blocked', since: NOW, done: 1 },
    },
    outbox: [
      notice([], { rule: 'reminder', subject: { kind: 'due', day: '2026-11-04', daysBefore: -1 } }),
      notice([], { rule: 'escalation', subject: { kind: 'status', status: 'Blocked', step: 0, since: NOW } }),
      {
        kind: 'wake',
        id: 'wake-reminder',
        rule: 'reminder',
        progress: { state: 'pending', at: NOW },
        attempts: 0,
        since: NOW,
      },
    ],
  };

  test.each([
    ['full', record],
    ['full record of rules that tell in their time, and the same', timed],
    ['empty', emptyRecord('main', PAGE)],
  ])('a %s record is the same after it was stored', (_, stored) => {
    expect(parseRecord(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });

  test.each([
    ['nothing', undefined],
    ['no outbox', { ...record, outbox: undefined }],
    ['an unknown kind of entry', { ...record, outbox: [{ ...notice([]), kind: 'mail' }] }],
    ['an unknown progress', { ...record, outbox: [{ ...notice([]), progress: { state: 'lost', at: NOW } }] }],
    ['a page without a title', { ...record, state: { ...record.state, title: undefined } }],
  ])('refuses %s', (_, stored) => {
    expect(() => parseRecord(stored)).toThrow();
  });
});

test('a record that was never stored has version 0', () => {
  expect(emptyRecord('main', PAGE)).toEqual({ workspace: 'main', pageId: PAGE, version: 0, outbox: [] });
});

test.each([{}, { id: 'a' }, { id: 'a', kind: 'alien' }, null])('%j is no assignee', (value) => {
  expect(() => parseAssignee(value)).toThrow();
});

test('parseAssignee reads what a record holds', () => {
  expect(parseAssignee(person(1))).toEqual(person(1));
});
