import type { RichTextItemResponse } from '@notionhq/client';
import type { Member, StoredPage, WorkspaceIdentity } from './model.ts';
import { textOf, toRichText } from './rich-text.ts';

/** What every simulated workspace is made of. */

export const DAY_MS = 86_400_000;

export function person(id: string, name: string, email: string): Member {
  return { object: 'user', id, name, avatar_url: null, type: 'person', person: { email } };
}

/** The connection's own user. */
export function botMember({ id, name, bot }: WorkspaceIdentity): Member {
  return {
    object: 'user',
    id: bot,
    name: 'Pagebell',
    avatar_url: null,
    type: 'bot',
    bot: {
      owner: { type: 'workspace', workspace: true },
      workspace_id: id,
      workspace_name: name,
      workspace_limits: { max_file_upload_size_in_bytes: 5_242_880 },
    },
  };
}

/** A page that was made at a time, and not edited since. */
export function authored(author: string, at: number): Omit<StoredPage, 'id' | 'parent' | 'values'> {
  return { createdAt: at, createdBy: author, editedAt: at, editedBy: author, inTrash: false };
}

export function plain(content: string): RichTextItemResponse[] {
  return toRichText(textOf(content), () => undefined, 'title');
}
