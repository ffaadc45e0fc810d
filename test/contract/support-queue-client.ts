import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  type SQSClient,
} from '@aws-sdk/client-sqs';

let made = 0;

/** A queue of its own for each test, so that tests do not see each other's messages. */
export async function createQueue(
  client: SQSClient,
  attributes: Record<string, string> = {},
): Promise<TestQueue> {
  made += 1;
  const name = `test-${process.pid}-${made}.fifo`;
  const Attributes = { FifoQueue: 'true', ...attributes };
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  if (QueueUrl === undefined) throw new Error('CreateQueue answered no address');
  return new TestQueue(client, name, QueueUrl);
}

/** The few calls that nearly every test makes. */
export class TestQueue {
  readonly client: SQSClient;
  readonly name: string;
  readonly url: string;
  #sent = 0;

  constructor(client: SQSClient, name: string, url: string) {
    this.client = client;
    this.name = name;
    this.url = url;
  }

  /** Sends to the group `g` with a deduplication id of its own, unless told otherwise. */
  send(body: string, input: Partial<SendMessageCommandInput> = {}) {
    this.#sent += 1;
    const defaults = { MessageGroupId: 'g', MessageDeduplicationId: `${this.name}-${this.#sent}` };
    return this.client.send(
      new SendMessageCommand({ QueueUrl: this.url, MessageBody: body, ...defaults, ...input }),
    );
  }

  async receive(input: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
    const command = new ReceiveMessageCommand({ QueueUrl: this.url, MaxNumberOfMessages: 10, ...input });
    return (await this.client.send(command)).Messages ?? [];
  }

  async receiveBodies(input: Partial<ReceiveMessageCommandInput> = {}): Promise<(string | undefined)[]> {
    return (await this.receive(input)).map(({ Body }) => Body);
  }

  /** Receives one message, which must be there. */
  async receiveOne(input: Partial<ReceiveMessageCommandInput> = {}): Promise<Message> {
    const [message] = await this.receive({ MaxNumberOfMessages: 1, ...input });
    if (!message) throw new Error(`there is nothing to receive from ${this.name}`);
    return message;
  }

  delete({ ReceiptHandle }: Message) {
    return this.client.send(new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle }));
  }

  async attributes(): Promise<Record<string, string>> {
    const command = new GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: ['All'] });
    return (await this.client.send(command)).Attributes ?? {};
  }

  async arn(): Promise<string> {
    return (await this.attributes())['QueueArn'] ?? '';
  }
}
