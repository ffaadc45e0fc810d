import { html } from 'hono/html';
import { OUTCOMES } from '../../core/journal.ts';
import { address, type Query } from '../query.ts';
import type { Overview } from '../read-overview.ts';
import { activity } from './activity.ts';
import { attention } from './attention.ts';
import { figures } from './figures.ts';
import { lineTable, OUTCOME_NAMES, olderLink } from './lines.ts';
import { count, type Html } from './text.ts';

export interface OverviewContext {
  query: Query;
  /** The workspace's key, if there are several: addresses then name it. */
  workspace: string | undefined;
  /** What a command needs besides, with a space before it: ` --local`. */
  options: string;
  /** The same for a command about all workspaces. */
  everywhere: string;
}

export function overviewContent(overview: Overview, context: OverviewContext): Html {
  return html`<h1 class="unseen">Pagebell${context.workspace ? `, workspace ${context.workspace}` : ''}</h1>
    ${figures(overview)}
    ${attention(overview, context)}
    ${activity(overview.hours)}
    <section aria-labelledby="events-heading">
      <div class="heading">
        <h2 id="events-heading">${context.query.before === undefined ? 'Newest events' : 'Older events'}</h2>
        ${filterForm(context)}
      </div>
      ${events(overview, context)}
    </section>`;
}

/** Outside of what is refreshed: what somebody types stays. */
function filterForm({ query, workspace }: OverviewContext): Html {
  return html`<form class="filter" role="search" method="get" action="${address('')}">
    ${workspace ? html`<input type="hidden" name="workspace" value="${workspace}">` : ''}
    <p>
      <label for="outcome">Outcome</label>
      <select id="outcome" name="outcome">
        <option value="">All</option>
        ${OUTCOMES.map(
          (outcome) =>
            html`<option value="${outcome}"${query.outcome === outcome ? html` selected` : ''}>${OUTCOME_NAMES[outcome]}</option>`,
        )}
      </select>
    </p>
    <p>
      <label for="include">Include</label>
      <select id="include" name="include">
        <option value="">Events</option>
        <option value="all"${query.include === 'all' ? html` selected` : ''}>Sweeps and repeats, too</option>
      </select>
    </p>
    <p>
      <label for="text">Text</label>
      <input id="text" name="text" type="search" maxlength="200" placeholder="Page, person, reason" dir="auto"
        value="${query.text ?? ''}" autocomplete="off">
    </p>
    <button type="submit">Show</button>
    ${query.outcome || query.text || query.include ? html`<a href="${address('', { workspace })}">All events</a>` : ''}
  </form>`;
}

function events({ found }: Overview, { query, workspace }: OverviewContext): Html {
  const { outcome, text, include, before } = query;
  const { lines } = found;
  const isFiltered = Boolean(outcome || text);
  return html`<div id="events" data-live>
    ${isFiltered ? html`<p class="quiet shown" role="status">${count(lines.length, 'event')} on this page</p>` : ''}
    ${
      lines.length > 0
        ? lineTable('Events, the newest first', lines, { workspace, showsPage: true })
        : html`<p class="empty">${nothing(isFiltered, query)}</p>`
    }
    ${olderLink('', { workspace, outcome, text, include, before }, { ...found, shown: lines.length })}
  </div>`;
}

function nothing(isFiltered: boolean, { include, before }: Query): string {
  const isOlder = before !== undefined;
  const leftOut = include ? '' : ' Sweeps and repeats that told nobody are left out.';
  if (isFiltered) return (isOlder ? 'No older event matches.' : 'No event matches.') + leftOut;
  return isOlder
    ? 'There are no older events: lines are kept for 30 days.'
    : 'No event has come yet. Assign somebody to a page in Notion, and it appears here.';
}
