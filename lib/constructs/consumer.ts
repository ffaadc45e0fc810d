import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ConsumerEnvironment, NodeEnvironment } from '../../lambdas/core/environment.ts';
import { keys } from '../../lambdas/core/keys.ts';
import { PARAMETERS, parameterPrefix } from '../../lambdas/core/names.ts';
import { readParameters } from '../parameters.ts';
import { sendEmails } from '../send-emails.ts';
import type { PagebellTable } from './pagebell-table.ts';
import { type ServiceContext, ServiceFunction } from './service-function.ts';

/** The queue's visibility time-out follows from it. */
export const CONSUMER_TIMEOUT = Duration.seconds(60);

/** As many messages as SQS hands out of a FIFO queue at once. */
const BATCH_SIZE = 10;

/** For its share of a processor: of the memory it needs a quarter. */
const MEMORY_MEGABYTES = 512;

/**
 * Lambda would let the heap's young part grow to three times 5 % of the memory before anything is collected, for
 * a gain that cannot be measured here. It sets neither bound where the function sets one, hence the second.
 * https://dev.to/wonderfulsoap/deep-dive-into-aws-lambda-3-official-nodejs-runtime-analysis-43je
 */
const BOUNDS_OF_HEAP = `--max-semi-space-size=4 --max-old-space-size=${Math.floor(MEMORY_MEGABYTES * 0.9)}`;

interface ConsumerProps {
  context: ServiceContext;
  events: IQueue;
  deadLetters: IQueue;
  table: PagebellTable;
  dashboardUrl: string;
}

/** Works off the queue: the only function that calls Notion, Slack and Amazon SES. */
export class Consumer extends ServiceFunction {
  constructor(scope: Construct, id: string, props: ConsumerProps) {
    const { context, events, deadLetters, table, dashboardUrl } = props;
    const { settings } = context;
    super(scope, id, {
      context,
      service: 'consumer',
      description:
        'Compares pages, and tells their new assignees by Notion comment, Slack message and e-mail',
      timeout: CONSUMER_TIMEOUT,
      memoryMegabytes: MEMORY_MEGABYTES,
      // It queues its own continuations, a chain that Lambda would cut after some sixteen invocations.
      recursiveLoop: RecursiveLoop.ALLOW,
      ...(settings.reservedConcurrency === 'on' && {
        reservedConcurrentExecutions: settings.workspaces.length,
      }),
      environment: {
        TABLE_NAME: table.tableName,
        QUEUE_URL: events.queueUrl,
        DEAD_LETTER_QUEUE_URL: deadLetters.queueUrl,
        PARAMETER_PREFIX: parameterPrefix(settings.stage),
        DASHBOARD_URL: dashboardUrl,
        NODE_OPTIONS: BOUNDS_OF_HEAP,
      } satisfies ConsumerEnvironment & NodeEnvironment,
      permissions: [
        new PolicyStatement({
          actions: [
            'sqs:ReceiveMessage',
            'sqs:DeleteMessage',
            'sqs:ChangeMessageVisibility',
            'sqs:GetQueueAttributes', // asked for by the event source mapping
            'sqs:SendMessage',
          ],
          resources: [events.queueArn],
        }),
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
        new PolicyStatement({
          actions: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'].map(
            (name) => `dynamodb:${name}`,
          ),
          resources: [table.tableArn],
        }),
        new PolicyStatement({
          actions: ['dynamodb:BatchWriteItem'],
          resources: [table.tableArn],
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys.journalLine('*', '*')] } },
        }),
        readParameters(
          scope,
          settings,
          PARAMETERS.notionToken,
          PARAMETERS.slackWebhookUrl,
          PARAMETERS.slackBotToken,
        ),
        ...sendEmails(scope, settings),
      ],
    });
    this.addEventSourceMapping('Events', {
      eventSourceArn: events.queueArn,
      batchSize: BATCH_SIZE,
      reportBatchItemFailures: true,
    });
  }
}
