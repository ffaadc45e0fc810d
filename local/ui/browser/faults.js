import { currentAuthor } from './author.js';
import { find, make, showList, tellEdited, within } from './dom.js';
import { giveQuietly } from './give.js';
import { passTime, setFault } from './server.js';

/** @typedef {import('../state.ts').Board} Board */
/** @typedef {import('../state.ts').Demonstration} Demonstration */
/** @typedef {import('../state.ts').FaultSwitch} FaultSwitch */
/** @typedef {import('../state.ts').FaultReport} FaultReport */

const QUARTER_OF_AN_HOUR_MS = 15 * 60_000;
/** Of those who were assigned while a fault was on. */
const MOST_SHOWN = 4;

/** @type {Readonly<Record<FaultReport['verdict'], string>>} */
const VERDICT_NAMES = { kept: '✔ Kept', open: 'Under way', broken: '✘ Broken' };

const output = find('demo-output', HTMLOutputElement);

/** @type {Board | undefined} */
let board;

find('assign-somebody', HTMLButtonElement).addEventListener('click', () => tell(assignSomebody));
find('pass-time', HTMLButtonElement).addEventListener('click', () =>
  tell(async () => {
    await passTime(QUARTER_OF_AN_HOUR_MS);
    return '15 minutes have passed.';
  }),
);

/**
 * The fault switches; nothing where Notion is not simulated.
 *
 * @param {Demonstration | undefined} demonstration
 * @param {Board | undefined} latest
 */
export function showFaults(demonstration, latest) {
  board = latest;
  find('break', HTMLElement).hidden = !demonstration;
  find('lead', HTMLElement).hidden = !demonstration;
  if (!demonstration) return;
  const { faults, canPassTime } = demonstration;
  find('pass-time', HTMLElement).hidden = !canPassTime;
  find('no-time', HTMLElement).hidden = canPassTime;
  showList(find('faults', HTMLElement), faults, ({ name }) => name, faultElement);
  for (const [id, fault] of [
    ['notion-fault', 'notion-429'],
    ['slack-fault', 'slack-down'],
  ]) {
    find(id ?? '', HTMLElement).hidden = !faults.some(({ name, on }) => name === fault && on);
  }
}

/**
 * @param {FaultSwitch} fault
 * @param {HTMLElement | undefined} before
 */
function faultElement(fault, before) {
  const element = before ?? emptyFault(fault);
  const { on, report } = fault;
  element.dataset['on'] = String(on);
  const button = within(element, 'button', HTMLButtonElement);
  if (fault.kind !== 'action') button.setAttribute('aria-checked', String(on));
  showReport(within(element, '.report', HTMLElement), report);
  return element;
}

/** @param {FaultSwitch} fault */
function emptyFault({ name, kind, label, promise, expect }) {
  const id = `fault-${name}`;
  const named = { type: 'button', id, 'aria-describedby': `${id}-about` };
  const button =
    kind === 'action'
      ? make('button', { ...named, class: 'second' }, label)
      : make(
          'button',
          {
            ...named,
            class: 'switch',
            role: 'switch',
            'aria-checked': 'false',
            'aria-labelledby': `${id}-label`,
          },
          make('span', { class: 'track', 'aria-hidden': 'true' }),
          make('span', { id: `${id}-label`, class: 'label' }, label),
        );
  button.addEventListener('click', () =>
    tell(async () => {
      const on = kind === 'action' || button.getAttribute('aria-checked') !== 'true';
      await setFault(name, on);
      tellEdited(button);
      return '';
    }),
  );
  return make(
    'li',
    { class: 'fault', 'data-name': name },
    button,
    make(
      'p',
      { id: `${id}-about`, class: 'about' },
      'Tests ',
      make('strong', {}, `“${promise}”`),
      `: ${expect}`,
    ),
    make('div', { class: 'report', role: 'status' }),
  );
}

/**
 * Left alone while it says the same: it would be read aloud again.
 *
 * @param {HTMLElement} element
 * @param {FaultReport | undefined} report
 */
function showReport(element, report) {
  const json = JSON.stringify(report ?? null);
  if (element.dataset['shown'] === json) return;
  element.dataset['shown'] = json;
  delete element.dataset['verdict'];
  element.replaceChildren();
  if (!report) return;
  const { verdict, summary, next, assignments } = report;
  element.dataset['verdict'] = verdict;
  const isTried = verdict !== 'open' || assignments.length > 0;
  element.append(
    make(
      'p',
      {},
      ...(isTried ? [make('strong', { class: 'verdict' }, VERDICT_NAMES[verdict]), ' '] : []),
      make('span', { class: 'summary' }, summary),
      ...(next === undefined ? [] : [' ', make('span', { class: 'next' }, next)]),
    ),
  );
  if (assignments.length === 0) return;
  element.append(
    make(
      'ul',
      { class: 'seen' },
      ...assignments
        .slice(-MOST_SHOWN)
        .map(({ person, page }) => make('li', {}, make('strong', {}, person), ` · ${page}`)),
    ),
  );
}

/** A task with few people, and somebody who does not have it; each at random. */
async function assignSomebody() {
  const { tasks = [], members = [] } = board ?? {};
  const choices = tasks.flatMap((task) =>
    members
      .filter(({ id, kind }) => kind === 'person' && id !== currentAuthor() && !task.assignees.includes(id))
      .map((member) => ({ task, member })),
  );
  const fewest = Math.min(...choices.map(({ task }) => task.assignees.length));
  const best = choices.filter(({ task }) => task.assignees.length === fewest);
  const choice = best[Math.floor(Math.random() * best.length)];
  if (!choice) return 'Everybody has every task already: add a task.';
  return giveQuietly(choice.task, choice.member);
}

/** @param {() => Promise<string>} act that resolves to what came of it */
async function tell(act) {
  try {
    output.value = await act();
    tellEdited(output);
  } catch (error) {
    output.value = `Not done: ${error instanceof Error ? error.message : error}`;
  }
}
