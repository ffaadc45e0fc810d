import { currentAuthor } from './author.js';
import { find, tellEdited } from './dom.js';
import { assign } from './server.js';

/** @typedef {import('../state.ts').Task} Task */
/** @typedef {import('../state.ts').Member} Member */

/**
 * Gives a task to one person more, and tells below the board what came of it.
 *
 * @param {Task} task
 * @param {Member} member
 */
export async function give(task, member) {
  const output = find('board-output', HTMLOutputElement);
  output.value = await giveQuietly(task, member);
}

/**
 * @param {Task} task
 * @param {Member} member
 * @returns {Promise<string>} what came of it, for people to read
 */
export async function giveQuietly(task, member) {
  if (task.assignees.includes(member.id)) return `${member.name} has “${task.title}” already.`;
  try {
    await assign(task.id, [...task.assignees, member.id], currentAuthor());
    tellEdited(document.body);
    const given = `${member.name} was given “${task.title}”.`;
    return member.id === currentAuthor() ? `${given} Who takes a task is not told of it.` : given;
  } catch (error) {
    return `Not saved: ${error instanceof Error ? error.message : error}`;
  }
}
