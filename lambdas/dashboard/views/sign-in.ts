import { html } from 'hono/html';
import { ROUTES } from '../../core/names.ts';
import { type FileAddresses, page } from './layout.ts';
import type { Html } from './text.ts';

export interface SignInParts {
  files: FileAddresses;
  /** Whether there is a key at all. */
  hasKey: boolean;
  /** What was wrong with the last try. */
  fault?: string;
  /** Where to go from here. */
  to: string;
}

export function signInPage({ files, hasKey, fault, to }: SignInParts): Html {
  return page({
    title: 'Sign in to Pagebell',
    kind: 'sign-in',
    files,
    content: html`
      <img src="${files.icon}" alt="" width="40" height="40">
      <h1>Sign in to Pagebell</h1>
      ${hasKey ? form(fault, to) : noKey()}`,
  });
}

function form(fault: string | undefined, to: string): Html {
  const described = fault ? 'sign-in-fault key-hint' : 'key-hint';
  return html`<form method="post" action="${ROUTES.signIn}" class="sign-in">
    ${fault ? html`<p id="sign-in-fault" class="trouble" role="alert">${fault}</p>` : ''}
    <input name="username" value="dashboard" autocomplete="username" hidden>
    <label for="key">Key of the dashboard</label>
    <input id="key" name="key" type="password" required autofocus autocomplete="current-password"
      maxlength="200" aria-describedby="${described}"${fault ? html` aria-invalid="true"` : ''}>
    <input type="hidden" name="to" value="${to}">
    <button type="submit">Sign in</button>
    <p id="key-hint" class="quiet"><code>npx pagebell dashboard-key</code> shows it to whoever may read it.</p>
  </form>`;
}

function noKey(): Html {
  return html`<p>
      There is no key yet. In the project's directory, run <code>npx pagebell dashboard-key</code>: it makes
      one and shows it to you. Then reload this page.
    </p>`;
}
