import * as fc from 'fast-check';
import { MOST_MENTIONS, makeNotices, pageIdOfNotice } from '../../../lambdas/core/notices.ts';
import type { Channel } from '../../../lambdas/core/page-record.ts';
import { assertProperty } from './assert-property.ts';
import { idsOf, NOW, PAGE, people } from './builders.ts';

function make(count: number, channel: Channel = 'comment', version = 5) {
  return makeNotices({
    pageId: PAGE,
    version,
    rule: 'assigned',
    channel,
    people: people(count),
    at: NOW + 1,
    since: NOW,
    attempts: 2,
    heardAt: NOW - 1,
  });
}

test('a notice is pending, and takes over what earlier ones pass on', () => {
  expect(make(2)).toEqual([
    {
      kind: 'notice',
      id: `${PAGE.replaceAll('-', '')}-5-assigned-comment`,
      rule: 'assigned',
      channel: 'comment',
      people: people(2),
      progress: { state: 'pending', at: NOW + 1 },
      attempts: 2,
      since: NOW,
      heardAt: NOW - 1,
    },
  ]);
});

test.each<[Channel, number, number[]]>([
  ['comment', 0, []],
  ['comment', 1, [1]],
  ['comment', 45, [45]],
  ['comment', 46, [45, 1]],
  ['comment', 100, [45, 45, 10]],
  ['slack', 0, []],
  ['slack', 100, [100]],
])('a %s to %i people has parts of %j', (channel, count, sizes) => {
  const notices = make(count, channel);
  expect(notices.map((notice) => notice.people.length)).toEqual(sizes);
  expect(notices.flatMap((notice) => idsOf(notice.people))).toEqual(idsOf(people(count)));
  expect(notices.map(({ part }) => part)).toEqual(
    sizes.length > 1
      ? sizes.map((_, index) => ({ number: index + 1, of: sizes.length }))
      : sizes.map(() => undefined),
  );
});

test('the same change always makes the same ids; another version, channel or part never does', () => {
  assertProperty(
    fc.property(
      fc.uniqueArray(fc.nat(1000), { minLength: 1 }),
      fc.nat(3 * MOST_MENTIONS),
      (versions, count) => {
        const all = () =>
          versions.flatMap((version) => [
            ...make(count, 'comment', version),
            ...make(count, 'slack', version),
          ]);
        const ids = all().map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(all().map(({ id }) => id)).toEqual(ids);
      },
    ),
  );
});

test('the id of every notice tells which page it is about', () => {
  for (const { id } of [...make(1), ...make(46), ...make(1, 'slack')]) expect(pageIdOfNotice(id)).toBe(PAGE);
});
