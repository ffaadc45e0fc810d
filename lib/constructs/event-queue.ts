import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** As high as SQS goes. It must decide nothing: a halted workspace raises it for messages that are in order. */
const MAX_RECEIVE_COUNT = 1000;

/** High-throughput FIFO with 14 days of retention, so that a token revoked on a Friday costs nothing. */
const QUEUE = {
  fifo: true,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  retentionPeriod: Duration.days(14),
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  removalPolicy: RemovalPolicy.DESTROY,
} satisfies QueueProps;

/** The queue of jobs, one message group for each workspace, and the queue of what was given up. */
export class EventQueue extends Construct {
  readonly events: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: { consumerTimeout: Duration }) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...QUEUE,
      queueName: `${stackName}-dead-letters.fifo`,
    });
    this.events = new Queue(this, 'Events', {
      ...QUEUE,
      queueName: `${stackName}-events.fifo`,
      // AWS advises six times the time-out; a consumer that died would lock its workspace for that long.
      visibilityTimeout: props.consumerTimeout.plus(props.consumerTimeout),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
  }
}
