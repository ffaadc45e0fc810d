import type { Assignee, Channel, Notice, Subject } from '../../../lambdas/core/page-record.ts';
import { type PendingNotice, renewPending } from '../../../lambdas/core/pending-notices.ts';
import { HOUR, idsOf, NOW, notice, owedReadEntry, PAGE, person } from './builders.ts';

const [ANA, BEN, CHLOE] = [person(1), person(2), person(3)];
const SUBJECT: Subject = { kind: 'due', day: '2026-11-03', daysBefore: 1 };
const OTHERS = [owedReadEntry(), notice([ANA], { id: 'of another rule' })];

/** What waits in a channel after two failures. */
function waiting(channel: Channel, id: string, people: readonly Assignee[]): PendingNotice {
  const progress = { state: 'pending', at: NOW + HOUR } as const;
  const trouble = { attempts: 2, since: NOW - HOUR, heardAt: NOW - 2 * HOUR };
  return { ...notice(people, { id, channel, rule: 'reminder', subject: SUBJECT, ...trouble }), progress };
}

function renew(channel: Channel, pending: readonly PendingNotice[], people: readonly Assignee[]): Notice[] {
  const base = { pageId: PAGE, version: 5, rule: 'reminder', channel, subject: SUBJECT } as const;
  const outbox = [...OTHERS, ...pending];
  const renewed = renewPending(outbox, { ...base, pending, people, heardAt: NOW - 1000, now: NOW });
  expect(renewed.slice(0, OTHERS.length)).toEqual(OTHERS);
  return renewed.slice(OTHERS.length).filter((entry) => entry.kind === 'notice');
}

const shown = ({ people, attempts, progress, heardAt }: Notice) => ({
  people: idsOf(people),
  attempts,
  at: progress.state === 'pending' ? progress.at - NOW : undefined,
  heardAt: heardAt === undefined ? undefined : heardAt - NOW,
});
const fresh = (people: readonly Assignee[]) => ({
  people: idsOf(people),
  attempts: 0,
  at: 0,
  heardAt: -1000,
});
const tried = (people: readonly Assignee[]) => ({
  ...{ people: idsOf(people), attempts: 2, at: HOUR },
  heardAt: -2 * HOUR,
});

describe.each(['comment', 'slack'] as const)('%s, which all share', (channel) => {
  const both = [waiting(channel, 'n', [ANA, BEN])];
  test.each([
    ['nobody waits, and nobody is to', [], [], []],
    ['who is new', [], [ANA, BEN], [fresh([ANA, BEN])]],
    ['who joins waits with the others', both, [ANA, BEN, CHLOE], [tried([ANA, BEN, CHLOE])]],
    ['who leaves is taken out', both, [BEN], [tried([BEN])]],
    ['all leave', both, [], []],
  ])('%s', (_, pending, people, expected) => {
    expect(renew(channel, pending, people).map(shown)).toEqual(expected);
  });

  test('where nothing changes it is left as it is', () => {
    expect(renew(channel, both, [BEN, ANA])).toEqual(both);
  });
});

describe.each(['slack-dm', 'email'] as const)('%s, of which each has their own', (channel) => {
  const [ofAna, ofBen] = [waiting(channel, 'a', [ANA]), waiting(channel, 'b', [BEN])];
  test('who joins takes over nothing of the trouble of others, and who stays is left alone', () => {
    const [first, second, ...more] = renew(channel, [ofAna, ofBen], [ANA, BEN, CHLOE]);
    expect([first, second]).toEqual([ofAna, ofBen]);
    expect(more.map(shown)).toEqual([fresh([CHLOE])]);
  });

  test('who leaves takes only their own away', () => {
    expect(renew(channel, [ofAna, ofBen], [BEN])).toEqual([ofBen]);
    expect(renew(channel, [ofAna, ofBen], [])).toEqual([]);
  });
});
