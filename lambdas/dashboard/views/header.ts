import { html } from 'hono/html';
import { address } from '../query.ts';
import type { Html } from './text.ts';

/** @param current the shown workspace's key, where there are several */
export function header(
  workspaces: readonly { key: string }[],
  current: string | undefined,
  canSignOut: boolean,
): Html {
  return html`${current === undefined ? '' : choice(workspaces, current)}
    ${
      canSignOut
        ? html`<form method="post" action="${address('/sign-out')}" class="sign-out"><button type="submit" class="plain">Sign out</button></form>`
        : ''
    }`;
}

function choice(workspaces: readonly { key: string }[], current: string): Html {
  return html`<nav aria-label="Workspaces"><ul class="workspaces">
    ${workspaces.map(
      ({ key }) =>
        html`<li><a href="${address('', { workspace: key })}"${key === current ? html` aria-current="page"` : ''}>${key}</a></li>`,
    )}
  </ul></nav>`;
}
