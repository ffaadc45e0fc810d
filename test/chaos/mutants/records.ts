import type { Mutant } from './mutant.ts';

/** Of what is stored of a page, read again, and given up. */
export const RECORDS: readonly Mutant[] = [
  {
    name: 'the outbox is saved in a second write',
    file: 'lambdas/consumer/pages/page-work.ts',
    text: 'const saved = await pages.save(changed.record);',
    replacement: `const first = await pages.save({ ...changed.record, outbox: current.outbox });
    const saved = first && (await pages.save({ ...first, outbox: changed.record.outbox }));`,
  },
  {
    name: 'save does not set dueAt',
    file: 'lambdas/adapters/table/pages.ts',
    text: 'dueAt: dueAt(record.outbox),',
    replacement: '',
  },
  {
    name: 'nothing is delivered where nothing must be read',
    file: 'lambdas/consumer/pages/process-page.ts',
    text: "const outcome = wish.kind === 'read' ? await read(wish, work, loaded, turn, ports) : undefined;",
    replacement: `if (wish.kind === 'none') return { kind: 'skipped', reason: wish.reason };
  const outcome = await read(wish, work, loaded, turn, ports);`,
  },
  {
    name: 'a record is saved whatever its version',
    file: 'lambdas/adapters/table/pages.ts',
    text: "ConditionExpression: 'version = :loaded',",
    replacement: "ConditionExpression: 'version = :loaded OR attribute_exists(pk)',",
  },
  {
    name: 'an earlier read replaces a later one',
    file: 'lambdas/consumer/pages/advance.ts',
    text: 'if (isOutdated(record, reading)) return record;',
    replacement: 'if (isOutdated(record, reading) && reading.startedAt < 0) return record;',
  },
  {
    name: 'the plan does not see the outbox',
    file: 'lambdas/consumer/pages/advance.ts',
    text: `        outbox: withoutOwedRead(record.outbox),
        sightings,`,
    replacement: `        outbox: withoutOwedRead([]),
        sightings,`,
  },
  {
    name: 'what is parked has no copy in the dead-letter queue',
    file: 'lambdas/consumer/park.ts',
    text: 'const { workspace, pageId, entries, messageIds, reason, hint } = parked;',
    replacement: `const { workspace, pageId, entries, messageIds, reason, hint } = parked;
  if (entries.length > 0) return;`,
  },
  {
    name: 'a record of a later release is read as if it were ours',
    file: 'lambdas/adapters/table/pages.ts',
    text: 'if (recordVersion > RECORD_VERSION) throw',
    replacement: 'if (recordVersion > RECORD_VERSION * 1000) throw',
  },
  {
    name: 'an event of a later release is parked',
    file: 'lambdas/core/envelope.ts',
    text: "return { kind: 'newer', version: version.data.v };",
    replacement: "return { kind: 'malformed', reason: 'newer' };",
  },
  {
    name: 'nothing is swept',
    file: 'lambdas/core/sweep.ts',
    text: "return mayShowAll && isSame && isKnown ? 'fill' : 'read';",
    replacement: "return mayShowAll || isSame ? 'nothing' : 'read';",
  },
  {
    name: 'a new page is not swept',
    file: 'lambdas/core/sweep.ts',
    text: "if (!record) return mayShowAll && editedAt < minuteOf(baseline) ? 'store' : 'read';",
    replacement: "if (!record) return mayShowAll || editedAt < minuteOf(baseline) ? 'store' : 'read';",
  },
];
