import { handOver, takeOver } from '../../../lambdas/core/mirror/entries.ts';
import { emptyRecord, type OutboxEntry, type PageRecord } from '../../../lambdas/core/page-record.ts';
import { RECORD_VERSION, versionFor } from '../../../lambdas/core/record-version.ts';
import { NOTHING } from '../../../lambdas/core/rules/timed-rule.ts';
import { wakeOf } from '../../../lambdas/core/timed-notices.ts';
import { NOW, notice, owedReadEntry, PAGE, person, state, uuid } from './builders.ts';

const owing = (...outbox: OutboxEntry[]) => ({ outbox });
const due = { kind: 'due', day: '2026-11-04', daysBefore: 1 } as const;
const stay = { kind: 'status', status: 'Blocked', step: 0, since: NOW } as const;

test.each<{ what: string; version: number; record: Partial<PageRecord> }>([
  { what: 'nothing', version: 1, record: {} },
  { what: 'a page of somebody', version: 1, record: { state: state([person(1)]), readStartedAt: NOW } },
  { what: 'a page that is left out', version: 1, record: { state: state([], { isLeftOut: true }) } },
  { what: 'a read', version: 1, record: owing(owedReadEntry({ reopens: ['n'] })) },
  { what: 'a comment', version: 1, record: owing(notice([person(1)], { exceptions: 1, heardAt: NOW })) },
  {
    what: 'a message that a digest is to tell',
    version: 1,
    record: owing(notice([person(1)], { channel: 'slack', rule: 'unassigned', digest: 'd' })),
  },
  { what: 'a direct message', version: 2, record: owing(notice([person(1)], { channel: 'slack-dm' })) },
  { what: 'an e-mail', version: 2, record: owing(notice([person(1)], { channel: 'email' })) },
  { what: 'a reminder', version: 2, record: owing(notice([person(1)], { rule: 'reminder', subject: due })) },
  {
    what: 'an escalation to people',
    version: 2,
    record: owing(notice([person(1)], { rule: 'escalation', subject: stay })),
  },
  {
    what: 'the time of a reminder',
    version: 2,
    record: owing(...wakeOf('reminder', { ...NOTHING, wakeAt: NOW })),
  },
  { what: 'what was told', version: 2, record: { memory: { reminder: { told: ['2026-11-04/1'] } } } },
  { what: 'that there is no date', version: 2, record: { state: state([], { due: null }) } },
  { what: 'a status', version: 2, record: { state: state([], { status: 'Blocked' }) } },
  {
    what: 'an escalation to a channel',
    version: 3,
    record: owing(notice([], { rule: 'escalation', channel: 'slack-channel', subject: stay })),
  },
  {
    what: 'an escalation to an address',
    version: 3,
    record: owing(notice([], { rule: 'escalation', channel: 'email-address', subject: stay })),
  },
  { what: 'a mirror that it was on a side of', version: 1, record: { mirrors: {} } },
  { what: 'a side of a mirror', version: 4, record: { mirrors: { m: { values: {}, changedAt: {} } } } },
  { what: 'what is to be handed over', version: 4, record: owing(handOver(PAGE, 'm', NOW)) },
  { what: 'what is to be taken over', version: 4, record: owing(takeOver(PAGE, 'm', uuid(2), NOW)) },
  {
    what: 'the newest and the oldest together',
    version: RECORD_VERSION,
    record: owing(notice([person(1)]), handOver(PAGE, 'm', NOW), owedReadEntry()),
  },
])('a record that holds $what is of version $version', ({ version, record }) => {
  expect(versionFor({ ...emptyRecord('main', PAGE), ...record })).toBe(version);
});
