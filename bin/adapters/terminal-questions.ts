import type { Writable } from 'node:stream';
import { type CANCEL_SYMBOL, confirm, isCancel, multiselect, password, select, text } from '@clack/prompts';
import { namesOfType } from '../commands/assignee-choice.ts';
import { type Questions, SetupLeft } from '../commands/setup/setup-ports.ts';

const CONNECTIONS = 'https://www.notion.so/developers/connections';
const SLACK = 'https://api.slack.com/messaging/webhooks';
const KEY = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Asks the person at the terminal. */
export function terminalQuestions(output: Writable): Questions {
  const yes = async (message: string, initialValue: boolean) =>
    answered(await confirm({ message, initialValue, output }));
  return {
    async workspaceKey(suggested, known) {
      const message = `Key of the workspace, for routes and names (known: ${known.join(', ')})`;
      const validate = (key = '') =>
        key === '' || KEY.test(key) ? undefined : 'At most 32 lower-case letters, digits and dashes.';
      return answered(
        await text({ message, placeholder: suggested, defaultValue: suggested, validate, output }),
      );
    },

    useFound: (what, from) => yes(`There is a ${what} in ${from}. Use it?`, true),

    async notionToken(fault) {
      const message = withFault(fault, `The connection's token, from ${CONNECTIONS}`);
      const validate = (token = '') => (token.trim() ? undefined : 'It begins with ntn_ or secret_.');
      return answered(await password({ message, validate, output }));
    },

    async slackWebhook(fault) {
      const unusable = fault && `That one cannot be used: ${fault}`;
      const message = withFault(unusable, `A Slack webhook (${SLACK}); empty for no Slack`);
      return answered(await password({ message, output })) || undefined;
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

    write(file, content, isEdited) {
      output.write(`\n${content}\n`);
      return isEdited
        ? yes(`${file} says something else. Replace it by this? Its comments would be lost.`, false)
        : yes(`Write this to ${file}?`, true);
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
