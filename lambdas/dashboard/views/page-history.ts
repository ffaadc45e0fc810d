import { html } from 'hono/html';
import { stepName } from '../../core/journal.ts';
import type { Notice, OutboxEntry } from '../../core/page-record.ts';
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
  const { title = '', url, found, at } = history;
  const { pageId, workspace, before } = context;
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
      ${debts(history, context)}
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

function debts({ isNewer, outbox }: PageHistory, { pageId, options }: PageHistoryContext): Html {
  if (isNewer) {
    return html`<p class="quiet">This page's record cannot be read: a later release wrote it. Deploy that release again.</p>`;
  }
  if (outbox.length === 0) return html`<p class="quiet">Nothing: whoever was to be told has been.</p>`;
  return html`<ul class="parked">${outbox.map((entry) => owed(entry, pageId, options))}</ul>`;
}

function owed(entry: OutboxEntry, pageId: string, options: string): Html {
  const { progress, attempts } = entry;
  const what =
    entry.kind !== 'notice'
      ? html`A look at the page`
      : html`${entry.channel === 'comment' ? 'Comment' : `${CHANNEL_NAMES[entry.channel]} message`} to
          ${list(recipientsOf(entry), 5)}`;
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
    <p class="command">Then <code>npx pagebell dlq retry ${commandId(entry, pageId)}${options}</code></p>
  </li>`;
}

function recipientsOf({ people, subject }: Notice): string[] {
  if (people.length === 0 && subject?.kind === 'status') return [stepName(subject.step + 1)];
  return people.map(({ id, name }) => name ?? id);
}

/** What `pagebell dlq` calls it: the id of a read is the same for every page. */
function commandId({ kind, id }: OutboxEntry, pageId: string): string {
  return kind === 'read' ? `${pageId.replaceAll('-', '')}-read` : id;
}
