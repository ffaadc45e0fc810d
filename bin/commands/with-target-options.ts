import { type Command, Option } from 'commander';
import { CONFIG_FILE } from '../../lib/settings.ts';

/** Gives a command the options of `TargetOptions`, and `--json`. */
export function withTargetOptions(command: Command): Command {
  return command
    .option('--workspace <key>', 'workspace of the configuration; may be left out if it has only one')
    .addOption(
      new Option('--local', 'the local run (npm start) instead of a deployed stack').conflicts([
        'stack',
        'profile',
        'region',
      ]),
    )
    .option('--stack <name>', "name of the deployed stack (default: the configuration's)")
    .option('--profile <name>', 'AWS profile')
    .option('--region <name>', 'AWS Region')
    .option('--config <file>', 'configuration file', CONFIG_FILE)
    .option('--json', 'JSON on stdout, and everything for people on stderr');
}
