import * as fc from 'fast-check';
import type { OutboxEntry, Progress } from '../../../lambdas/core/page-record.ts';
import { DAY, MINUTE, NOW, notice, owedReadEntry, person } from './builders.ts';

export const failed: Progress = { state: 'failed', failedAt: NOW - DAY, reason: 'no', hint: 'mend it' };

const progress: fc.Arbitrary<Progress> = fc.oneof(
  fc.record({
    state: fc.constantFrom('pending' as const, 'sending' as const),
    at: fc.integer({ min: NOW - MINUTE, max: NOW + MINUTE }),
  }),
  fc.constant(failed),
);

/** Notices with the ids `n-0`, `n-1`…, and perhaps a read that is owed. */
export const outbox: fc.Arbitrary<OutboxEntry[]> = fc
  .tuple(fc.array(progress), fc.option(progress))
  .map(([notices, read]) => [
    ...notices.map((each, index) => notice([person(index)], { id: `n-${index}`, progress: each })),
    ...(read ? [owedReadEntry({ progress: read })] : []),
  ]);

const codePoint = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));

/** Any text at all: control characters, lone surrogates, astral characters. (Far quicker than fast-check's own.) */
export function anyText(maxLength = 30): fc.Arbitrary<string> {
  return fc.string({ maxLength, unit: fc.oneof(codePoint, fc.string({ minLength: 1, maxLength: 1 })) });
}
