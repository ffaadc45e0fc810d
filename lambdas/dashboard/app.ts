import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import { canonicalId } from '../core/ids.ts';
import { isForLoopback } from '../core/loopback.ts';
import { ROUTES } from '../core/names.ts';
import { pageIdOfNotice } from '../core/notices.ts';
import { StoreUnavailable } from '../core/ports/store-errors.ts';
import { issueSession, SESSION_MS } from '../core/session.ts';
import type { DashboardPorts, DashboardSettings } from './ports.ts';
import { address, parseQuery, safeReturn, toFilter } from './query.ts';
import { readOverview } from './read-overview.ts';
import { readPageHistory } from './read-page-history.ts';
import { Guard, type SignIn } from './sign-in.ts';
import { header } from './views/header.ts';
import { fileAddresses, note, page } from './views/layout.ts';
import { noticePage } from './views/notice.ts';
import { overviewContent } from './views/overview.ts';
import { pageHistoryContent } from './views/page-history.ts';
import { signInPage } from './views/sign-in.ts';

/** With the prefix `host` it is `__Host-pagebell`: of this very host, all of it, and over TLS only. */
const COOKIE = 'pagebell';
const COOKIE_OPTIONS = {
  prefix: 'host',
  secure: true,
  httpOnly: true,
  sameSite: 'Strict',
  path: '/',
} as const;
const LARGEST_FORM = 4096;

/**
 * The dashboard. Its pages need a session, except the one about a notice, which reads nothing. It changes
 * nothing but the reader's cookie.
 */
