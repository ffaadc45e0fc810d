import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import { ROUTES } from '../../core/names.ts';
import type { BrowserFiles } from '../ports.ts';
import { address } from '../query.ts';
import type { Html } from './text.ts';

/** Addresses of what the pages load. They change with the content, so that it can be kept for ever. */
export interface FileAddresses {
  style: string;
  script: string;
  icon: string;
}

export function fileAddresses({ style, script, icon }: BrowserFiles): FileAddresses {
  const versioned = (name: string, content: string) =>
    `${ROUTES.dashboard}/${name}?v=${createHash('sha256').update(content).digest('base64url').slice(0, 12)}`;
  return {
    style: versioned('style.css', style),
    script: versioned('script.js', script),
    icon: versioned('icon.svg', icon),
  };
}

export interface PageParts {
  title: string;
  /** A small page about one thing, or one that refreshes itself. */
  kind: 'note' | 'sign-in' | 'live';
  files: FileAddresses;
  /** Beside the name, at the top of a live page. */
  header?: Html;
  content: Html;
}

export function page({ title, kind, files, header, content }: PageParts): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${kind === 'live' ? `${title} · Pagebell` : title}</title>
    <link rel="icon" href="${files.icon}" type="image/svg+xml">
    <link rel="stylesheet" href="${files.style}">
    ${kind === 'note' ? '' : html`<script type="module" src="${files.script}"></script>`}
  </head>
  <body data-kind="${kind}">
    ${kind === 'live' ? top(files, header) : ''}
    <main id="main" tabindex="-1">
      ${content}
    </main>
  </body>
</html>`;
}

function top(files: FileAddresses, header: Html | undefined): Html {
  return html`<a class="skip" href="#main">Skip to the content</a>
    <header class="top">
      <a class="name" href="${address('')}"><img src="${files.icon}" alt="" width="28" height="28"> Pagebell</a>
      ${header}
    </header>
    <p id="trouble" class="trouble" role="alert" hidden></p>`;
}

/** A small page that says one thing. */
export function note(files: FileAddresses, title: string, content: Html): Html {
  return page({ title, kind: 'note', files, content: html`<h1>${title}</h1>${content}` });
}
