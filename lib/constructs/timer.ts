import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { TimerEnvironment } from '../../lambdas/core/environment.ts';
import { keys } from '../../lambdas/core/keys.ts';
import type { PagebellTable } from './pagebell-table.ts';
import { type ServiceContext, ServiceFunction } from './service-function.ts';

interface TimerProps {
  context: ServiceContext;
  events: IQueue;
  table: PagebellTable;
}

/** Queues each minute what is due. A tick that failed is not repeated: the next one finds the same. */
export class Timer extends ServiceFunction {
  constructor(scope: Construct, id: string, { context, events, table }: TimerProps) {
    super(scope, id, {
      context,
      service: 'timer',
      description: 'Queues each minute what is due',
      timeout: Duration.seconds(50),
      memoryMegabytes: 256,
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
      environment: {
        TABLE_NAME: table.tableName,
        QUEUE_URL: events.queueUrl,
      } satisfies TimerEnvironment,
      permissions: [
        new PolicyStatement({ actions: ['dynamodb:Query'], resources: [table.indexArn('due')] }),
        new PolicyStatement({
          actions: ['dynamodb:GetItem'],
          resources: [table.tableArn],
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys.workspace('*')] } },
        }),
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [events.queueArn] }),
      ],
    });
    this.runEveryMinute();
  }

  private runEveryMinute(): void {
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.functionArn] }),
    );
    new Schedule(this, 'EveryMinute', {
      description: 'Wakes the timer',
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(this, {
        role: role.withoutPolicyUpdates(), // the target would add every version and alias of the function
        retryAttempts: 0,
        maxEventAge: Duration.minutes(1),
      }),
    });
  }
}
