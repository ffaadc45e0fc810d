import { encodeJob } from '../../../lambdas/core/envelope.ts';
import { parseWebhookEvent } from '../../../lambdas/core/webhook-event.ts';
import { DATA_SOURCE_ID } from '../../fixtures/webhooks/envelope.ts';
import { webhookFixtures } from '../../fixtures/webhooks/index.ts';

/** The types that can concern an assignee: five of Notion's, two of a well-known tutorial's. */
const WATCHED = new Set([
  'page.created',
  'page.properties_updated',
  'page.moved',
  'page.undeleted',
  'page.deleted',
  'page.updated',
  'database.row_added',
]);

test.each(webhookFixtures)('$name is watched or ignored by its type', ({ payload }) => {
  const parsed = parseWebhookEvent(JSON.stringify(payload));
  if (!WATCHED.has(payload.type)) {
    expect(parsed).toMatchObject({
      kind: 'ignored',
      reason: 'type not watched',
      about: { type: payload.type },
    });
    return;
  }
  if (parsed.kind !== 'watched') throw new Error(`expected a watched event, got ${parsed.kind}`);
  expect(parsed.event).toMatchObject({ type: payload.type, pageId: payload.entity.id });
  expect(() => encodeJob({ kind: 'event', workspace: 'main', receivedAt: 0, ...parsed.event })).not.toThrow();
});

test.each(webhookFixtures.filter(({ name }) => name.startsWith('page.properties_updated (')))(
  '$name tells the edited properties, and since 2025-09-03 the data source',
  ({ payload, apiVersion }) => {
    expect(parseWebhookEvent(JSON.stringify(payload))).toMatchObject({
      event: {
        propertyIds: ['XGe@', 'bDf[', 'DbAu'],
        dataSourceId: apiVersion === '2022-06-28' ? undefined : DATA_SOURCE_ID,
      },
    });
  },
);
