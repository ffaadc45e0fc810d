import { CommandError } from '../command-error.ts';
import type { Questions } from './setup-ports.ts';

/**
 * The answers of `--yes`: uses what is found, watches what was watched, and replaces no configuration that
 * somebody has edited, unless told to.
 *
 * @param variables names of those that would hold the secrets
 */
export function defaultQuestions(
  variables: { notionToken: string; slackWebhookUrl: string },
  { overwrite }: { overwrite: boolean },
): Questions {
  return {
    workspaceKey: async (suggested, known) => {
      if (known.length <= 1) return suggested;
      throw new CommandError(
        'Several workspaces are configured',
        `Name one with --workspace: ${known.join(', ')}.`,
      );
    },
    useFound: async () => true,
    notionToken: async (fault) => {
      throw new CommandError(
        fault ?? 'There is no Notion token',
        `Set ${variables.notionToken} to that of your connection, from https://www.notion.so/developers/connections.`,
      );
    },
    slackWebhook: async (fault) => {
      if (fault === undefined) return undefined;
      throw new CommandError(
        `The Slack webhook cannot be used: ${fault}`,
        `Set ${variables.slackWebhookUrl} to a live one, or leave it out.`,
      );
    },
    postTest: async () => false,
    dataSources: async () => 'as-they-are',
    assigneeProperty: async () => undefined,
    write: async (_file, _text, isEdited) => !isEdited || overwrite,
  };
}
