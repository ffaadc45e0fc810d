import { toJson } from '../../../bin/commands/dlq/describe.ts';
import { emptyRecord, type OutboxEntry } from '../../../lambdas/core/page-record.ts';
import { NOW, owedReadEntry, PAGE } from '../core/builders.ts';
import { failed } from './dlq-bench.ts';

const READ = owedReadEntry({
  progress: { state: 'failed', failedAt: NOW, reason: 'refused', hint: 'mend it' },
});
const { sightings: _, ...owed } = READ;

test.each<[string, OutboxEntry]>([
  ['slack', failed('slack', 'no')],
  ['read of a page', READ],
  ['mirror of this page', { ...owed, kind: 'hand-over', mirror: 'm' }],
  ['mirror into this page', { ...owed, kind: 'take-over', mirror: 'm', partner: 'p' }],
])('an operator reads that it is: %s', (what, entry) => {
  const record = { ...emptyRecord('main', PAGE), outbox: [entry] };
  const common = { id: entry.id, workspace: 'main', reason: 'no', hint: 'mend it', failedAt: NOW };
  expect(toJson({ ...common, kind: 'page', record, entry, copies: [] })).toMatchObject({ what });
});
