import { html } from 'hono/html';
import type { OutboxEntry } from '../../core/page-record.ts';
import { address } from '../query.ts';
import type { PageHistory } from '../read-page-history.ts';
import { CHANNEL_NAMES, lineTable, olderLink, pageLink } from './lines.ts';
import { clip, count, type Html, list, time } from './text.ts';

const HEADING_LENGTH = 120;

export interface PageHistoryContext {
  pageId: string;
  workspace: string | undefined;
  before: number | undefined;
  options: string;
}

export function pageHistoryContent(history: PageHistory, context: PageHistoryContext): Html {
  const { title = '', url, outbox, found, at } = history;
  const { pageId, workspace, before, options } = context;
  const name = title.trim();
  const isLong = [...name].length > HEADING_LENGTH;
  return html`
    <p><a href="${address('', { workspace })}">All events</a></p>
    <h1 dir="auto">${pageLink(clip(name, HEADING_LENGTH), url, pageId)}</h1>
    ${isLong ? html`<details id="whole-title"><summary>The whole title</summary><p dir="auto">${name}</p></details>` : ''}
    <section id="owed" data-live aria-labelledby="owed-heading">
      <div class="heading">
        <h2 id="owed-heading">Owed</h2>
        <p class="quiet">as of ${time(at)} <span class="zone">UTC</span></p>
      </div>
      ${
        outbox.length === 0
          ? html`<p class="quiet">Nothing: whoever was to be told has been.</p>`
          : html`<ul class="parked">${outbox.map((entry) => owed(entry, options))}</ul>`
      }
    </section>
    <section id="events" data-live aria-labelledby="events-heading">
      <h2 id="events-heading">What happened</h2>
      ${
        found.lines.length === 0
          ? html`<p class="empty">No event of the last 30 days made Pagebell look at this page.</p>`
          : lineTable('Events of this page, the newest first', found.lines, { workspace, showsPage: false })
      }
      ${olderLink(`/pages/${pageId}`, { workspace, before }, { ...found, shown: found.lines.length })}
    </section>`;
}

function owed(entry: OutboxEntry, options: string): Html {
  const { id, progress, attempts } = entry;
  const what =
    entry.kind === 'read'
      ? html`A look at the page`
      : html`${entry.channel === 'comment' ? 'Comment' : `${CHANNEL_NAMES[entry.channel]} message`} to
          ${list(
            entry.people.map((person) => person.name ?? person.id),
            5,
          )}`;
  if (progress.state !== 'failed') {
    const tried = attempts === 0 ? '' : `, after ${count(attempts, 'failure')}`;
    return html`<li data-tone="wait"><p><strong>${what}</strong> <span class="quiet">${
      progress.state === 'sending' ? 'in hand until' : 'next try'
    } ${time(progress.at)}${tried}</span></p></li>`;
  }
  return html`<li>
    <p class="reason"><strong>${what}</strong> <span class="quiet">given up ${time(progress.failedAt)}</span></p>
    <p dir="auto">${progress.reason}</p>
    <p dir="auto">${progress.hint}</p>
    ${
      entry.kind === 'read'
        ? ''
        : html`<p class="command">Then <code>npx pagebell dlq retry ${id}${options}</code></p>`
    }
  </li>`;
}
