import { find, make, richText, showList } from './dom.js';
import { timeElement } from './times.js';

/** @typedef {import('../state.ts').SlackPost} SlackPost */
/** @typedef {import('../state.ts').Service} Service */

/**
 * The simulated channel; a note instead where Slack is real or off.
 *
 * @param {readonly SlackPost[] | undefined} posts
 * @param {readonly Service[]} services
 */
export function showSlack(posts, services) {
  find('channel', HTMLElement).hidden = posts === undefined;
  const note = find('no-channel', HTMLElement);
  note.hidden = posts !== undefined;
  if (!posts) {
    const where = services.find(({ name }) => name === 'Slack')?.where ?? 'off';
    note.textContent =
      where === 'off'
        ? 'Slack is off: set SLACK_WEBHOOK_URL or SLACK_BOT_TOKEN to turn it on.'
        : `Messages go to ${where}: read them there.`;
    return;
  }
  find('no-posts', HTMLElement).hidden = posts.length > 0;
  showList(
    find('posts', HTMLElement),
    posts,
    ({ id }) => id,
    ({ at, to, text }) =>
      make(
        'li',
        {},
        make(
          'p',
          { class: 'byline' },
          make('strong', {}, 'Pagebell'),
          make('span', { class: 'app' }, 'APP'),
          ...(to === undefined ? [] : [make('span', {}, `to ${to}`)]),
          timeElement(at),
        ),
        make('p', { class: 'text' }, ...richText(text)),
      ),
  );
}
