import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ConfigError } from '../lambdas/core/config-schema.ts';
import { CommandError } from './commands/command-error.ts';
import { type ConnectOptions, connect } from './commands/connect.ts';

/** Exit codes: 0, 1 for what a remedy cures, 2 for wrong usage, 130 for Ctrl-C. */
process.exitCode = await run(process.argv);

async function run(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('pagebell')
    .description("The operator's command of Pagebell.")
    .exitOverride()
    .showHelpAfterError('(pagebell --help tells more)');
  program
    .command('connect')
    .description(
      'Connects a Notion workspace: shows the address to register and takes the token that Notion sends.',
    )
    .option('--workspace <key>', 'workspace of the configuration; may be left out if it has only one')
    .addOption(
      new Option('--local', 'connect the local run (npm start) instead of a deployed stack').conflicts([
        'stack',
        'profile',
        'region',
      ]),
    )
    .option('--stack <name>', "name of the deployed stack (default: the configuration's)")
    .option('--profile <name>', 'AWS profile')
    .option('--region <name>', 'AWS Region')
    .option(
      '--public-url <url>',
      'https address of your tunnel or domain, if Notion comes in by one',
      publicUrl,
    )
    .option('--config <file>', 'configuration file', 'pagebell.config.ts')
    .option('--yes', 'make the token active as soon as it comes, without a question')
    .action(async (options: ConnectOptions) => {
      exitCode = await connect(options);
    });
  try {
    await program.parseAsync(args);
    return exitCode;
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has said so itself
  if (error instanceof CommandError) console.error(`pagebell: ${error.message}. ${error.remedy}`);
  else if (error instanceof ConfigError) console.error(error.message);
  else
    console.error(
      `pagebell: unexpected: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`,
    );
  return 1;
}

/** Without a slash at its end. */
function publicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.search || url.hash) {
    throw new InvalidArgumentError('Notion posts only to an address such as https://pagebell.example.com.');
  }
  return url.href.replace(/\/+$/, '');
}
