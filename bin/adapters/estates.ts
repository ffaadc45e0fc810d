import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Settings } from '../../lambdas/core/config.ts';
import { parameterPrefix } from '../../lambdas/core/names.ts';
import { lockDirectory } from '../../local/aws/directory-lock.ts';
import { CommandError } from '../commands/command-error.ts';
import type { Estate } from '../commands/uninstall/remove-leftovers.ts';
import type { ServiceAccess } from './aws-access.ts';
import { stackStatus } from './deployed-stack.ts';
import { leftParameters } from './left-parameters.ts';
import { leftTables } from './left-tables.ts';

const SUBSCRIPTION = "The webhook subscription in Notion: delete it in the connection's settings, Webhooks.";

/** What a deployed stack leaves in its account and Region. */
export function deployedEstate(access: ServiceAccess, stackName: string, { stage }: Settings): Estate {
  const prefix = parameterPrefix(stage);
  return {
    name: stackName,
    async leftovers() {
      const status = await stackStatus(access, stackName);
      if (status !== undefined) {
        throw new CommandError(
          `The stack ${stackName} is still there (${status})`,
          'Run `npx cdk destroy` first, and this again when it has ended.',
        );
      }
      return [...(await leftTables(access, stackName)), ...(await leftParameters(access, prefix))];
    },
    rest: [
      SUBSCRIPTION,
      'Backups of the table: AWS keeps the last one for 35 days, without a charge.',
      "CDK's bootstrap stack, CDKToolkit, which other stacks of the account may use.",
    ],
  };
}

const FOLDER = '.pagebell';

/** What a local run leaves in this directory. */
export function localEstate(settings: Settings): Estate {
  return {
    name: settings.stackName,
    async leftovers() {
      if (!existsSync(FOLDER)) return [];
      requireEnded();
      return [
        {
          kind: 'folder',
          name: resolve(FOLDER),
          about: 'queue, table, parameters, the simulated workspace and the log',
          remove: () => rm(FOLDER, { recursive: true, force: true }),
        },
      ];
    },
    rest: [SUBSCRIPTION, 'The file .env, which is yours.'],
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
