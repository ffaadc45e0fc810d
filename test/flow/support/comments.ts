import type { SimulatedConnection } from '../../../local/notion/connection.ts';

/** A page's comments as they read, with ids for those who are mentioned. */
export function commentsOf({ workspace }: Pick<SimulatedConnection, 'workspace'>, pageId: string): string[] {
  return workspace
    .comments(pageId)
    .map(({ text }) =>
      text
        .map((part) =>
          part.type === 'mention' && part.mention.type === 'user' ? part.mention.user.id : part.plain_text,
        )
        .join(''),
    );
}
