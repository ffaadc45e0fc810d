import type { Announcement } from './announcement.ts';
import { PEOPLE, pageIdOf } from './cast.ts';
import type { KnownState } from './knowledge.ts';
import { outdated } from './staleness.ts';

const PAGE = pageIdOf(1);
const SECOND = 1000;
const [ana = ''] = PEOPLE.map(({ id }) => id);

const read = (second: number, people: string[], more: Partial<KnownState> = {}): KnownState => ({
  ...{ pageId: PAGE, isRead: true, readStartedAt: second * SECOND, storedAt: second * SECOND },
  ...{ assignees: new Set(people), due: undefined, status: 'Open', isLeftOut: false, ...more },
});
const theirs = read(0, [ana]);
const gone = read(100, []);
const back = read(400, [ana]);

function judge(second: number, reads: readonly KnownState[], more: Partial<Announcement> = {}): number {
  const one = { rule: 'assigned', channel: 'slack', pageId: PAGE, personId: ana, mayRepeat: false } as const;
  return outdated([{ ...one, at: second * SECOND, ...more }], reads).length;
}

test.each([
  ['while it was so', 50, 0],
  ['soon after it was known not to be', 200, 0],
  ['long after', 300, 1],
  ['when it was so again', 401, 0],
])('an assignment told %s', (_, second, found) => {
  expect(judge(second, [theirs, gone, back])).toBe(found);
});

test('a page that is left out', () => {
  expect(judge(300, [theirs, read(100, [ana], { isLeftOut: true })])).toBe(1);
});

test('other rules', () => {
  expect(judge(300, [theirs, gone], { rule: 'unassigned' })).toBe(0);
  expect(judge(300, [theirs], { rule: 'unassigned' })).toBe(1);
  const blocked = read(0, [], { status: 'Blocked' });
  expect(judge(300, [blocked], { rule: 'escalation', status: 'Blocked' })).toBe(0);
  expect(judge(300, [blocked, gone], { rule: 'escalation', status: 'Blocked' })).toBe(1);
  const due = read(0, [ana], { due: '2026-11-05' });
  expect(judge(300, [due], { rule: 'reminder', day: '2026-11-05' })).toBe(0);
  expect(judge(300, [due], { rule: 'reminder', day: '2026-11-06' })).toBe(1);
  const done = read(100, [ana], { due: '2026-11-05', status: 'Done' });
  expect(judge(300, [due, done], { rule: 'reminder', day: '2026-11-05' })).toBe(1);
});
