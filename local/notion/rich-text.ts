import type { RichTextItemResponse } from '@notionhq/client';
import * as z from 'zod';
import { canonicalId } from '../../lambdas/core/ids.ts';
import type { Member } from './model.ts';
import { failed } from './validate.ts';

/** https://developers.notion.com/reference/request-limits#size-limits */
const MOST_CHARACTERS = 2000;
const MOST_ITEMS = 100;

const annotationsSchema = z.strictObject({
  bold: z.optional(z.boolean()),
  italic: z.optional(z.boolean()),
  strikethrough: z.optional(z.boolean()),
  underline: z.optional(z.boolean()),
  code: z.optional(z.boolean()),
});

const textSchema = z.strictObject({
  type: z.optional(z.literal('text')),
  text: z.strictObject({
    content: z.string().max(MOST_CHARACTERS),
    link: z.optional(z.nullable(z.strictObject({ url: z.string().max(MOST_CHARACTERS) }))),
  }),
  annotations: z.optional(annotationsSchema),
});

const mentionSchema = z.strictObject({
  type: z.optional(z.literal('mention')),
  mention: z.strictObject({
    type: z.optional(z.literal('user')),
    user: z.looseObject({ id: z.string() }),
  }),
  annotations: z.optional(annotationsSchema),
});

/** Rich text of a request: texts, and mentions of users. Equations and other mentions are not simulated. */
export const richTextSchema = z.array(z.union([textSchema, mentionSchema])).max(MOST_ITEMS);

export type RichTextRequest = z.output<typeof richTextSchema>;

/**
 * @param path to the rich text in the request's body, for the error
 * @throws {NotionError} 400 that names a mentioned user whom the workspace does not know
 */
export function toRichText(
  items: RichTextRequest,
  member: (id: string) => Member | undefined,
  path: string,
): RichTextItemResponse[] {
  return items.map((item, index) => {
    const annotations = { ...PLAIN, ...definedOf(item.annotations ?? {}) };
    if ('text' in item) {
      const { content, link } = item.text;
      return {
        type: 'text',
        text: { content, link: link ?? null },
        annotations,
        plain_text: content,
        href: link?.url ?? null,
      };
    }
    const { id } = item.mention.user;
    const user = member(canonicalId(id) ?? id);
    if (user?.object !== 'user') {
      throw failed('body', `body.${path}[${index}].mention.user.id should be a user of this workspace`, id);
    }
    return {
      type: 'mention',
      mention: { type: 'user', user: { object: 'user', id: user.id } },
      annotations,
      plain_text: `@${user.name ?? 'Anonymous'}`,
      href: null,
    };
  });
}

/** Text without links or style. */
export function textOf(content: string): RichTextRequest {
  return content === '' ? [] : [{ text: { content } }];
}

type Annotations = RichTextItemResponse['annotations'];

const PLAIN: Annotations = {
  bold: false,
  italic: false,
  strikethrough: false,
  underline: false,
  code: false,
  color: 'default',
};

function definedOf(annotations: z.output<typeof annotationsSchema>): Partial<Annotations> {
  return Object.fromEntries(Object.entries(annotations).filter(([, value]) => value !== undefined));
}
