import * as z from 'zod';
import type { Action } from '../json-protocol.ts';
import { parseSqsInput, requireRange, sqsError } from './errors.ts';
import { QUEUE_ATTRIBUTE_NAMES, type QueueAttributes } from './queue-attributes.ts';
import type { QueueService } from './queue-service.ts';
import type { QueueUrls } from './queue-urls.ts';

const attributes = z.record(z.string(), z.string());
const createInput = z.object({ QueueName: z.string(), Attributes: attributes.optional() });
const urlInput = z.object({ QueueUrl: z.string() });
const getAttributesInput = urlInput.extend({ AttributeNames: z.array(z.string()).optional() });
const setAttributesInput = urlInput.extend({ Attributes: attributes });
const listInput = z.object({
  QueueNamePrefix: z.string().optional(),
  MaxResults: z.number().optional(),
  NextToken: z.string().optional(),
});

/** What is done with queues rather than with messages. */
export function queueActions(queues: QueueService, urls: QueueUrls): Record<string, Action> {
  return {
    CreateQueue(input) {
      const { QueueName, Attributes = {} } = parseSqsInput(createInput, input);
      return { QueueUrl: urls.of(queues.create(QueueName, Attributes).name) };
    },
    GetQueueUrl(input) {
      const { QueueName } = parseSqsInput(createInput, input);
      return { QueueUrl: urls.of(queues.queue(QueueName).name) };
    },
    GetQueueAttributes(input) {
      const { QueueUrl, AttributeNames = [] } = parseSqsInput(getAttributesInput, input);
      return { Attributes: pick(queues.attributes(urls.name(QueueUrl)), AttributeNames) };
    },
    SetQueueAttributes(input) {
      const { QueueUrl, Attributes } = parseSqsInput(setAttributesInput, input);
      queues.setAttributes(urls.name(QueueUrl), Attributes);
      return {};
    },
    ListQueues(input) {
      const { QueueNamePrefix = '', MaxResults, NextToken = '' } = parseSqsInput(listInput, input);
      if (MaxResults !== undefined) requireRange('MaxResults', MaxResults, 1, 1000);
      const names = queues.names().filter((name) => name.startsWith(QueueNamePrefix) && name > NextToken);
      const shown = names.slice(0, MaxResults ?? 1000);
      const more = MaxResults !== undefined && shown.length < names.length;
      return { QueueUrls: shown.map(urls.of), NextToken: more ? shown.at(-1) : undefined };
    },
    DeleteQueue(input) {
      queues.delete(urls.name(parseSqsInput(urlInput, input).QueueUrl));
      return {};
    },
    PurgeQueue(input) {
      queues.purge(urls.name(parseSqsInput(urlInput, input).QueueUrl));
      return {};
    },
  };
}

function pick(all: QueueAttributes, names: readonly string[]): QueueAttributes {
  const unknown = names.find((name) => !QUEUE_ATTRIBUTE_NAMES.includes(name));
  if (unknown !== undefined) throw sqsError('InvalidAttributeName', `there is no queue attribute ${unknown}`);
  if (names.includes('All')) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}
