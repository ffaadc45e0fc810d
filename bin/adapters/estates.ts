import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parameterPrefix } from '../../lambdas/core/names.ts';
import type { Settings } from '../../lambdas/core/settings.ts';
import { lockDirectory } from '../../local/aws/directory-lock.ts';
import { CommandError } from '../commands/command-error.ts';
import type { Estate, Leftover } from '../commands/uninstall/remove-leftovers.ts';
import type { ServiceAccess } from './aws-access.ts';
import { stackStatus } from './deployed-stack.ts';
import { leftParameters } from './left-parameters.ts';
import { leftTables } from './left-tables.ts';

const SUBSCRIPTION = "The webhook subscription in Notion: delete it in the connection's settings, Webhooks.";

const OF_THE_ACCOUNT = [
  SUBSCRIPTION,
  'Backups of the table: AWS keeps the last one for 35 days, without a charge.',
  "CDK's bootstrap stack, CDKToolkit, which other stacks of the account may use.",
];

/**
 * What a deployed stack leaves in its account and Region. Parameters belong to the stage, not to a stack: they
 * stay as long as the stack of the configuration runs, whichever stack was named.
 */
export function deployedEstate(access: ServiceAccess, stackName: string, settings: Settings): Estate {
  const prefix = parameterPrefix(settings.stage);
  return {
    name: stackName,
    async look() {
      const status = await stackStatus(access, stackName);
      if (status !== undefined) {
        throw new CommandError(
          `The stack ${stackName} is still there (${status})`,
          'Run `npx cdk destroy` first, and this again when it has ended.',
        );
      }
      const tables = await leftTables(access, stackName);
      const other =
        stackName === settings.stackName ? undefined : await stackStatus(access, settings.stackName);
      if (other === undefined) {
        return { leftovers: [...tables, ...(await leftParameters(access, prefix))], rest: OF_THE_ACCOUNT };
      }
      const kept = `The parameters below ${prefix}: the stack ${settings.stackName} of the configuration uses them, and is still there (${other}).`;
      return { leftovers: tables, rest: [kept, ...OF_THE_ACCOUNT] };
    },
  };
}

const FOLDER = '.pagebell';

/** What a local run leaves in this directory. */
export function localEstate(settings: Settings): Estate {
  return {
    name: settings.stackName,
    async look() {
      const rest = [SUBSCRIPTION, 'The file .env, which is yours.'];
      if (!existsSync(FOLDER)) return { leftovers: [], rest };
      requireEnded();
      const folder: Leftover = {
        kind: 'folder',
        name: resolve(FOLDER),
        about: 'queue, table, parameters, the simulated workspace and the log',
        remove: () => rm(FOLDER, { recursive: true, force: true }),
      };
      return { leftovers: [folder], rest };
    },
  };
}

/** A run holds the lock of its directory as long as it lives. */
function requireEnded(): void {
  try {
    lockDirectory(join(FOLDER, 'lock'))();
  } catch (cause) {
    throw new CommandError('The local run is still running', 'Stop it with Ctrl-C first.', { cause });
  }
}
