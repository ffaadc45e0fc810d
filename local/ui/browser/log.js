import { find, make, showList } from './dom.js';
import { timeElement } from './times.js';

/** @typedef {import('../state.ts').LogEntry} LogEntry */

const log = find('log', HTMLDetailsElement);

/** @param {readonly LogEntry[]} entries */
export function showLog(entries) {
  if (!log.open) return;
  showList(find('log-entries', HTMLElement), entries, ({ sequence }) => sequence, entryElement);
}

/** @param {LogEntry} entry */
function entryElement({ at, function: name, level, message, fields }) {
  return make(
    'li',
    { 'data-level': level },
    timeElement(at),
    ' ',
    make('span', { class: 'function' }, name),
    ' ',
    ...(level === 'info' || level === 'debug' ? [] : [make('span', { class: 'level' }, level), ' ']),
    make('span', { class: 'message' }, message),
    ...fields.flatMap(([field, value]) => [' ', make('span', { class: 'field' }, `${field}=${value}`)]),
  );
}
