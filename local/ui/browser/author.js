import { find, make, showList } from './dom.js';

/** @typedef {import('../state.ts').Member} Member */

const author = find('author', HTMLSelectElement);

/** @param {readonly Member[]} members of whom the persons can be chosen */
export function showAuthors(members) {
  const persons = members.filter(({ kind }) => kind === 'person');
  showList(
    author,
    persons,
    ({ id }) => id,
    ({ id, name }) => make('option', { value: id }, name),
  );
}

/** Whose edits the page makes: the id of a person. */
export function currentAuthor() {
  return author.value;
}
