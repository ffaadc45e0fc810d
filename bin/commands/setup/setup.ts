import { Command, InvalidArgumentError } from 'commander';
import { slackChannel } from '../../../lambdas/core/config-schema/slack-channel.ts';
import { canonicalId } from '../../../lambdas/core/ids.ts';
import { parameterPrefix } from '../../../lambdas/core/names.ts';
import { configFile } from '../../adapters/config-file.ts';
import {
  environmentNotionUrl,
  environmentSlackUrl,
  localNotionUrl,
  localSlackUrl,
} from '../../adapters/environment-secrets.ts';
import { askByHttp } from '../../adapters/http.ts';
import { parameterStore } from '../../adapters/parameter-store.ts';
import { terminalQuestions } from '../../adapters/terminal-questions.ts';
import { environmentVault, parameterVault } from '../../adapters/vaults.ts';
import { type Output, openOutput } from '../../output.ts';
import { CommandError } from '../command-error.ts';
import { INTERRUPTED } from '../interruption.ts';
import { awsAccess } from '../target.ts';
import { withTargetOptions } from '../with-target-options.ts';
import { defaultQuestions } from './default-questions.ts';
import { nextSteps } from './next-steps.ts';
import { type SetupOutcome, setUpWorkspace } from './set-up-workspace.ts';
import type { SetupOptions } from './setup-options.ts';
import { type Questions, SetupLeft, type Vault } from './setup-ports.ts';

const HELP = `
Secrets are offered from the environment and .env: NOTION_TOKEN, SLACK_BOT_TOKEN and SLACK_WEBHOOK_URL, for
a further workspace NOTION_TOKEN_<KEY> and so on. They are never taken from the command line, which others can see.`;

export function setupCommand(): Command {
  const command = new Command('setup').description(
    'Sets a workspace up: checks the Notion token and the Slack bot token or webhook, stores them (.env with ' +
      '--local, else in the AWS account), finds the data sources and writes the configuration.',
  );
  return withTargetOptions(command)
    .option('--data-source <id...>', 'watch these data sources only', dataSourceIds)
    .option('--assignee-property <name>', 'people property that holds the assignees')
    .option('--slack-channel <id>', 'channel that the Slack bot posts into', channelId)
    .option('--yes', 'ask nothing: take what is found, and every default')
    .option('--overwrite', 'with --yes: replace a configuration that somebody has edited')
    .addHelpText('after', HELP)
    .action(async (options: SetupOptions) => {
      process.exitCode = await setup(options, openOutput(options));
    });
}

async function setup(options: SetupOptions, output: Output): Promise<number> {
  if (!options.yes && !output.isTerminal) {
    throw new CommandError(
      'There is no terminal to ask in',
      'Add --yes to take what is found, and every default.',
    );
  }
  const config = configFile(options.config);
  const before = await config.read();
  const vault = options.local ? environmentVault() : awsVault(options, before?.settings.stage ?? 'prod');
  const ports = {
    ask: askByHttp,
    notionBaseUrl: options.local ? localNotionUrl() : environmentNotionUrl(),
    slackApiUrl: options.local ? localSlackUrl() : environmentSlackUrl(),
    vault,
    config,
    questions: questionsOf(options, output),
    tell: (line: string) => output.line(coloured(line, output)),
  };
  try {
    const outcome = await setUpWorkspace(
      {
        workspace: options.workspace,
        dataSources: options.dataSource,
        assigneeProperty: options.assigneeProperty,
        slackChannel: options.slackChannel,
      },
      ports,
    );
    report(outcome, options, output);
    return 0;
  } catch (error) {
    if (!(error instanceof SetupLeft)) throw error;
    output.line('Left. Nothing was stored.');
    return INTERRUPTED;
  }
}

function awsVault(options: SetupOptions, stage: string): Vault {
  return parameterVault(parameterStore(awsAccess(options)), parameterPrefix(stage));
}

function questionsOf(options: SetupOptions, output: Output): Questions {
  if (!options.yes) return terminalQuestions(output.people);
  return defaultQuestions({ overwrite: options.overwrite ?? false });
}

const COLOURS = { '✔': 'green', '✘': 'red', '–': 'yellow' } as const;

function coloured(line: string, output: Output): string {
  for (const [mark, colour] of Object.entries(COLOURS)) {
    if (line.startsWith(mark)) return output.style(colour, mark) + line.slice(mark.length);
  }
  return line;
}

function report(outcome: SetupOutcome, options: SetupOptions, output: Output): void {
  const next = nextSteps(outcome, options);
  output.line();
  output.line('What to do next:');
  for (const { command, why } of next) {
    output.line(`  ${output.style('bold', command)}`);
    output.line(`    ${why}`);
  }
  output.json({ ...outcome, next: next.map(({ command }) => command) });
}

function dataSourceIds(id: string, before: string[] = []): string[] {
  const canonical = canonicalId(id);
  if (canonical === undefined)
    throw new InvalidArgumentError('A data source has an id of 32 hexadecimal digits.');
  return [...before, canonical];
}

function channelId(id: string): string {
  if (slackChannel.safeParse(id).success) return id;
  throw new InvalidArgumentError("A channel's id is like C0123456789: it is in its details in Slack.");
}
