import type { Writable } from 'node:stream';
import { type CANCEL_SYMBOL, confirm, isCancel, multiselect, password, select, text } from '@clack/prompts';
import { slackChannel } from '../../lambdas/core/config-schema/slack-channel.ts';
import { namesOfType } from '../commands/assignee-choice.ts';
import { type Questions, SetupLeft } from '../commands/setup/setup-ports.ts';

const CONNECTIONS = 'https://www.notion.so/developers/connections';
const SLACK = 'https://api.slack.com/apps';

/** Asks the person at the terminal. */
export function terminalQuestions(output: Writable): Questions {
  const yes = async (message: string, initialValue: boolean) =>
    answered(await confirm({ message, initialValue, output }));
  return {
    async workspaceKey(known) {
      const [only, ...others] = known;
      if (only !== undefined && others.length === 0) {
        output.write(`Setting up the workspace ${only}. (A further one: --workspace and a key for it.)\n`);
        return only;
      }
      const message = 'Which workspace? (A further one: leave, and name it with --workspace.)';
      return answered(await select({ message, options: known.map((value) => ({ value })), output }));
    },

    useFound: (what, from) => yes(`There is a ${what} in ${from}. Use it?`, true),

    async notionToken(fault) {
      const message = withFault(fault, `The connection's token, from ${CONNECTIONS}`);
      const validate = (token = '') => (token.trim() ? undefined : 'It begins with ntn_ or secret_.');
      return answered(await password({ message, validate, output }));
    },

    async slack(fault) {
      const wanted = `A Slack bot's token, which begins with xoxb-, or a webhook's address (${SLACK}); empty for none`;
      return answered(await password({ message: withFault(fault, wanted), output })) || undefined;
    },

    async slackChannel(current = '') {
      const message = `Id of the channel that the bot posts into, from the channel's details; empty ${current ? 'for the one that it is' : 'for none'}`;
      const validate = (id = '') =>
        !id.trim() || slackChannel.safeParse(id.trim()).success ? undefined : 'It is like C0123456789.';
      const id = answered(await text({ message, initialValue: current, validate, output })).trim();
      return id === '' || id === current ? undefined : id;
    },

    postTest: () => yes('Post a test message to the channel?', false),

    async dataSources(found, chosen) {
      const all = await yes('Watch every page that the connection can see?', chosen === undefined);
      if (all) return chosen === undefined ? 'as-they-are' : 'all';
      const options = found.map((source) => ({
        value: source.id,
        label: source.name,
        hint: `people: ${namesOfType(source, 'people').join(', ') || 'none'}`,
      }));
      const initialValues = found.map(({ id }) => id).filter((id) => chosen?.includes(id));
      const message = 'Which data sources?';
      return answered(await multiselect({ message, options, initialValues, required: true, output }));
    },

    async assigneeProperty(where, names) {
      const message = `Which people property holds the assignees${where ? ` of ${where}` : ''}?`;
      return answered(await select({ message, options: names.map((value) => ({ value })), output }));
    },

    async write(file, content, isEdited) {
      output.write(`\n${content}\n`);
      const isWished = isEdited
        ? await yes(`${file} says something else. Replace it by this? Its comments would be lost.`, false)
        : await yes(`Write this to ${file}?`, true);
      return isWished ? 'yes' : 'no';
    },
  };
}

function withFault(fault: string | undefined, message: string): string {
  return fault === undefined ? message : `${fault}. ${message}`;
}

function answered<Value>(answer: Value | typeof CANCEL_SYMBOL): Value {
  if (isCancel(answer)) throw new SetupLeft();
  return answer;
}
