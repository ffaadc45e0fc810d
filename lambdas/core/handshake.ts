import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

const handshakeSchema = z.strictObject({
  verification_token: z.string().check(z.minLength(1), z.maxLength(500)),
});

/** A handshake is far shorter than this; anything longer need not be parsed. */
const MOST_BYTES = 2048;

/**
 * The token in Notion's handshake, a JSON object that holds nothing else; undefined for any other body. It is
 * signed with the very token that it carries, so a signature on it proves nothing.
 * https://developers.notion.com/reference/webhooks
 */
export function parseHandshake(body: Buffer): string | undefined {
  if (body.length > MOST_BYTES) return undefined;
  try {
    return z.safeParse(handshakeSchema, JSON.parse(body.toString('utf8'))).data?.verification_token;
  } catch {
    return undefined;
  }
}

/** Only the hash of a setup key is stored. */
export function hashSetupKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
