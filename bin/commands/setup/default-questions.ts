import { CommandError } from '../command-error.ts';
import type { Questions } from './setup-ports.ts';

/**
 * The answers of `--yes`: uses what is found, watches what was watched, and replaces no configuration that
 * somebody has edited, unless told to.
 */
export function defaultQuestions({ overwrite }: { overwrite: boolean }): Questions {
  return {
    workspaceKey: async (known) => {
      const [only, ...others] = known;
      if (only !== undefined && others.length === 0) return only;
      throw new CommandError(
        'Several workspaces are configured',
        `Name one with --workspace: ${known.join(', ')}.`,
      );
    },
    useFound: async () => true,
    notionToken: async (fault, variable) => {
      throw new CommandError(
        fault ?? 'There is no Notion token',
        `Set ${variable} to that of your connection, from https://www.notion.so/developers/connections.`,
      );
    },
    slack: async (fault, variable) => {
      if (fault === undefined) return undefined;
      throw new CommandError(fault, `Set ${variable} to a live one, or leave it out. Nothing was stored.`);
    },
    slackChannel: async () => undefined,
    postTest: async () => false,
    dataSources: async () => 'as-they-are',
    assigneeProperty: async () => undefined,
    write: async (_file, _text, isEdited) => (isEdited && !overwrite ? 'edited' : 'yes'),
  };
}
