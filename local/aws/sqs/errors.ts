import { AwsError } from '../aws-error.ts';
import { type InputErrors, parseInput } from '../parse-input.ts';

/** Shape names of the service's model, with what else a client sees: status and code of the Query protocol. */
const MODELLED = {
  BatchEntryIdsNotDistinct: { queryCode: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct' },
  BatchRequestTooLong: { queryCode: 'AWS.SimpleQueueService.BatchRequestTooLong' },
  EmptyBatchRequest: { queryCode: 'AWS.SimpleQueueService.EmptyBatchRequest' },
  InvalidAttributeName: { queryCode: 'InvalidAttributeName' },
  InvalidAttributeValue: { queryCode: 'InvalidAttributeValue' },
  InvalidBatchEntryId: { queryCode: 'AWS.SimpleQueueService.InvalidBatchEntryId' },
  InvalidMessageContents: { queryCode: 'InvalidMessageContents' },
  PurgeQueueInProgress: { queryCode: 'AWS.SimpleQueueService.PurgeQueueInProgress', status: 403 },
  QueueDoesNotExist: { queryCode: 'AWS.SimpleQueueService.NonExistentQueue' },
  QueueNameExists: { queryCode: 'QueueAlreadyExists' },
  ReceiptHandleIsInvalid: { queryCode: 'ReceiptHandleIsInvalid', status: 404 },
  ResourceNotFoundException: { queryCode: 'ResourceNotFoundException', status: 404 },
  TooManyEntriesInBatchRequest: { queryCode: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest' },
  UnsupportedOperation: { queryCode: 'AWS.SimpleQueueService.UnsupportedOperation' },
} as const;

export function sqsError(shape: keyof typeof MODELLED, message: string): AwsError {
  return new AwsError(`com.amazonaws.sqs#${shape}`, message, MODELLED[shape]);
}

/** The model does not know the next two; the service sends them all the same. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('com.amazon.coral.service#InvalidParameterValueException', message, {
    queryCode: 'InvalidParameterValue',
  });
}

export function missingParameter(name: string): AwsError {
  return new AwsError(
    'com.amazon.coral.service#MissingRequiredParameterException',
    `the request must contain the parameter ${name}`,
    { queryCode: 'MissingParameter' },
  );
}

const INPUT_ERRORS: InputErrors = {
  missing: missingParameter,
  wrongType: (parameter, reason) => invalidParameter(`${parameter}: ${reason}`),
};

export function parseSqsInput<T>(schema: Parameters<typeof parseInput<T>>[0], input: unknown): T {
  return parseInput(schema, input, INPUT_ERRORS);
}

/** @throws {AwsError} naming the parameter and its range */
export function requireRange(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw invalidParameter(`${name} is ${value}: it must be a whole number from ${least} to ${most}`);
}
