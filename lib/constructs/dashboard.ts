import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { DashboardEnvironment } from '../../lambdas/core/environment.ts';
import { keys } from '../../lambdas/core/keys.ts';
import { DASHBOARD_KEY, type INDEXES, parameterPrefix } from '../../lambdas/core/names.ts';
import type { PagebellTable } from './pagebell-table.ts';
import { type ServiceContext, ServiceFunction } from './service-function.ts';

interface DashboardProps {
  context: ServiceContext;
  events: IQueue;
  deadLetters: IQueue;
  table: PagebellTable;
}

const READ_INDEXES: readonly (keyof typeof INDEXES)[] = ['due', 'parked', 'recent', 'history'];
/** Neither handshakes nor users. */
const READ_ITEMS = [keys.workspace('*'), keys.hour('*', '*'), keys.page('*', '*')];

/** Shows how things stand, and the pages that comments link to. It may read, and change nothing. */
export class Dashboard extends ServiceFunction {
  constructor(scope: Construct, id: string, { context, events, deadLetters, table }: DashboardProps) {
    const prefix = parameterPrefix(context.settings.stage);
    super(scope, id, {
      context,
      service: 'dashboard',
      description: 'Shows how things stand, and the pages that comments link to',
      timeout: Duration.seconds(10),
      memoryMegabytes: 512,
      environment: {
        TABLE_NAME: table.tableName,
        QUEUE_URL: events.queueUrl,
        DEAD_LETTER_QUEUE_URL: deadLetters.queueUrl,
        PARAMETER_PREFIX: prefix,
      } satisfies DashboardEnvironment,
      permissions: [
        new PolicyStatement({
          actions: ['dynamodb:Query'],
          resources: READ_INDEXES.map((index) => table.indexArn(index)),
        }),
        new PolicyStatement({
          actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
          resources: [table.tableArn],
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': READ_ITEMS } },
        }),
        new PolicyStatement({
          actions: ['sqs:GetQueueAttributes'],
          resources: [events.queueArn, deadLetters.queueArn],
        }),
        new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }),
        new PolicyStatement({
          actions: ['ssm:GetParameter'],
          resources: [
            Stack.of(scope).formatArn({
              service: 'ssm',
              resource: `parameter${prefix}/${DASHBOARD_KEY}`,
            }),
          ],
        }),
      ],
    });
    if (this.role) {
      Validations.of(this.role).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason:
          'CloudWatch has no permission for one metric: it is cloudwatch:GetMetricData of all or of none',
      });
    }
  }
}
