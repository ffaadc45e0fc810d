import type { WebhookPayload } from '../notion/webhook-payload.ts';
import type { Directory } from './directory.ts';

const DEEDS: Readonly<Record<string, string>> = {
  'page.created': 'Created',
  'page.properties_updated': 'Properties edited',
  'page.content_updated': 'Title or text edited',
  'page.moved': 'Moved',
  'page.deleted': 'Moved to the trash',
  'page.undeleted': 'Taken out of the trash',
  'comment.created': 'Comment',
};

/** "Assignee edited by Ana Ferreira" */
export function whatHappened(payload: WebhookPayload, directory: Directory): string {
  const authors = payload.authors.map(({ id }) => directory.member(id) ?? 'somebody');
  return `${deedOf(payload, directory)} by ${authors.join(', ')}`;
}

/** What an event's type alone tells. */
export function whatTypeTells(type: string | undefined): string {
  if (type === undefined) return 'An event';
  return DEEDS[type] ?? type;
}

function deedOf(payload: WebhookPayload, directory: Directory): string {
  if (payload.type !== 'page.properties_updated') return whatTypeTells(payload.type);
  const { entity, data } = payload;
  return `${data.updated_properties.map((id) => directory.property(entity.id, id) ?? id).join(', ')} edited`;
}
