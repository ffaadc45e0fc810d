import type { Announcement } from './announcement.ts';
import { PEOPLE, pageIdOf } from './cast.ts';
import type { Setup } from './setup.ts';
import { unwished } from './silence-judge.ts';

const [ana = '', ben = '', cleo = ''] = PEOPLE.map(({ id }) => id);
const SETUP: Setup = {
  tellsUnassigned: false,
  slack: 'bot and direct messages',
  sendsEmail: true,
  slackSingles: 10,
  reminds: false,
  lists: false,
  escalates: false,
  hasQuietHours: true,
  filters: false,
  mutes: true,
  mirrors: 'not',
};

function judge(
  who: string,
  time: string,
  channel: Announcement['channel'],
  setup: Partial<Setup> = {},
): number {
  const at = Date.parse(`2026-11-04T${time}:00+01:00`);
  const one: Announcement = {
    rule: 'assigned',
    channel,
    pageId: pageIdOf(1),
    personId: who,
    at,
    mayRepeat: false,
  };
  return unwished([one], { ...SETUP, ...setup }).length;
}

test.each([
  ['in the morning', '10:19', 0],
  ['just after they began, as it may have been claimed before', '10:21', 0],
  ['in the midst of them', '11:00', 1],
  ['in their last minute', '11:39', 1],
  ['at their end', '11:40', 0],
])('quiet hours: a message %s', (_, time, found) => {
  expect(judge(ana, time, 'slack-dm')).toBe(found);
  expect(judge(ana, time, 'comment')).toBe(0);
  expect(judge(ana, time, 'email', { hasQuietHours: false })).toBe(0);
});

test.each([
  ['in that channel', ben, 'slack', 1],
  ['in another channel', ben, 'comment', 0],
  ['everywhere', cleo, 'comment', 1],
  ['nowhere', ana, 'slack', 0],
] as const)('somebody muted %s', (_, who, channel, found) => {
  expect(judge(who, '09:00', channel)).toBe(found);
  expect(judge(who, '09:00', channel, { mutes: false })).toBe(0);
});
