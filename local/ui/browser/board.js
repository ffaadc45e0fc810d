import { currentAuthor, showAuthors } from './author.js';
import { find, showList, tellEdited, within } from './dom.js';
import { showPeople } from './people.js';
import { createTask } from './server.js';
import { taskElement } from './task.js';

/** @typedef {import('../state.ts').Board} Board */

const form = find('new-task', HTMLFormElement);

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const title = within(form, 'input', HTMLInputElement);
  const output = within(form, 'output', HTMLOutputElement);
  try {
    await createTask(title.value, currentAuthor());
    output.value = 'Added.';
    title.value = '';
    tellEdited(form);
  } catch (error) {
    output.value = `Not added: ${error instanceof Error ? error.message : error}`;
  }
});

/**
 * The simulated workspace; a note instead where Notion is not simulated.
 *
 * @param {Board | undefined} board
 */
export function showBoard(board) {
  find('board', HTMLElement).hidden = board === undefined;
  find('no-board', HTMLElement).hidden = board !== undefined;
  if (!board) return;
  const { name, members, tasks } = board;
  find('tasks-heading', HTMLElement).textContent = name;
  showAuthors(members);
  showPeople(members);
  showList(
    find('tasks', HTMLElement),
    tasks.map((task) => ({ task, members })),
    ({ task }) => task.id,
    taskElement,
  );
}
