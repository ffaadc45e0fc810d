const HEX_ID = /^[0-9a-f]{32}$/;
const PLAIN_ID = /^[\w-]{1,64}$/;

/**
 * A Notion id in its canonical form, lower case with dashes; undefined for what is not one. Notion accepts
 * and shows both forms, so ids are compared only after this.
 */
export function canonicalId(id: string): string | undefined {
  const hex = id.replaceAll('-', '').toLowerCase();
  if (!HEX_ID.test(hex)) return undefined;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * An id out of a signed event or an answer of the API: canonical if it is a UUID, unchanged if it is at
 * least safe in a URL and in a key, else undefined. Notion does not promise that ids stay UUIDs.
 */
export function parseId(id: unknown): string | undefined {
  if (typeof id !== 'string') return undefined;
  return canonicalId(id) ?? (PLAIN_ID.test(id) ? id : undefined);
}

/** Property ids come URL-encoded from some endpoints and bare from others: compare them decoded. */
export function decodePropertyId(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id; // a bare id that holds a percent sign
  }
}
