import { gather, type Way } from '../../../lambdas/core/digests.ts';
import type { Notice, OutboxEntry } from '../../../lambdas/core/page-record.ts';
import { renewPending } from '../../../lambdas/core/pending-notices.ts';
import { MINUTE, NOW, notice, owedReadEntry, PAGE, person } from './builders.ts';

const DIGEST = `C0123456789#${NOW}`;
const LOOK_AT = NOW + 11 * MINUTE;
const toDigest = (): Way => ({ kind: 'digest', digest: DIGEST, lookAt: LOOK_AT });
const singly = (): Way => ({ kind: 'single' });
const ana = person(1);

function due(more: Partial<Notice> = {}): Notice {
  return notice([ana], { id: `${PAGE}-1-assigned-slack`, channel: 'slack', ...more });
}

describe('gather', () => {
  test('puts off what is due in the channel, until it looks for its digest', () => {
    const put = { ...due(), digest: DIGEST, progress: { state: 'pending', at: LOOK_AT } };
    expect(gather([due()], NOW, toDigest)).toEqual({ outbox: [put], joining: [put] });
  });

  test.each<[string, OutboxEntry]>([
    ['a comment', notice([ana])],
    ['a direct message', due({ channel: 'slack-dm' })],
    ['an e-mail', due({ channel: 'email' })],
    ['what is not due', due({ progress: { state: 'pending', at: NOW + 1 } })],
    ['what is claimed', due({ progress: { state: 'sending', at: NOW + 1 } })],
    ['what was given up', due({ progress: { state: 'failed', failedAt: NOW, reason: '', hint: '' } })],
    ['a read', owedReadEntry()],
  ])('leaves %s alone', (_, entry) => {
    expect(gather([entry], NOW, toDigest)).toEqual({ outbox: [entry], joining: [] });
  });

  test('what its digest still has does not join again', () => {
    const { outbox, joining } = gather([due({ digest: DIGEST })], NOW, toDigest);
    expect(joining).toEqual([]);
    expect(outbox).toMatchObject([{ digest: DIGEST, progress: { at: LOOK_AT } }]);
  });

  test('what its digest has lost goes singly', () => {
    const { outbox, joining } = gather([due({ digest: DIGEST })], NOW, singly);
    expect({ outbox, joining }).toEqual({ outbox: [due()], joining: [] });
    expect(outbox[0]).not.toHaveProperty('digest');
  });
});

test('whoever joins a notice that waits for a digest does not wait for it', () => {
  const waiting = due({ digest: DIGEST, progress: { state: 'pending', at: LOOK_AT } });
  const renewal = { pageId: PAGE, version: 2, rule: 'assigned', channel: 'slack', heardAt: NOW } as const;
  // what it is typed as: its progress is pending
  const pending = [{ ...waiting, progress: { state: 'pending', at: LOOK_AT } as const }];
  const renewed = renewPending([waiting], { ...renewal, pending, people: [ana, person(2)], now: NOW });
  expect(renewed).toMatchObject([{ people: [ana, person(2)], progress: { state: 'pending', at: NOW } }]);
  expect(renewed[0]).not.toHaveProperty('digest');
});
