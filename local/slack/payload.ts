import * as z from 'zod';

/** https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/reference/block-kit/blocks/section-block */
const MOST_BLOCKS = 50;
const MOST_CHARACTERS = 3000;

const sectionSchema = z.looseObject({
  type: z.literal('section'),
  text: z.optional(
    z.looseObject({
      type: z.enum(['mrkdwn', 'plain_text']),
      text: z.string().min(1).max(MOST_CHARACTERS),
    }),
  ),
  fields: z.optional(z.array(z.unknown())),
});
const otherBlockSchema = z.looseObject({ type: z.string().refine((type) => type !== 'section') });
const blocksSchema = z.array(z.union([sectionSchema, otherBlockSchema])).max(MOST_BLOCKS);

/** What an incoming webhook was given. */
export interface SlackPayload {
  text?: string;
  blocks?: object[];
}

/** The error is what Slack answers as plain text. */
export type ParsedPayload = { ok: true; payload: SlackPayload } | { ok: false; error: string };

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
export function parsePayload(body: string): ParsedPayload {
  const payload = parseObject(body);
  if (!payload) return { ok: false, error: 'invalid_payload' };
  const { text, blocks } = payload;
  if (text !== undefined && typeof text !== 'string') return { ok: false, error: 'invalid_payload' };
  const parsed = blocksSchema.safeParse(blocks ?? []);
  if (!parsed.success) return { ok: false, error: 'invalid_blocks' };
  if (!text && parsed.data.length === 0) return { ok: false, error: 'no_text' };
  return {
    ok: true,
    payload: { ...(text !== undefined && { text }), ...(blocks !== undefined && { blocks: parsed.data }) },
  };
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
