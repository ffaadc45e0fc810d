import * as z from 'zod/mini';

const storedSchema = z.object({
  active: z.string().check(z.minLength(1)),
  previous: z.optional(z.object({ token: z.string().check(z.minLength(1)), until: z.number() })),
});

/** What the parameter `webhook-token` holds. */
export type WebhookTokens = z.infer<typeof storedSchema>;

/** Notion's retries of an event go on for a day after the first try; twice that is safe. */
const PREVIOUS_VALID_MS = 48 * 60 * 60_000;

/**
 * Reads the parameter: JSON as `pagebell connect` writes it, or a bare token.
 *
 * @throws {Error} without a cause: what JSON.parse says of a text repeats some of it
 */
export function parseWebhookTokens(value: string): WebhookTokens {
  if (!value.startsWith('{')) return { active: value };
  const stored = z.safeParse(storedSchema, parseJson(value));
  if (stored.success) return stored.data;
  throw new Error(
    'the stored webhook token is unreadable: delete the parameter, then run `pagebell connect`',
  );
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** The tokens whose signatures count now. */
export function validTokens({ active, previous }: WebhookTokens, now: number): string[] {
  return previous && now < previous.until ? [active, previous.token] : [active];
}

/** The value to store when a new token becomes active. */
export function rotated(token: string, before: WebhookTokens | undefined, now: number): string {
  const isSame = before?.active === token;
  const previous =
    before && !isSame ? { token: before.active, until: now + PREVIOUS_VALID_MS } : before?.previous;
  return JSON.stringify({ active: token, ...(previous && { previous }) } satisfies WebhookTokens);
}
