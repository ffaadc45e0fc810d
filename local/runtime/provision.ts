import { DASHBOARD_KEY, parameterPrefix } from '../../lambdas/core/names.ts';
import { SetupError } from '../setup-error.ts';
import type { Assembly } from './assembly.ts';
import type { AwsClients } from './aws-access.ts';
import type { Scope } from './intrinsics.ts';
import { provisionParameters, storeParameter } from './provision-parameters.ts';
import { type ProvisionedQueue, provisionQueues } from './provision-queues.ts';
import { provisionTables } from './provision-table.ts';
import type { WorkspaceSecrets } from './secrets.ts';

export interface ProvisionOptions {
  assembly: Assembly;
  /** Learns what the queues and tables are. */
  scope: Scope;
  clients: AwsClients;
  secrets: readonly WorkspaceSecrets[];
  /** To sign in to the dashboard with, if it shall ask for one. */
  dashboardKey: string | undefined;
  /** Address of another stand-in than our own. */
  foreignEndpoint: string | undefined;
}

/**
 * Makes the stack's queues, tables and parameters where they are missing; what is there is kept.
 *
 * @throws {SetupError} also when another stand-in does not answer or refuses
 */
export async function provision(options: ProvisionOptions): Promise<ProvisionedQueue[]> {
  const { assembly, scope, clients, secrets, dashboardKey, foreignEndpoint } = options;
  const { template, stackName, settings } = assembly;
  try {
    const queues = await provisionQueues(template, scope, clients.sqs);
    await provisionTables(template, scope, clients.dynamodb, stackName);
    const prefix = parameterPrefix(settings.stage);
    if (dashboardKey) await storeParameter(clients.ssm, `${prefix}/${DASHBOARD_KEY}`, dashboardKey);
    await provisionParameters(clients.ssm, prefix, secrets, {
      // On another stand-in it may have been put there by hand.
      dropSlack: foreignEndpoint === undefined,
    });
    return queues;
  } catch (error) {
    if (error instanceof SetupError || foreignEndpoint === undefined) throw error;
    throw new SetupError(`AWS_ENDPOINT_URL (${foreignEndpoint}): ${reasonOf(error)}`, { cause: error });
  }
}

/** Of a refused connection, Node's error has several causes and no message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}
