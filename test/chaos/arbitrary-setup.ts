import * as fc from 'fast-check';
import type { Setup } from './setup.ts';

const oneIn = (times: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

/** Mostly a few things at once: what is configured for nothing tells of nothing. */
export const setup: fc.Arbitrary<Setup> = fc.record({
  tellsUnassigned: fc.boolean(),
  slack: fc.oneof(
    { weight: 2, arbitrary: fc.constant('webhook') },
    { weight: 1, arbitrary: fc.constant('bot') },
    { weight: 1, arbitrary: fc.constant('bot and direct messages') },
  ),
  sendsEmail: oneIn(4),
  slackSingles: fc.oneof(
    { weight: 2, arbitrary: fc.constant(1000) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }) },
  ),
  reminds: oneIn(4),
  lists: fc.boolean(),
  escalates: oneIn(4),
  hasQuietHours: oneIn(6),
  filters: oneIn(5),
  mutes: oneIn(5),
  mirrors: fc.constant('not'),
});
