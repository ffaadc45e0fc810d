import { html } from 'hono/html';
import { address } from '../query.ts';
import { type FileAddresses, note } from './layout.ts';
import type { Html } from './text.ts';

/**
 * What the word "Pagebell" in a comment links to. It is open to anybody, so it says only what the address
 * itself says: it reads nothing, and a forged address shows nothing of anybody's.
 */
export function noticePage(files: FileAddresses, pageId: string): Html {
  return note(
    files,
    'Why you got this notice',
    html`<p>
        Pagebell tells people in a Notion workspace, at once and exactly once, what concerns them: that a page
        became theirs, or is theirs no longer; that it is due; that it is in a status which they look after.
      </p>
      <p><a class="button" href="https://www.notion.so/${pageId.replaceAll('-', '')}">Open the page</a></p>
      <p class="quiet">
        The link in the comment is how Pagebell knows its own notice again, so that it never posts it twice.
        To stop such notices, ask whoever runs Pagebell for you to mute you.
      </p>
      <p class="quiet">
        If that is you: <a href="${address(`/pages/${pageId}`)}">what happened with this page</a>.
      </p>`,
  );
}
