import { currentAuthor } from './author.js';
import { make, richText, showList, tellEdited, within } from './dom.js';
import { give } from './give.js';
import { avatar, memberOf } from './members.js';
import { acceptPeople } from './people.js';
import { assign } from './server.js';
import { clockTime, day, timeElement } from './times.js';

/** @typedef {import('../state.ts').Task} Task */
/** @typedef {import('../state.ts').Member} Member */
/** @typedef {{ task: Task, members: readonly Member[] }} Item */

/** What each element shows. @type {WeakMap<HTMLElement, Item>} */
const items = new WeakMap();

/**
 * A task of the board, which opens to assign people and to read its comments.
 *
 * @param {Item} item
 * @param {HTMLElement | undefined} before the element that shows the task already
 * @returns {HTMLElement}
 */
export function taskElement(item, before) {
  const element = before ?? emptyTask(item);
  items.set(element, item);
  within(element, '.title', HTMLElement).textContent = item.task.title;
  within(element, '.facts', HTMLElement).replaceChildren(...facts(item));
  showChoices(within(element, 'form', HTMLFormElement), item);
  showComments(element, item.task);
  return element;
}

/**
 * @param {Item} item
 */
function emptyTask({ task }) {
  const form = make(
    'form',
    { class: 'assign' },
    make('fieldset', {}, make('legend', {}, 'Assignees'), make('div', { class: 'choices' })),
    make('div', { class: 'save' }, make('button', { type: 'submit' }, 'Save'), make('output', {})),
  );
  form.addEventListener('change', () => showChange(form));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await save(form, task.id);
  });
  const summary = make('summary', {}, make('span', { class: 'title' }), make('span', { class: 'facts' }));
  const comments = make(
    'div',
    { class: 'comments' },
    make('h4', {}, 'Comments'),
    make('ol', {}),
    make('p', { class: 'empty' }, 'None yet.'),
  );
  const element = make('li', {}, make('details', { name: 'task', class: 'task' }, summary, form, comments));
  acceptPeople(element, (person) => {
    const item = items.get(element);
    if (item) void give(item.task, memberOf(person, item.members));
  });
  return element;
}

/**
 * What the closed task shows besides its title.
 *
 * @param {Item} item
 */
function facts({ task, members }) {
  const people = task.assignees.map((id) => {
    const member = memberOf(id, members);
    return make('span', { class: 'person' }, avatar(member, members), member.name);
  });
  const count = task.comments.length;
  return [
    ...(task.status === undefined
      ? []
      : [make('span', { class: 'status', 'data-status': task.status }, task.status)]),
    ...(task.due === undefined ? [] : [make('span', { class: 'due' }, `Due ${day(task.due)}`)]),
    ...(people.length > 0 ? people : [make('span', { class: 'nobody' }, 'Nobody assigned')]),
    ...(count > 0 ? [make('span', { class: 'count' }, count === 1 ? '1 comment' : `${count} comments`)] : []),
  ];
}

/**
 * What was picked and not saved yet stays picked, unless the page's assignees changed meanwhile.
 *
 * @param {HTMLFormElement} form
 * @param {Item} item
 */
function showChoices(form, { task, members }) {
  const assigned = task.assignees.join();
  if (form.dataset['assigned'] === assigned) return;
  form.dataset['assigned'] = assigned;
  const choices = members.filter(({ id, kind }) => kind !== 'bot' || task.assignees.includes(id));
  const left = task.assignees.filter((id) => !members.some((member) => member.id === id));
  showList(
    within(form, '.choices', HTMLElement),
    [...choices, ...left.map((id) => memberOf(id, members))],
    ({ id }) => id,
    (member) => {
      const input = make('input', { type: 'checkbox', name: 'people', value: member.id });
      return make(
        'label',
        { class: 'choice' },
        input,
        avatar(member, members),
        make('span', {}, member.name),
      );
    },
  );
  for (const box of boxesOf(form)) {
    box.defaultChecked = task.assignees.includes(box.value);
    box.checked = box.defaultChecked;
  }
}

/** @param {HTMLFormElement} form */
function showChange(form) {
  const changed = boxesOf(form).filter((box) => box.checked !== box.defaultChecked);
  /** @param {boolean} checked */
  const names = (checked) =>
    changed
      .filter((box) => box.checked === checked)
      .map((box) => box.labels?.[0]?.lastElementChild?.textContent);
  const sentences = [
    ...(names(true).length > 0 ? [`Adds ${names(true).join(', ')}.`] : []),
    ...(names(false).length > 0 ? [`Removes ${names(false).join(', ')}.`] : []),
  ];
  within(form, 'output', HTMLOutputElement).value = sentences.join(' ');
}

/**
 * @param {HTMLFormElement} form
 * @param {string} pageId
 */
async function save(form, pageId) {
  const output = within(form, 'output', HTMLOutputElement);
  const boxes = boxesOf(form);
  if (boxes.every((box) => box.checked === box.defaultChecked)) {
    output.value = 'Nothing to save: pick somebody first.';
    return;
  }
  try {
    await assign(
      pageId,
      boxes.filter((box) => box.checked).map((box) => box.value),
      currentAuthor(),
    );
    output.value = `Saved at ${clockTime(Date.now())}.`;
    tellEdited(form);
  } catch (error) {
    output.value = `Not saved: ${error instanceof Error ? error.message : error}`;
  }
}

/** @param {HTMLFormElement} form */
function boxesOf(form) {
  return [...form.querySelectorAll('input')].filter(({ type }) => type === 'checkbox');
}

/**
 * @param {HTMLElement} element
 * @param {Task} task
 */
function showComments(element, { comments }) {
  within(element, '.comments .empty', HTMLElement).hidden = comments.length > 0;
  showList(
    within(element, '.comments ol', HTMLElement),
    comments,
    ({ id }) => id,
    ({ at, author, text }) =>
      make(
        'li',
        { class: 'comment' },
        make('p', { class: 'byline' }, make('strong', {}, author), ' ', timeElement(at)),
        make('p', { class: 'text' }, ...richText(text)),
      ),
  );
}
