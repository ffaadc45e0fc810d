import type { Notice, Progress } from '../../../lambdas/core/page-record.ts';
import { renewPending } from '../../../lambdas/core/pending-notices.ts';
import { noteTold, untoldOf } from '../../../lambdas/core/told-before.ts';
import { idsOf, NOW, notice, PAGE, person } from './builders.ts';

const [ANA, BEN] = [person(1, 'Ana'), person(2, 'Ben')];
const SENDING: Progress = { state: 'sending', at: NOW };
const FAILED: Progress = { state: 'failed', failedAt: NOW, reason: 'no', hint: 'mend it' };
const STEP = { kind: 'status', status: 'Blocked', step: 0, since: NOW, after: 0 } as const;

const message = notice([ANA, BEN], { id: 'message', channel: 'slack' });
const comment = (progress: Progress, more: Partial<Notice> = {}) =>
  notice([ANA], { id: 'comment', channel: 'comment', progress, ...more });

describe('who knows nothing of a message that is taken back', () => {
  test.each<[string, Notice[], string[]]>([
    ['all, where there is nothing else', [], [ANA.id, BEN.id]],
    ['all but whom a comment under way may tell', [comment(SENDING)], [BEN.id]],
    ['all but whom a comment that was given up may tell, if asked for again', [comment(FAILED)], [BEN.id]],
    ['all, where the comment only waits', [comment({ state: 'pending', at: NOW })], [ANA.id, BEN.id]],
    ['all, where a later channel may tell', [comment(SENDING, { channel: 'email' })], [ANA.id, BEN.id]],
    [
      'all, where the comment is about something else',
      [comment(SENDING, { rule: 'unassigned' })],
      [ANA.id, BEN.id],
    ],
  ])('%s', (_, left, untold) => {
    expect(untoldOf([message], left).flatMap(({ people }) => idsOf(people))).toEqual(untold);
  });
});

describe('what was told', () => {
  test.each<[string, Notice, string[] | undefined]>([
    ['is noted in a later channel', message, [ANA.id]],
    ['is not noted in an earlier one', comment({ state: 'pending', at: NOW }), undefined],
    ['is not noted in what tells of another step', { ...message, subject: { ...STEP, step: 1 } }, undefined],
  ])('%s', (_, waiting, told) => {
    const channel = waiting === message ? 'comment' : 'slack';
    const [noted] = noteTold([waiting], notice([ANA], { id: 'told', channel }));
    expect(noted).toEqual(told ? { ...waiting, told } : waiting);
  });

  test('stays noted when somebody joins what waits', () => {
    const progress = { state: 'pending', at: NOW } as const;
    const pending = [{ ...notice([ANA], { id: 'message', channel: 'slack', told: [ANA.id] }), progress }];
    const outbox = renewPending(pending, {
      pageId: PAGE,
      version: 7,
      rule: 'assigned',
      channel: 'slack',
      pending,
      people: [ANA, BEN],
      heardAt: undefined,
      now: NOW,
    });
    expect(outbox).toEqual([expect.objectContaining({ people: [ANA, BEN], told: [ANA.id] })]);
  });

  test('of a place is that nobody in particular is to be told there again', () => {
    const place = notice([], { id: 'place', channel: 'slack-channel', rule: 'escalation', subject: STEP });
    const mail = { ...place, id: 'mail', channel: 'email-address' } as const;
    expect(untoldOf([mail], [])).toEqual([mail]);
    expect(untoldOf(noteTold([mail], place) as Notice[], [])).toEqual([]); // notices stay notices
  });
});
