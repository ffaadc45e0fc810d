import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** How long a sign-in lasts (ms). */
export const SESSION_MS = 8 * 60 * 60_000;
/** One machine that signed it may be a little ahead of the one that looks at it. */
const SKEW_MS = 60_000;

/** `<time of issue (ms), base 36>.<HMAC-SHA256 of it, base64url>` */
const SESSION = /^([0-9a-z]{1,11})\.([\w-]{43})$/;

/** A session that who has the key may hold. Another key makes every session of this one worthless. */
export function issueSession(key: string, now: number): string {
  const issuedAt = now.toString(36);
  return `${issuedAt}.${sign(key, issuedAt).toString('base64url')}`;
}

/** Whether a cookie's value is a session of this key that has not ended. */
export function isSession(value: string | undefined, key: string, now: number): boolean {
  const [, issuedAt, given] = SESSION.exec(value ?? '') ?? [];
  if (issuedAt === undefined || given === undefined) return false;
  if (!isSame(Buffer.from(given, 'base64url'), sign(key, issuedAt))) return false;
  const age = now - Number.parseInt(issuedAt, 36);
  return age >= -SKEW_MS && age < SESSION_MS;
}

/** Whether what somebody typed is the key, in a time that tells nothing of either. */
export function isKey(given: string, key: string): boolean {
  return isSame(digest(given), digest(key));
}

/** The prefix keeps these signatures apart from whatever else might be signed with the key. */
function sign(key: string, issuedAt: string): Buffer {
  return createHmac('sha256', key).update(`pagebell dashboard session ${issuedAt}`).digest();
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
