import { sqsError } from './errors.ts';

/** Tells one receive of one message. */
export interface Receipt {
  queue: string;
  /** The message's number in its queue. */
  sequence: number;
  /** Made anew by each receive. */
  nonce: string;
}

/** Opaque to clients, like those of the service. */
export function encodeReceipt({ queue, sequence, nonce }: Receipt): string {
  return Buffer.from(`${queue}/${sequence}/${nonce}`).toString('base64');
}

/** @throws {AwsError} ReceiptHandleIsInvalid, for what is not a handle of this queue */
export function decodeReceipt(handle: string, queue: string): Receipt {
  const [of, sequence, nonce] = Buffer.from(handle, 'base64').toString('utf8').split('/');
  if (of !== queue || !/^\d+$/.test(sequence ?? '') || !nonce) {
    throw sqsError('ReceiptHandleIsInvalid', `${handle} is not a receipt handle of the queue ${queue}`);
  }
  return { queue, sequence: Number(sequence), nonce };
}
