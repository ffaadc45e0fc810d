import { randomUUID } from 'node:crypto';
import type {
  BaseWebhookPayload,
  CommentCreatedWebhookPayload,
  PageContentUpdatedWebhookPayload,
  PageCreatedWebhookPayload,
  PageDeletedWebhookPayload,
  PageMovedWebhookPayload,
  PagePropertiesUpdatedWebhookPayload,
  PageUndeletedWebhookPayload,
} from '@notionhq/client';
import type {
  DataSource,
  Member,
  PageParent,
  StoredComment,
  StoredPage,
  WorkspaceIdentity,
} from './model.ts';

/** Something that an author did in the workspace. */
export type Change = { author: string } & (
  | {
      type: 'page.created' | 'page.content_updated' | 'page.moved' | 'page.deleted' | 'page.undeleted';
      page: StoredPage;
    }
  | { type: 'page.properties_updated'; page: StoredPage; propertyIds: string[] }
  | { type: 'comment.created'; comment: StoredComment }
);

/** The events that the simulated workspace sends. */
export type WebhookPayload =
  | PageCreatedWebhookPayload
  | PageContentUpdatedWebhookPayload
  | PagePropertiesUpdatedWebhookPayload
  | PageMovedWebhookPayload
  | PageDeletedWebhookPayload
  | PageUndeletedWebhookPayload
  | CommentCreatedWebhookPayload;

interface Directory {
  identity: WorkspaceIdentity;
  member(id: string): Member | undefined;
  dataSource(id: string): DataSource | undefined;
}

/**
 * The event that tells of a change, in the envelope of
 * https://developers.notion.com/reference/webhooks-events-delivery
 *
 * @param at when it happened (ms)
 */
export function toWebhookPayload(change: Change, at: number, directory: Directory): WebhookPayload {
  const envelope = envelopeOf(change.author, at, directory);
  if (change.type === 'comment.created') {
    const { id, pageId } = change.comment;
    return {
      ...envelope,
      entity: { id, type: 'comment' },
      type: 'comment.created',
      data: { page_id: pageId, parent: { id: pageId, type: 'page' } },
    };
  }
  const { page, type } = change;
  const entity = { id: page.id, type: 'page' } as const;
  const parent = parentOf(page.parent, directory);
  switch (type) {
    case 'page.content_updated':
      return { ...envelope, entity, type, data: { parent, updated_blocks: [entity] } };
    case 'page.properties_updated': {
      const updated_properties = change.propertyIds.map(encodeURIComponent);
      return { ...envelope, entity, type, data: { parent, updated_properties } };
    }
    default:
      return { ...envelope, entity, type, data: { parent } };
  }
}

/**
 * Several property edits of one page as the one event that Notion makes of them when they follow each other
 * closely: the last one's time, everybody's changes.
 */
export function aggregate(
  payloads: readonly [PagePropertiesUpdatedWebhookPayload, ...PagePropertiesUpdatedWebhookPayload[]],
): PagePropertiesUpdatedWebhookPayload {
  const latest = payloads.reduce((one, other) => (other.timestamp > one.timestamp ? other : one));
  const authors = new Map(
    payloads.flatMap((payload) => payload.authors).map((author) => [author.id, author]),
  );
  const updated = new Set(payloads.flatMap(({ data }) => data.updated_properties));
  return {
    ...latest,
    id: randomUUID(),
    authors: [...authors.values()],
    data: { ...latest.data, updated_properties: [...updated] },
  };
}

function envelopeOf(author: string, at: number, { identity, member }: Directory): BaseWebhookPayload {
  const user = member(author);
  const isBot = user?.object === 'user' && user.type === 'bot';
  return {
    id: randomUUID(),
    timestamp: new Date(at).toISOString(),
    workspace_id: identity.id,
    workspace_name: identity.name,
    subscription_id: identity.subscriptionId,
    integration_id: identity.integrationId,
    authors: [{ id: author, type: isBot ? 'bot' : 'person' }],
    attempt_number: 1,
    api_version: '2026-03-11',
  };
}

function parentOf(
  parent: PageParent,
  { identity, dataSource }: Directory,
): PageCreatedWebhookPayload['data']['parent'] {
  switch (parent.type) {
    case 'workspace':
      return { id: identity.id, type: 'space' };
    case 'page':
      return { id: parent.id, type: 'page' };
    case 'data_source': {
      const id = dataSource(parent.id)?.databaseId ?? parent.id;
      return { id, type: 'database', data_source_id: parent.id };
    }
  }
}
