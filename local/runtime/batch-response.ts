import * as z from 'zod';
import type { Outcome } from './outcome.ts';

const responseSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * Which messages of a batch are done with, as Lambda judges. A response that it cannot understand, or that
 * names a message that was not in the batch, fails all of them.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 *
 * @param messageIds of the batch
 * @param reportsFailures whether the mapping says `ReportBatchItemFailures`
 */
export function succeeded(
  outcome: Outcome,
  messageIds: readonly string[],
  reportsFailures: boolean,
): readonly string[] {
  if (outcome.kind !== 'success') return [];
  if (!reportsFailures || outcome.payload === null || outcome.payload === '') return messageIds;
  const response = responseSchema.safeParse(outcome.payload);
  if (!response.success) return [];
  const failed = new Set(response.data.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
  if ([...failed].some((id) => !messageIds.includes(id))) return [];
  return messageIds.filter((id) => !failed.has(id));
}
