import { createHmac, timingSafeEqual } from 'node:crypto';

const SIGNATURE = /^sha256=([0-9a-fA-F]{64})$/;

/**
 * The digest in an `X-Notion-Signature` header (`sha256=<hex>`), or undefined for anything malformed.
 * https://developers.notion.com/reference/webhooks
 */
export function parseSignature(header: string | undefined): Buffer | undefined {
  const hex = header?.match(SIGNATURE)?.[1];
  return hex === undefined ? undefined : Buffer.from(hex, 'hex');
}

/** The header for a body, as Notion makes it. */
export function signatureOf(body: string | Buffer, token: string): string {
  return `sha256=${createHmac('sha256', token).update(body).digest('hex')}`;
}

/** Whether one of the tokens signed exactly these bytes. Every token is tried, in constant time each. */
export function verifySignature(body: Buffer, digest: Buffer, tokens: readonly string[]): boolean {
  let valid = false;
  for (const token of tokens) {
    const expected = createHmac('sha256', token).update(body).digest();
    valid = (digest.length === expected.length && timingSafeEqual(digest, expected)) || valid;
  }
  return valid;
}
