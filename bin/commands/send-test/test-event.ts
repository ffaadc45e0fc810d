import { randomUUID } from 'node:crypto';
import { signatureOf } from '../../../lambdas/core/signature.ts';

export interface TestEvent {
  id: string;
  /** The exact bytes that are signed. */
  body: string;
  headers: Record<string, string>;
}

/**
 * An event in Notion's envelope, signed as Notion signs it. It has no list of edited properties, so that any
 * may have been, and no author.
 *
 * @param now ms
 */
export function testEvent(
  { pageId, type }: { pageId: string; type: string },
  token: string,
  now: number,
): TestEvent {
  const id = randomUUID();
  const body = JSON.stringify({
    id,
    timestamp: new Date(now).toISOString(),
    attempt_number: 1,
    api_version: '2026-03-11',
    entity: { id: pageId, type: 'page' },
    type,
    data: {},
  });
  return {
    id,
    body,
    headers: {
      'content-type': 'application/json',
      'x-notion-signature': signatureOf(body, token),
      'user-agent': 'pagebell send-test',
    },
  };
}
