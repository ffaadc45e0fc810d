import { ACCOUNT } from '../identity.ts';

/** Addresses of queues. Only the name counts in one that comes in: the port changes from run to run. */
export interface QueueUrls {
  of(queueName: string): string;
  name(queueUrl: string): string;
}

/** @param origin of the endpoint, without a slash at its end */
export function queueUrls(origin: string): QueueUrls {
  return {
    of: (queueName) => `${origin}/${ACCOUNT}/${queueName}`,
    name: (queueUrl) => queueUrl.slice(queueUrl.lastIndexOf('/') + 1),
  };
}
