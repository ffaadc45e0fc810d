import { createHash } from 'node:crypto';
import * as z from 'zod';
import { invalidParameter } from './errors.ts';

/** Binary values are base64, as they travel. */
export const messageAttributesSchema = z.record(
  z.string(),
  z.object({
    DataType: z.string(),
    StringValue: z.string().optional(),
    BinaryValue: z.string().optional(),
  }),
);

export type MessageAttributes = z.infer<typeof messageAttributesSchema>;
type MessageAttribute = MessageAttributes[string];

const MOST_ATTRIBUTES = 10;
const NAME = /^(?!aws\.|amazon\.|\.)(?!.*\.\.)(?!.*\.$)[\w.-]{1,256}$/i;
const DATA_TYPE = /^(?:String|Number|Binary)(?:\..+)?$/;
/** What says in the digest how a value is written. */
const TRANSPORT = { StringValue: 1, BinaryValue: 2 } as const;

/** @throws {AwsError} naming the first attribute that SQS would not take */
export function checkAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > MOST_ATTRIBUTES) {
    throw invalidParameter(
      `${entries.length} message attributes: a message holds at most ${MOST_ATTRIBUTES}`,
    );
  }
  for (const [name, attribute] of entries) {
    const fault = attributeFault(name, attribute);
    if (fault) throw invalidParameter(`the message attribute ${name}: ${fault}`);
  }
}

function attributeFault(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute) {
  if (!NAME.test(name)) return 'its name is not one that SQS takes';
  if (!DATA_TYPE.test(DataType)) return `its type ${DataType} is not String, Number or Binary`;
  const value = DataType.startsWith('Binary') ? BinaryValue : StringValue;
  if (!value) return `a value of the type ${DataType} is missing or empty`;
  if (DataType.startsWith('Number') && !Number.isFinite(Number(value))) return `${value} is no number`;
  return undefined;
}

/** Bytes that count towards the size of a message: names, types and values. */
export function attributesSize(attributes: MessageAttributes): number {
  return Object.entries(attributes)
    .flatMap(([name, attribute]) => [
      Buffer.from(name),
      Buffer.from(attribute.DataType),
      encodedValue(attribute).bytes,
    ])
    .reduce((sum, bytes) => sum + bytes.length, 0);
}

/**
 * The digest that SDKs compare with their own.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 *
 * @returns undefined where there is no attribute
 */
export function attributesMd5(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const digest = createHash('md5');
  const addSized = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    digest.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    const { bytes, transport } = encodedValue(attribute);
    addSized(Buffer.from(name));
    addSized(Buffer.from(attribute.DataType));
    digest.update(Buffer.from([transport]));
    addSized(bytes);
  }
  return digest.digest('hex');
}

export function bodyMd5(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/** @param wanted names, `All`, `.*`, or prefixes that end in `.*` */
export function pickAttributes(attributes: MessageAttributes, wanted: readonly string[]): MessageAttributes {
  const picks = (name: string) =>
    wanted.some(
      (pattern) =>
        pattern === 'All' ||
        pattern === name ||
        (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => picks(name)));
}

function encodedValue({ DataType, StringValue = '', BinaryValue = '' }: MessageAttribute) {
  return DataType.startsWith('Binary')
    ? { bytes: Buffer.from(BinaryValue, 'base64'), transport: TRANSPORT.BinaryValue }
    : { bytes: Buffer.from(StringValue), transport: TRANSPORT.StringValue };
}
