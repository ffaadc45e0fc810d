import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { IngressEnvironment } from '../../lambdas/core/environment.ts';
import { keys } from '../../lambdas/core/keys.ts';
import { PARAMETERS, parameterPrefix } from '../../lambdas/core/names.ts';
import { readParameters } from '../parameters.ts';
import type { PagebellTable } from './pagebell-table.ts';
import { type ServiceContext, ServiceFunction } from './service-function.ts';

interface IngressProps {
  context: ServiceContext;
  events: IQueue;
  table: PagebellTable;
}

/** Takes webhooks in. Of the table it may touch nothing but the items that a handshake is kept in. */
export class Ingress extends ServiceFunction {
  constructor(scope: Construct, id: string, { context, events, table }: IngressProps) {
    super(scope, id, {
      context,
      service: 'ingress',
      description: "Verifies Notion's webhooks and queues them",
      timeout: Duration.seconds(10),
      memoryMegabytes: 512,
      environment: {
        TABLE_NAME: table.tableName,
        QUEUE_URL: events.queueUrl,
        PARAMETER_PREFIX: parameterPrefix(context.settings.stage),
      } satisfies IngressEnvironment,
      permissions: [
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [events.queueArn] }),
        new PolicyStatement({
          actions: ['dynamodb:UpdateItem'],
          resources: [table.tableArn],
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys.handshake('*')] } },
        }),
        readParameters(scope, context.settings, PARAMETERS.webhookToken),
      ],
    });
  }
}
