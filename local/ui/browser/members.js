import { make } from './dom.js';

/** @typedef {import('../state.ts').Member} Member */

/** Far enough apart to be told from each other. */
const HUE_STEP = 67;

/**
 * @param {string} id
 * @param {readonly Member[]} members
 * @returns {Member}
 */
export function memberOf(id, members) {
  return members.find((member) => member.id === id) ?? { id, name: 'Somebody who left', kind: 'person' };
}

/**
 * A person's or group's initials in their colour, for beside the name.
 *
 * @param {Member} member
 * @param {readonly Member[]} members
 */
export function avatar(member, members) {
  const element = make(
    'span',
    { class: 'avatar', 'data-kind': member.kind, 'aria-hidden': 'true' },
    initials(member.name),
  );
  const index = members.findIndex(({ id }) => id === member.id);
  element.style.setProperty('--hue', String((index * HUE_STEP + 250) % 360));
  return element;
}

/** @param {string} name */
function initials(name) {
  const words = name.split(/\s+/).map((word) => [...word][0] ?? '');
  return [words[0], words.length > 1 ? words.at(-1) : ''].join('').toUpperCase();
}
