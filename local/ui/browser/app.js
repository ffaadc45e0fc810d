import { showBoard } from './board.js';
import { find, make, showList } from './dom.js';
import { showFaults } from './faults.js';
import { showLog } from './log.js';
import { readState } from './server.js';
import { showSlack } from './slack.js';
import { duration } from './times.js';
import { showWays } from './ways.js';

/** @typedef {import('../state.ts').LocalState} LocalState */

const INTERVAL_MS = 1000;
/** While something is under way. */
const SHORT_INTERVAL_MS = 200;

/** @param {LocalState} state */
function show(state) {
  showList(
    find('services', HTMLElement),
    [...state.services, ...clockOf(state)],
    ({ name }) => name,
    ({ name, where }) => make('li', {}, make('strong', {}, name), ` ${where}`),
  );
  for (const [name, value] of Object.entries(state.figures)) {
    const figure = find(`figure-${name}`, HTMLElement);
    figure.textContent = String(value);
    figure.dataset['value'] = String(value);
  }
  showBoard(state.board);
  showFaults(state.demonstration, state.board);
  showSlack(state.slack, state.services);
  showWays(state.ways);
  showLog(state.log);
}

/**
 * @param {LocalState} state
 * @returns {import('../state.ts').Service[]}
 */
function clockOf({ demonstration }) {
  const { advancedMs = 0 } = demonstration ?? {};
  return advancedMs === 0 ? [] : [{ name: 'Clock', where: `${duration(advancedMs)} ahead` }];
}

/** Shows what is; resolves to how long that may be left so (ms). */
async function look() {
  const trouble = find('trouble', HTMLElement);
  try {
    const state = await readState();
    show(state);
    trouble.hidden = true;
    return state.ways.some(({ outcome }) => outcome === 'open') ? SHORT_INTERVAL_MS : INTERVAL_MS;
  } catch (error) {
    trouble.textContent = `The local run does not tell what happens (${error instanceof Error ? error.message : error}). Is npm start still running? Trying again.`;
    trouble.hidden = false;
    return INTERVAL_MS;
  }
}

let timer = 0;
let looking = Promise.resolve();

/** Looks now, and again from time to time; one look at a time. */
function refresh() {
  clearTimeout(timer);
  looking = looking.then(async () => {
    const wait = await look();
    clearTimeout(timer);
    timer = setTimeout(() => document.hidden || refresh(), wait);
  });
  return looking;
}

document.addEventListener('visibilitychange', () => document.hidden || refresh());
document.addEventListener('edited', refresh);
find('log', HTMLElement).addEventListener('toggle', refresh);
refresh();
