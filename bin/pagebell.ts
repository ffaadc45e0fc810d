import { Command, CommanderError } from 'commander';
import { ConfigError } from '../lambdas/core/config-schema/resolve-config.ts';
import { backfillCommand } from './commands/backfill/backfill.ts';
import { CommandError } from './commands/command-error.ts';
import { configFault } from './commands/config-fault.ts';
import { connectCommand } from './commands/connect.ts';
import { dashboardKeyCommand } from './commands/dashboard-key.ts';
import { dlqCommand } from './commands/dlq/dlq.ts';
import { doctorCommand } from './commands/doctor/doctor.ts';
import { eventsCommand } from './commands/events/events.ts';
import { peopleCommand } from './commands/people/people.ts';
import { sendTestCommand } from './commands/send-test/send-test.ts';
import { setupCommand } from './commands/setup/setup.ts';
import { uninstallCommand } from './commands/uninstall/uninstall.ts';
import { inOneLine } from './commands/words.ts';

// Whoever reads may have read enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

/**
 * Exit codes: 0; 1 for what a remedy cures, told on stderr; 2 for wrong usage; 130 for Ctrl-C. A command's
 * action says so with `process.exitCode`, or by throwing.
 */
const program = new Command('pagebell')
  .description("The operator's command of Pagebell.")
  .exitOverride()
  .showHelpAfterError('(pagebell --help tells more)');
program.addCommand(setupCommand());
program.addCommand(doctorCommand());
program.addCommand(connectCommand());
program.addCommand(backfillCommand());
program.addCommand(peopleCommand());
program.addCommand(eventsCommand());
program.addCommand(sendTestCommand());
program.addCommand(dlqCommand());
program.addCommand(dashboardKeyCommand());
program.addCommand(uninstallCommand());
inheritSettings(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = explain(error);
}

/** Commands that are made elsewhere inherit nothing by themselves. */
function inheritSettings(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inheritSettings(child);
  }
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has said so itself
  for (const line of linesOf(error)) console.error(`pagebell: ${inOneLine(line)}`);
  return 1;
}

function linesOf(error: unknown): string[] {
  if (error instanceof CommandError) return [`${error.message}. ${error.remedy}`];
  if (error instanceof ConfigError) return configFault(error).split('\n');
  return [`unexpected: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`];
}
