import { find, make, showList } from './dom.js';
import { clockTime, duration, timeElement } from './times.js';

/** @typedef {import('../state.ts').Way} Way */
/** @typedef {import('../state.ts').Step} Step */

/** @type {Readonly<Record<Step['name'], string>>} */
const STEP_NAMES = {
  queued: 'Queued',
  answered: 'Answered',
  consumed: 'Consumed',
  comment: 'Comment',
  slack: 'Slack',
  email: 'E-mail',
};

/** @type {Readonly<Record<Step['state'], string>>} */
const STATE_NAMES = { done: 'done', waiting: 'to come', failed: 'failed', none: 'not needed' };

/** @type {Readonly<Record<Way['outcome'], string>>} */
const OUTCOME_NAMES = {
  open: 'under way',
  ignored: 'ignored',
  refused: 'not accepted',
  lost: 'lost',
  rejected: 'turned away',
  done: 'done',
  skipped: 'skipped',
  deferred: 'deferred',
  parked: 'parked',
  halted: 'halted',
  failed: 'failed',
};

/** @param {readonly Way[]} ways */
export function showWays(ways) {
  find('no-ways', HTMLElement).hidden = ways.length > 0;
  showList(find('ways', HTMLElement), ways, ({ id }) => id, wayElement);
}

/** @param {Way} way */
function wayElement(way) {
  const { at, what, page, pageId, outcome } = way;
  const title = page ?? (pageId === undefined ? 'No page' : `Page ${pageId}`);
  const heading = make('div', { class: 'heading' }, make('p', { class: 'page' }, title), timeElement(at));
  const about = make('p', { class: 'what' }, what);
  if (way.steps.length === 0 || outcome === 'ignored')
    return make('li', { 'data-outcome': outcome }, heading, about, ending(way));
  return make('li', { 'data-outcome': outcome }, heading, about, steps(way), ...notes(way), ending(way));
}

/** @param {Way} way */
function steps({ at, steps }) {
  const items = steps.map(({ name, state, at: reached, status }) => {
    const time = reached === undefined ? [] : [make('span', { class: 'after' }, after(reached - at))];
    return make(
      'li',
      { 'data-state': state },
      make('span', { class: 'name' }, status === undefined ? STEP_NAMES[name] : `HTTP ${status}`),
      make('span', { class: 'unseen' }, `: ${STATE_NAMES[state]}`),
      ...time,
    );
  });
  return make('ol', { class: 'steps' }, ...items);
}

/** @param {number} ms */
function after(ms) {
  return `+${duration(Math.max(ms, 0))}`;
}

/**
 * Why a message was not sent, or not yet, unless it is what the way's end says anyway.
 *
 * @param {Way} way
 */
function notes({ steps, reason }) {
  const told = steps.filter(({ note }) => note !== undefined && note !== reason);
  return told.map(({ name, note }) => make('p', { class: 'note' }, `${STEP_NAMES[name]}: ${note}`));
}

/** @param {Way} way */
function ending({ outcome, reason, durationMs, retryAt }) {
  const parts = [
    ...(reason === undefined ? [] : [reason]),
    ...(retryAt === undefined ? [] : [clockTime(retryAt)]),
    ...(durationMs === undefined ? [] : [duration(durationMs)]),
  ];
  return make(
    'p',
    { class: 'ending' },
    make('span', { class: 'outcome' }, OUTCOME_NAMES[outcome]),
    ...parts.map((part) => ` · ${part}`),
  );
}
