import * as fc from 'fast-check';
import { askForRead, owedRead, oweRead, reopen, withoutOwedRead } from '../../../lambdas/core/outbox.ts';
import type { Notice, OutboxEntry, Progress } from '../../../lambdas/core/page-record.ts';
import { failed, outbox } from './arbitraries.ts';
import { assertProperty } from './assert-property.ts';
import { DAY, idsOf, NOW, notice, owedReadEntry, person, sighting } from './builders.ts';

describe('the read that a page owes', () => {
  const later = { kind: 'pending', at: NOW + 9, reason: '503' } as const;

  test('keeps why the page was to be read, and its place in the outbox is the only one', () => {
    const first = oweRead([notice([])], [sighting({ eventId: 'a' })], later, NOW);
    const second = oweRead(first, [sighting({ eventId: 'a' }), sighting({ eventId: 'b' })], later, NOW + 60);
    expect(withoutOwedRead(second)).toEqual([notice([])]);
    expect(second.filter(({ kind }) => kind === 'read')).toEqual([
      {
        kind: 'read',
        id: 'read',
        sightings: [sighting({ eventId: 'a' }), sighting({ eventId: 'b' })],
        progress: { state: 'pending', at: NOW + 9 },
        attempts: 2,
        since: NOW,
      },
    ]);
  });

  test('can be given up', () => {
    const [read] = oweRead([], [sighting()], { kind: 'failed', reason: '403', hint: 'mend it' }, NOW);
    expect(read).toMatchObject({
      progress: { state: 'failed', failedAt: NOW, reason: '403', hint: 'mend it' },
      sightings: [sighting()],
    });
  });

  test.each<Progress>([{ state: 'pending', at: NOW + 1 }, failed])('is found while it is %p', (progress) => {
    const read = owedReadEntry({ progress });
    expect(owedRead([notice([]), read])).toEqual(read);
  });

  test('counts anew after it was given up', () => {
    const old = owedReadEntry({ progress: failed, attempts: 7, since: NOW - DAY });
    const [read] = oweRead([old], [], { kind: 'pending', at: NOW + 1, reason: '409' }, NOW);
    expect(read).toMatchObject({ attempts: 1, since: NOW });
  });

  test('is asked for by a sweep, unless it is pending', () => {
    const pending = owedReadEntry({ progress: { state: 'pending', at: NOW + 1 }, attempts: 2 });
    expect(askForRead([pending], NOW)).toEqual([pending]);
    const givenUpBefore = owedReadEntry({ progress: failed, sightings: [sighting()], attempts: 7 });
    expect(askForRead([givenUpBefore], NOW)).toEqual([
      { ...givenUpBefore, progress: { state: 'pending', at: NOW }, attempts: 0, since: NOW },
    ]);
  });
});

describe('reopen', () => {
  const onlyForOne = (asked: Notice): Notice | undefined => {
    const people = asked.people.filter(({ id }) => id === person(1).id);
    return people.length > 0 ? { ...asked, people } : undefined;
  };
  const given = (more: Partial<ReturnType<typeof notice>> = {}) =>
    notice([person(1), person(2)], { id: 'n', progress: failed, attempts: 7, since: NOW - DAY, ...more });

  test.each([
    ['comment', 'sending'],
    ['slack', 'pending'],
  ] as const)('a %s goes to %s, for those only who are still assigned', (channel, expected) => {
    expect(reopen([given({ channel })], ['n'], onlyForOne, NOW)).toEqual([
      {
        ...given({ channel }),
        people: [person(1)],
        progress: { state: expected, at: NOW },
        attempts: 0,
        exceptions: 0,
        since: NOW,
      },
    ]);
  });

  test('a notice for nobody who is still assigned is dropped', () => {
    expect(reopen([given({ people: [person(2)] })], ['n'], onlyForOne, NOW)).toEqual([]);
  });

  test('a read is owed at once, with all that was known of it', () => {
    const read = owedReadEntry({ progress: failed, sightings: [sighting()], attempts: 7 });
    expect(reopen([read], ['read'], onlyForOne, NOW)).toEqual([
      { ...read, progress: { state: 'pending', at: NOW }, attempts: 0, exceptions: 0, since: NOW },
    ]);
  });

  test('leaves alone what was not asked for, and what has not failed', () => {
    assertProperty(
      fc.property(outbox, fc.array(fc.nat(12)), (before, asked) => {
        const ids = asked.map((index) => `n-${index}`);
        const isTouched = ({ id, progress: { state } }: OutboxEntry) =>
          ids.includes(id) && state === 'failed';
        const after = reopen(before, ids, (asked) => asked, NOW);
        expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
        expect(after.filter((_, index) => !isTouched(before[index] ?? notice([])))).toEqual(
          before.filter((entry) => !isTouched(entry)),
        );
        expect(after.filter(({ id, progress: { state } }) => ids.includes(id) && state === 'failed')).toEqual(
          [],
        );
      }),
    );
  });

  test('asked for twice is done once', () => {
    const once = reopen([given()], ['n', 'n'], onlyForOne, NOW);
    expect(reopen(once, ['n'], onlyForOne, NOW + 1)).toEqual(once);
    expect(once.flatMap((entry) => (entry.kind === 'notice' ? idsOf(entry.people) : []))).toEqual([
      person(1).id,
    ]);
  });
});
