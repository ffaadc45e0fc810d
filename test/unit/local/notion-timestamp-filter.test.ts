import { HANDBOOK_PAGE, seedPages } from '../../../local/notion/seed.ts';
import { matchesFilter, timestampFilterSchema } from '../../../local/notion/timestamp-filter.ts';

const [seeded] = seedPages(Date.UTC(2026, 10, 1)).filter(({ id }) => id === HANDBOOK_PAGE);
if (!seeded) throw new Error('the seed has no handbook');

/** Created on the 1st at 08:00, edited on the 23rd at 09:30:41. */
const page = {
  ...seeded,
  createdAt: Date.UTC(2026, 10, 1, 8),
  editedAt: Date.UTC(2026, 10, 23, 9, 30, 41),
};

const edited = (condition: object) => ({ timestamp: 'last_edited_time', last_edited_time: condition });
const created = (condition: object) => ({ timestamp: 'created_time', created_time: condition });

test.each([
  ['the same minute', edited({ equals: '2026-11-23T09:30:00Z' }), true],
  ['the same day', edited({ equals: '2026-11-23' }), true],
  ['the day before', edited({ equals: '2026-11-22' }), false],
  ['before a later minute', edited({ before: '2026-11-23T09:31:00Z' }), true],
  ['before its own minute', edited({ before: '2026-11-23T09:30:00Z' }), false],
  ['after its own minute', edited({ after: '2026-11-23T09:30:00Z' }), false],
  ['after an earlier minute', edited({ after: '2026-11-23T09:29:59Z' }), true],
  ['after its own day', edited({ after: '2026-11-23' }), false],
  ['up to its own minute', edited({ on_or_before: '2026-11-23T09:30:00Z' }), true],
  ['up to its own day', edited({ on_or_before: '2026-11-23' }), true],
  ['from its own minute', edited({ on_or_after: '2026-11-23T09:30:00Z' }), true],
  ['from within its own minute', edited({ on_or_after: '2026-11-23T09:30:41Z' }), false],
  ['in another zone', edited({ on_or_after: '2026-11-23T10:30:00+01:00' }), true],
  ['by its creation', created({ before: '2026-11-02' }), true],
  ['both', { and: [created({ before: '2026-11-02' }), edited({ after: '2026-11-20' })] }, true],
  ['not both', { and: [created({ before: '2026-11-02' }), edited({ after: '2026-11-24' })] }, false],
  ['either', { or: [created({ after: '2026-11-02' }), edited({ after: '2026-11-20' })] }, true],
  ['neither', { or: [created({ after: '2026-11-02' }), edited({ after: '2026-11-24' })] }, false],
])('%s', (_, filter, expected) => {
  expect(matchesFilter(page, timestampFilterSchema.parse(filter))).toBe(expected);
});

test.each([
  ['no condition', edited({})],
  ['two conditions', edited({ before: '2026-11-23', after: '2026-11-20' })],
  ['no time', edited({ before: 'yesterday' })],
  ['another timestamp', { timestamp: 'created_time', last_edited_time: { before: '2026-11-23' } }],
])('%s is no filter', (_, filter) => {
  expect(timestampFilterSchema.safeParse(filter).success).toBe(false);
});
