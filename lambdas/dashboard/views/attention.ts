import { html } from 'hono/html';
import { address } from '../query.ts';
import type { Overview, ParkedGroup } from '../read-overview.ts';
import { clip, count, type Html, number, shellQuote, time } from './text.ts';

const MOST_PAGES = 5;
const LONGEST_REASON = 200;

/** What was given up: by reason, with what mends it and the command that tries it again. */
export function attention(
  { parked, queue }: Overview,
  { workspace, options }: { workspace: string | undefined; options: string },
): Html {
  const known = parked.reduce((sum, group) => sum + group.count, 0);
  const others = Math.max(0, (queue?.deadLetters ?? 0) - known);
  return html`<section id="attention" data-live aria-labelledby="attention-heading"${
    known + others === 0 ? html` hidden` : ''
  }>
    <h2 id="attention-heading">Needs a person</h2>
    <ul class="parked">
      ${parked.map((group) => item(group, workspace, options))}
    </ul>
    ${
      others === 0
        ? ''
        : html`<p class="quiet others">
            ${count(others, 'dead letter')} more ${others === 1 ? 'has' : 'have'} no page's record:
            <code>npx pagebell dlq list${options}</code> shows ${others === 1 ? 'it' : 'them'}.
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
