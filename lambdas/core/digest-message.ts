import { fillText } from './placeholders.ts';
import {
  hintOf,
  MOST_SLACK_CHARACTERS,
  type SlackMessage,
  type SlackText,
  sectionOf,
} from './slack-message.ts';

/**
 * Slack refuses a message whose blocks hold too much together, and publishes no number: from some 11,000
 * characters on it was seen to (https://github.com/slackapi/bolt-js/issues/2867).
 */
const MOST_LISTED_CHARACTERS = 9000;
const BULLET = '• ';

/** How many of the lines, from the first one on, one message has room for: at least one. */
export function fitting(lines: readonly SlackText[]): number {
  let characters = 0;
  const cut = lines.findIndex(({ mrkdwn }) => {
    characters += BULLET.length + mrkdwn.length + 1;
    return characters > MOST_LISTED_CHARACTERS;
  });
  return cut === -1 ? lines.length : Math.max(1, cut);
}

/**
 * One message that tells a list of things.
 *
 * @param header mrkdwn; `{count}` is the number of things
 * @param lines as many as fit
 * @param unlisted how many more there are, and what says so: `{count}`
 */
export function listMessage(
  header: string,
  lines: readonly SlackText[],
  muteHint: string,
  unlisted: { count: number; text: string } = { count: 0, text: '' },
): SlackMessage {
  const title = fillText(header, { count: String(lines.length + unlisted.count) });
  const rest = unlisted.count > 0 ? [fillText(unlisted.text, { count: String(unlisted.count) })] : [];
  const list = packed([...lines.map(({ mrkdwn }) => bulleted(mrkdwn)), ...rest]);
  const sections = [...(title === '' ? [] : [title]), ...list];
  return {
    text: [title.replaceAll('*', ''), ...lines.map(({ plain }) => plain), ...rest].join('\n').trim(),
    blocks: [...sections.map(sectionOf), ...hintOf(muteHint)],
  };
}

/** A line that fills a section on its own goes without. */
function bulleted(line: string): string {
  return BULLET.length + line.length > MOST_SLACK_CHARACTERS ? line : BULLET + line;
}

/** As few texts as hold the lines, none longer than a section's. */
function packed(lines: readonly string[]): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    const joined = last === undefined ? line : `${last}\n${line}`;
    if (last === undefined || joined.length > MOST_SLACK_CHARACTERS) texts.push(line);
    else texts[texts.length - 1] = joined;
  }
  return texts;
}
