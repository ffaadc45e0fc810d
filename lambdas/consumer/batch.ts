import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { GivenBack, Message } from './message.ts';

/** The messages of a batch, as Lambda's event source hands them over. */
export function fromSqs(event: SQSEvent): Message[] {
  return event.Records.map(({ messageId, body, attributes, receiptHandle }) => ({
    id: messageId,
    body,
    group: attributes.MessageGroupId,
    receiveCount: Number(attributes.ApproximateReceiveCount),
    receiptHandle,
  }));
}

/** What is named here comes again; Lambda deletes all other messages of the batch. */
export function toSqs(givenBack: readonly GivenBack[]): SQSBatchResponse {
  return { batchItemFailures: givenBack.map(({ message }) => ({ itemIdentifier: message.id })) };
}
