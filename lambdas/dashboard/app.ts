import { Hono } from 'hono';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import { ROUTES } from '../core/names.ts';

/** A notice's id begins with its page's. */
const NOTICE_ID = /^([0-9a-f]{32})-\d+-[a-z-]+(-\d+)?$/;

/**
 * What the word "Pagebell" in a comment links to. It is open to anybody, so it says only what the address
 * itself says: it reads nothing, and a forged address shows nothing of anybody's.
 */
export function dashboard(): Hono {
  const app = new Hono().basePath(ROUTES.dashboard);
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], styleSrc: ["'self'"], frameAncestors: ["'none'"] },
      referrerPolicy: 'no-referrer',
    }),
  );
  app.get('/', (c) => c.html(page('Pagebell', html`<p>${WHAT_IT_DOES}</p>`)));
  app.get('/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/notices/:id', (c) => {
    const pageId = NOTICE_ID.exec(c.req.param('id'))?.[1];
    if (pageId === undefined)
      return c.html(page('No such notice', html`<p>This is not the address of a notice.</p>`), 404);
    return c.html(page('Why you got this notice', aboutNotice(pageId)));
  });
  app.notFound((c) => c.html(page('Not found', html`<p>There is nothing at this address.</p>`), 404));
  return app;
}

const WHAT_IT_DOES =
  'Pagebell tells people in a Notion workspace that a page became theirs, at once and exactly once.';

function aboutNotice(pageId: string) {
  return html`
    <p>You were newly assigned to a page in Notion. ${WHAT_IT_DOES}</p>
    <p><a href="https://www.notion.so/${pageId}">Open the page</a></p>
    <p class="quiet">
      The link in the comment is how Pagebell knows its own notice again, so that it never posts it twice.
      To stop such notices, ask whoever runs Pagebell for you to mute you.
    </p>`;
}

function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>${title}</title>
        <link rel="stylesheet" href="${ROUTES.dashboard}/style.css">
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
}

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 15vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.4rem; }
a { color: LinkText; }
.quiet { opacity: 0.75; font-size: 0.9rem; }
`;
