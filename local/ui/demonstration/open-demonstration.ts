import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { jobQueue } from '../../../lambdas/adapters/queue.ts';
import { dataSourceStore } from '../../../lambdas/adapters/table/data-sources.ts';
import type { WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import type { AwsClients } from '../../runtime/aws-access.ts';
import type { LambdaFunction } from '../../runtime/lambda-function.ts';
import { Demonstration, type DemonstrationParts } from './demonstration.ts';
import { learnPages } from './learn-pages.ts';

export interface DemonstrationSurroundings
  extends Pick<DemonstrationParts, 'clock' | 'notion' | 'slack' | 'canPassTime'> {
  consumers: readonly Pick<LambdaFunction, 'kill'>[];
  /** The one that is simulated. */
  workspace: WorkspaceSettings | undefined;
  clients: Pick<AwsClients, 'dynamodb' | 'sqs'>;
  names: { tableName: string; queueUrl: string };
}

const IN_FLIGHT_MS = 250;

/** The demonstration of a run, on its own queue and table. */
export function openDemonstration(surroundings: DemonstrationSurroundings): Demonstration {
  const { clock, notion, slack, canPassTime, consumers, workspace, clients, names } = surroundings;
  const dataSources = dataSourceStore({
    client: DynamoDBDocumentClient.from(clients.dynamodb, {
      marshallOptions: { removeUndefinedValues: true },
    }),
    name: names.tableName,
  });
  const queue = jobQueue(clients.sqs, names.queueUrl);
  const ports = { now: () => clock.now(), wait: (ms: number) => sleep(ms), dataSources, queue };
  return new Demonstration({
    clock,
    notion,
    slack,
    canPassTime,
    killConsumer: async () => {
      await Promise.all(consumers.map((consumer) => consumer.kill()));
      // What it had sent just before is on its way still, and meets the faults of the moment that it died.
      await sleep(IN_FLIGHT_MS);
    },
    learnPages: async () => {
      if (!workspace) return;
      for (const { id } of notion.workspace.dataSources()) await learnPages(workspace, id, ports);
    },
  });
}