export function dashboard(settings: DashboardSettings, ports: DashboardPorts): Hono {
  const { workspaces, files } = settings;
  const guard = new Guard(ports);
  const addresses = fileAddresses(files);
  const app = new Hono().basePath(ROUTES.dashboard);

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      xFrameOptions: 'DENY',
      // With 'no-referrer' browsers would hide from our own forms where they were sent from.
      referrerPolicy: 'same-origin',
    }),
    async (c, next) => {
      await next();
      if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
    },
  );

  const serve = (name: keyof typeof files, path: string, type: string) =>
    app.get(path, (c) =>
      c.body(files[name], 200, {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
      }),
    );
  serve('style', '/style.css', 'text/css; charset=utf-8');
  serve('script', '/script.js', 'text/javascript; charset=utf-8');
  serve('icon', '/icon.svg', 'image/svg+xml');

  app.get('/notices/:id', (c) => {
    const pageId = pageIdOfNotice(c.req.param('id'));
    if (pageId !== undefined) return c.html(noticePage(addresses, pageId));
    return c.html(note(addresses, 'No such notice', html`<p>This is not the address of a notice.</p>`), 404);
  });

  app.post('/sign-in', csrf(), bodyLimit({ maxSize: LARGEST_FORM }), async (c) => {
    const form = await c.req.parseBody().catch(() => undefined);
    if (!form) {
      tellRefused('unreadable');
      return c.html(note(addresses, 'Not readable', UNREADABLE_FORM), 400);
    }
    const to = safeReturn(form['to']);
    const given = typeof form['key'] === 'string' ? form['key'].trim() : '';
    const result = await guard.signIn(given);
    if (result.kind !== 'signed-in') {
      tellRefused(result.kind);
      return refused(c, result, to);
    }
    setCookie(c, COOKIE, issueSession(result.key, ports.clock.now()), {
      ...COOKIE_OPTIONS,
      maxAge: SESSION_MS / 1000,
    });
    ports.log.info('Somebody signed in to the dashboard');
    return c.redirect(to, 303);
  });

  // Whoever reloads what answered a wrong key.
  app.get('/sign-in', (c) => c.redirect(ROUTES.dashboard, 303));

  app.post('/sign-out', csrf(), (c) => {
    deleteCookie(c, COOKIE, COOKIE_OPTIONS);
    return c.redirect(ROUTES.dashboard, 303);
  });

  app.get('/', (c) => forReader(c, () => showOverview(c)));
  app.get('/pages/:id', (c) => forReader(c, () => showPage(c, c.req.param('id'))));

  app.notFound((c) => c.html(nothingHere(), 404));
  app.onError((error, c) => {
    const status = 'getResponse' in error && 'status' in error ? Number(error.status) : undefined;
    if (status === 403) return c.html(note(addresses, 'Refused', REFUSED), 403);
    if (status === 413) return c.html(note(addresses, 'Too large', html`<p>That was too much.</p>`), 413);
    const isUnavailable = error instanceof StoreUnavailable;
    ports.log.error('The dashboard could not be shown', { reason: `${error.name}: ${error.message}` });
    return c.html(note(addresses, 'Not available', UNAVAILABLE), isUnavailable ? 503 : 500);
  });
  return app;

  /** Shows a page to who is signed in, and the sign-in to others. */
  async function forReader(c: Context, show: () => Promise<Response>): Promise<Response> {
    if (isOpen(c) || (await guard.isSignedIn(getCookie(c, COOKIE, 'host')))) return show();
    const { pathname, search } = new URL(c.req.url);
    const to = safeReturn(pathname + search);
    const hasKey = await guard.hasKey();
    return c.html(signInPage({ files: addresses, hasKey, to }), 401);
  }

  function tellRefused(reason: string): void {
    ports.log.warn('Refused a sign-in to the dashboard', { reason });
    ports.log.count('SignInRefused');
  }

  function refused(c: Context, { kind }: Exclude<SignIn, { kind: 'signed-in' }>, to: string) {
    const fault = 'This is not the key. It may have been replaced since.';
    const isWrong = kind === 'wrong';
    return c.html(signInPage({ files: addresses, hasKey: isWrong, ...(isWrong && { fault }), to }), 401);
  }

  function isOpen(c: Context): boolean {
    return settings.isOpenToLoopback && isForLoopback(c.req.header('host'), Object.keys(c.req.header()));
  }

  async function showOverview(c: Context): Promise<Response> {
    const query = parseQuery(c.req.query());
    const workspace = workspaces.find(({ key }) => key === (query.workspace ?? workspaces[0]?.key));
    if (!workspace) return c.html(nothingHere(), 404);
    const overview = await readOverview(workspace, toFilter(query), ports);
    const context = { ...contextOf(c, workspace.key), query };
    return c.html(
      page({
        title: context.workspace ?? 'Dashboard',
        kind: 'live',
        files: addresses,
        header: header(workspaces, context.workspace, !isOpen(c)),
        content: overviewContent(overview, context),
      }),
    );
  }

  async function showPage(c: Context, id: string): Promise<Response> {
    const pageId = canonicalId(id);
    const { workspace: wanted, before } = parseQuery(c.req.query());
    const among = workspaces.filter(({ key }) => wanted === undefined || key === wanted);
    const history = pageId && (await readPageHistory(pageId, among, before, ports));
    if (!pageId || !history) return c.html(note(addresses, 'Unknown page', UNKNOWN_PAGE), 404);
    const context = contextOf(c, history.workspace);
    return c.html(
      page({
        title: history.title || 'A page',
        kind: 'live',
        files: addresses,
        header: header(workspaces, context.workspace, !isOpen(c)),
        content: pageHistoryContent(history, { ...context, pageId, before }),
      }),
    );
  }

  /** One workspace needs no name. */
  function contextOf(c: Context, key: string) {
    const workspace = workspaces.length > 1 ? key : undefined;
    const everywhere = isOpen(c) ? ' --local' : '';
    return {
      workspace,
      options: `${workspace ? ` --workspace ${workspace}` : ''}${everywhere}`,
      everywhere,
    };
  }

  function nothingHere() {
    return note(
      addresses,
      'Not found',
      html`<p>There is nothing at this address.</p><p><a href="${address('')}">To the dashboard</a></p>`,
    );
  }
}

const REFUSED = html`<p>This form was not sent from the dashboard's own page. Go back and try it there.</p>`;
const UNREADABLE_FORM = html`<p>What was sent is no form that the dashboard can read.</p>
  <p><a href="${address('')}">To the sign-in</a></p>`;
const UNAVAILABLE = html`<p>
    What Pagebell remembers could not be read just now. Nothing is lost by that: reload the page in a moment.
  </p>
  <p class="quiet">If it stays so, the function's log says why.</p>`;
const UNKNOWN_PAGE = html`<p>Pagebell has not seen a page with this id.</p>
  <p><a href="${address('')}">To the dashboard</a></p>`;
