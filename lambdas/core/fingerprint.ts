import { createHash } from 'node:crypto';

/** Tells one configuration from another where it is stored, and shows none of the names and addresses in it. */
export function fingerprintOf(configured: unknown): string {
  return createHash('sha256').update(JSON.stringify(configured)).digest('base64url');
}
