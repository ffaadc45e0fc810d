import { find, make, showList } from './dom.js';
import { avatar } from './members.js';

/** @typedef {import('../state.ts').Member} Member */

/** Of what is dragged: the id of a member. */
const KIND = 'application/x-pagebell-member';

/**
 * Whoever can be dragged onto a task. Who uses no mouse opens the task instead.
 *
 * @param {readonly Member[]} members
 */
export function showPeople(members) {
  showList(
    find('people', HTMLElement),
    members.filter(({ kind }) => kind !== 'bot'),
    ({ id }) => id,
    (member) => {
      const chip = make('li', { draggable: 'true' }, avatar(member, members), firstName(member));
      chip.addEventListener('dragstart', ({ dataTransfer }) => {
        dataTransfer?.setData(KIND, member.id);
        if (dataTransfer) dataTransfer.effectAllowed = 'copy';
      });
      return chip;
    },
  );
}

/**
 * Lets people be dropped on an element.
 *
 * @param {HTMLElement} element
 * @param {(person: string) => void} onDrop given the member's id
 */
export function acceptPeople(element, onDrop) {
  element.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes(KIND)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    element.classList.add('target');
  });
  element.addEventListener('dragleave', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && element.contains(relatedTarget)))
      element.classList.remove('target');
  });
  element.addEventListener('drop', (event) => {
    element.classList.remove('target');
    const person = event.dataTransfer?.getData(KIND);
    if (!person) return;
    event.preventDefault();
    onDrop(person);
  });
}

/** @param {Member} member */
function firstName({ name }) {
  return name.split(' ')[0] ?? name;
}
