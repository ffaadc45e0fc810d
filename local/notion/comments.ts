import type { CommentObjectResponse, CreateCommentResponse, ListCommentsResponse } from '@notionhq/client';
import * as z from 'zod';
import type { Call, Endpoint } from './call.ts';
import { NotionError, notFound } from './errors.ts';
import type { Member, StoredComment } from './model.ts';
import { toMinute } from './page-object.ts';
import { paginateQuery } from './pagination.ts';
import { richTextSchema } from './rich-text.ts';
import { partialUser } from './user-object.ts';
import { failed, validate, validateId } from './validate.ts';

/** https://developers.notion.com/reference/comment-object and its neighbours */
export const commentEndpoints: readonly Endpoint[] = [
  {
    operation: 'comments.create',
    method: 'POST',
    path: '/v1/comments',
    needs: 'insertComments',
    handle: createComment,
  },
  {
    operation: 'comments.list',
    method: 'GET',
    path: '/v1/comments',
    needs: 'readComments',
    handle: listComments,
  },
];

const parentSchema = z.strictObject({
  type: z.optional(z.enum(['page_id', 'block_id'])),
  page_id: z.optional(z.string()),
  block_id: z.optional(z.string()),
});

const createSchema = z.strictObject({
  parent: z.optional(parentSchema),
  discussion_id: z.optional(z.string()),
  rich_text: richTextSchema,
});

function createComment(call: Call): CreateCommentResponse {
  const { parent, discussion_id, rich_text } = validate(createSchema, call.body, 'body');
  if ((parent === undefined) === (discussion_id === undefined)) {
    throw failed('body', 'exactly one of body.parent and body.discussion_id should be defined');
  }
  const thread = parent ? newThread(parent, call) : threadOf(discussion_id, call);
  const { identity } = call.workspace;
  const comment = call.workspace.comment(identity.bot, thread.pageId, rich_text, thread.discussionId);
  if (!call.capabilities.readComments) return { object: 'comment', id: comment.id };
  return commentObject(comment, call.workspace.member(comment.createdBy));
}

function listComments(call: Call): ListCommentsResponse {
  const pageId = validateId(call.query.get('block_id') ?? undefined, 'query', 'block_id');
  if (!call.workspace.page(pageId)) throw notFound('block', pageId);
  const page = paginateQuery(call.workspace.comments(pageId), ({ id }) => id, call.query);
  return {
    object: 'list',
    ...page,
    results: page.results.map((comment) => commentObject(comment, call.workspace.member(comment.createdBy))),
    type: 'comment',
    comment: {},
  };
}

interface Thread {
  pageId: string;
  discussionId?: string;
}

/** A page is a block as well, with the same id. */
function newThread(parent: z.output<typeof parentSchema>, { workspace }: Call): Thread {
  if ((parent.page_id === undefined) === (parent.block_id === undefined)) {
    throw failed('body', 'exactly one of body.parent.page_id and body.parent.block_id should be defined');
  }
  const kind = parent.page_id === undefined ? 'block' : 'page';
  const pageId = validateId(parent.page_id ?? parent.block_id, 'body', `parent.${kind}_id`);
  if (!workspace.page(pageId)) throw notFound(kind, pageId);
  return { pageId };
}

function threadOf(discussionId: string | undefined, { workspace }: Call): Thread {
  const id = validateId(discussionId, 'body', 'discussion_id');
  const first = workspace.comments().find((comment) => comment.discussionId === id);
  if (!first) throw new NotionError(404, 'object_not_found', `Could not find discussion with ID: ${id}.`);
  return first;
}

function commentObject(comment: StoredComment, author: Member | undefined): CommentObjectResponse {
  const isBot = author?.object === 'user' && author.type === 'bot';
  return {
    object: 'comment',
    id: comment.id,
    parent: { type: 'page_id', page_id: comment.pageId },
    discussion_id: comment.discussionId,
    created_time: toMinute(comment.createdAt),
    last_edited_time: toMinute(comment.createdAt),
    created_by: partialUser(comment.createdBy),
    rich_text: comment.text,
    display_name: { type: isBot ? 'integration' : 'user', resolved_name: author?.name ?? null },
  };
}
