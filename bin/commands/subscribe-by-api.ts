import type { Subscribed } from './connect-ports.ts';
import type { NotionView } from './notion-view.ts';

/**
 * The version that a tutorial gives for this call. Neither it nor the call is in Notion's own documentation,
 * which has subscriptions made by hand; should it ever come to be, this is where it is asked for.
 */
const TUTORIAL_VERSION = '2026-03-01';

const EVENT_TYPES = [
  'page.created',
  'page.properties_updated',
  'page.moved',
  'page.deleted',
  'page.undeleted',
];

/** Asks Notion to make the subscription by `POST /v1/webhooks`. */
export function subscribeByApi(notion: NotionView): (url: string) => Promise<Subscribed> {
  return async (url) => {
    const answer = await notion.call(
      'POST',
      '/v1/webhooks',
      { url, event_types: EVENT_TYPES },
      TUTORIAL_VERSION,
    );
    if (answer.kind === 'none') return { kind: 'refused', reason: `it does not answer: ${answer.reason}` };
    const { status, text } = answer;
    if (status >= 200 && status < 300) return { kind: 'made' };
    return { kind: 'refused', reason: `${status} ${codeOf(text)}`.trim() };
  };
}

function codeOf(text: string): string {
  return /"code":\s*"([a-z_]{1,60})"/.exec(text)?.[1] ?? '';
}
