import { html } from 'hono/html';
import { address } from '../query.ts';
import type { Overview, ParkedGroup } from '../read-overview.ts';
import { clip, count, type Html, number, shellQuote, time } from './text.ts';

const MOST_PAGES = 5;
const LONGEST_REASON = 200;

interface Place {
  workspace: string | undefined;
  /** What a command about this workspace needs, with a space before it. */
  options: string;
  /** The same for one about all workspaces. */
  everywhere: string;
}

/** What was given up: by reason, with what mends it and the command that tries it again. */
export function attention(
  { parked, unreadable, hasMoreParked, queue }: Overview,
  { workspace, options, everywhere }: Place,
): Html {
  // Approximate, and of all workspaces: what this workspace has parked is no part of it to subtract.
  const deadLetters = queue?.deadLetters ?? 0;
  return html`<section id="attention" data-live aria-labelledby="attention-heading"${
    parked.length + unreadable + deadLetters === 0 ? html` hidden` : ''
  }>
    <h2 id="attention-heading">Needs a person</h2>
    <ul class="parked">
      ${parked.map((group) => item(group, workspace, options))}
    </ul>
    ${
      hasMoreParked
        ? html`<p class="quiet others">
            These are only the oldest pages: <code>npx pagebell dlq list${options}</code> shows all.
          </p>`
        : ''
    }
    ${
      unreadable === 0
        ? ''
        : html`<p class="quiet others">
            ${count(unreadable, 'record')} cannot be read: a later release wrote ${unreadable === 1 ? 'it' : 'them'},
            or ${unreadable === 1 ? 'it is' : 'they are'} damaged. The release that wrote ${unreadable === 1 ? 'it' : 'them'} shows more.
          </p>`
    }
    ${
      deadLetters === 0
        ? ''
        : html`<p class="quiet others">
            ${count(deadLetters, 'message')} in the dead-letter queue, of all workspaces:
            <code>npx pagebell dlq list${everywhere}</code> shows ${deadLetters === 1 ? 'it' : 'them'}.
          </p>`
    }
  </section>`;
}

function item(
  { reason, hint, count: parked, lastAt, pages }: ParkedGroup,
  workspace: string | undefined,
  options: string,
): Html {
  const more = pages.length - MOST_PAGES;
  return html`<li>
    <p class="reason"><strong dir="auto">${clip(reason, LONGEST_REASON)}</strong>
      <span class="quiet">${number(parked)}×, last ${time(lastAt)}</span></p>
    <p dir="auto">${hint}</p>
    <p class="pages">${pages
      .slice(0, MOST_PAGES)
      .map(
        ({ pageId, title }) =>
          html`<a href="${address(`/pages/${pageId}`, { workspace })}" dir="auto">${clip(title?.trim() || pageId, 60)}</a> `,
      )}${more > 0 ? html`<span class="quiet">and ${count(more, 'page')} more</span>` : ''}</p>
    <p class="command">Then <code>npx pagebell dlq retry --reason ${shellQuote(reason)}${options}</code></p>
  </li>`;
}
