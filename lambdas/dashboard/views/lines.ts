import { html } from 'hono/html';
import { type JournalLine, type Outcome, OVERDUE_LIST, stepName, whyTold } from '../../core/journal.ts';
import { PAGE_LENGTH } from '../find-lines.ts';
import { address } from '../query.ts';
import { clip, duration, type Html, list, time } from './text.ts';

const TITLE_LENGTH = 300;
const MOST_NAMES = 5;

export const OUTCOME_NAMES: Readonly<Record<Outcome, string>> = {
  done: 'Done',
  skipped: 'Skipped',
  deferred: 'Deferred',
  parked: 'Parked',
  halted: 'Halted',
  failed: 'Failed',
};

/** A table of events, the newest first; on a narrow screen, a list of cards. */
export function lineTable(
  caption: string,
  lines: readonly JournalLine[],
  options: { workspace: string | undefined; showsPage: boolean },
): Html {
  // The roles stay when the style sheet makes something else than a table of it.
  return html`<table class="lines" role="table">
    <caption class="unseen">${caption}</caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">Time</th>
        <th role="columnheader" scope="col">${options.showsPage ? 'Page' : 'Event'}</th>
        <th role="columnheader" scope="col">Told</th>
        <th role="columnheader" scope="col">Outcome</th>
        <th role="columnheader" scope="col" class="figure">Took</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${lines.map((line) => row(line, options))}
    </tbody>
  </table>`;
}

function row(
  line: JournalLine,
  { workspace, showsPage }: { workspace: string | undefined; showsPage: boolean },
): Html {
  const { endedAt, outcome, reason, latencyMs } = line;
  return html`<tr role="row" data-outcome="${outcome}">
    <td role="cell" class="when">${time(endedAt)}</td>
    <td role="cell" class="what">${showsPage ? aboutPage(line) : ''}${aboutEvent(line, workspace, showsPage)}</td>
    <td role="cell" class="told">${told(line)}</td>
    <td role="cell" class="ending">
      <span class="outcome">${OUTCOME_NAMES[outcome]}</span>
      <span class="reason" dir="auto">${clip(reason, 300)}</span>
    </td>
    <td role="cell" class="figure took">${
      latencyMs === undefined
        ? html`<span class="quiet" aria-label="nobody was told">–</span>`
        : duration(latencyMs)
    }</td>
  </tr>`;
}

function aboutPage({ title, url, pageId, told: lists }: JournalLine): Html {
  if (pageId === undefined)
    return html`<span class="title quiet">${lists ? 'List of what is overdue' : 'Sweep or search'}</span>`;
  return html`<span class="title" dir="auto">${pageLink(title, url, pageId)}</span>`;
}

/** To the page in Notion. */
export function pageLink(title: string | undefined, url: string | undefined, pageId: string): Html {
  const name = title === undefined ? `Page ${pageId}` : clip(title.trim(), TITLE_LENGTH) || 'Untitled';
  return html`<a href="${webAddress(url) ?? `https://www.notion.so/${pageId.replaceAll('-', '')}`}" rel="noreferrer">${name}</a>`;
}

/** Whatever the table holds, a link leads to a web page and runs no script. */
function webAddress(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) ? url : undefined;
}

/** In the list of all events the page comes first, in that of one page the event. */
function aboutEvent(line: JournalLine, workspace: string | undefined, showsPage: boolean): Html {
  const { title, pageId, assignees = [], attempt, job, type = 'event' } = line;
  const what = {
    event: type,
    due: 'was due',
    retry: 'asked for again by an operator',
    mirror: 'a page in another workspace moved',
  }[job];
  const event = html`<span class="type">${what}${attempt > 1 ? `, delivery ${attempt}` : ''}</span>`;
  const who = assignees.length > 0 && list(assignees, MOST_NAMES);
  if (!showsPage) return html`${event}${who && html`<span class="about">Assigned: ${who}</span>`}`;
  return html`<span class="about">${who && html`${who} · `}${event}${
    pageId === undefined
      ? ''
      : html` · <a href="${address(`/pages/${pageId}`, { workspace })}"
          aria-label="History of ${clip(title || pageId, 80)}">History</a>`
  }</span>`;
}

/** The same people are named once for all channels in which they were told the same; where nobody in particular was told, what was told is. */
function told({ told: notices = [] }: JournalLine): Html {
  if (notices.length === 0) return html`<span class="quiet nobody">nobody</span>`;
  const groups = new Map<
    string,
    { people: readonly string[]; why: string | undefined; channels: Set<string> }
  >();
  for (const { people: named, channel, rule, step } of notices) {
    const people = named.length > 0 ? named : [rule === OVERDUE_LIST ? 'the channel' : stepName(step)];
    const why = named.length > 0 ? whyTold({ rule, step }) : undefined;
    const id = JSON.stringify([people, why]);
    const group = groups.get(id) ?? { people, why, channels: new Set() };
    group.channels.add(CHANNEL_NAMES[channel] ?? channel);
    groups.set(id, group);
  }
  return html`${[...groups.values()].map(
    ({ people, why, channels }) =>
      html`<span class="notice">${list(people, MOST_NAMES)} <span class="quiet">${[...channels].join(', ')}${
        why === undefined ? '' : ` · ${why}`
      }</span></span>`,
  )}`;
}

export const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  comment: 'comment',
  slack: 'Slack',
  'slack-dm': 'Slack direct',
  email: 'e-mail',
  'slack-channel': 'Slack',
  'email-address': 'e-mail',
};

/** What follows a page of lines. */
export function olderLink(
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
  { olderThan, isCutOff, shown }: { olderThan?: number; isCutOff?: true; shown: number },
): Html {
  const older = olderThan === undefined ? '' : address(path, { ...parameters, before: olderThan });
  const newest =
    parameters['before'] === undefined ? '' : address(path, { ...parameters, before: undefined });
  const said = isCutOff && shown < PAGE_LENGTH && olderThan !== undefined;
  return html`<nav class="more" aria-label="Older and newer">
    ${newest ? html`<a href="${newest}">Newest</a>` : ''}
    ${said ? html`<span class="quiet">Looked back to ${time(olderThan)}.</span>` : ''}
    ${older ? html`<a href="${older}">${said ? 'Look further back' : 'Older'}</a>` : ''}
  </nav>`;
}
