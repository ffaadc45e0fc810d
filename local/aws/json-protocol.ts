import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AwsError } from './aws-error.ts';

/** Above every limit of the services: SQS takes 1 MiB of messages, whose JSON may be escaped sixfold. */
const MOST_BODY_BYTES = 8 * 1024 * 1024;

export interface Caller {
  /** Aborted when the caller hangs up, or is cut off because the server closes. */
  signal: AbortSignal;
}

/** Takes the request's JSON and returns the answer's; throws AwsError for an answer that is an error. */
export type Action = (input: unknown, caller: Caller) => object | Promise<object>;

export interface JsonService {
  /** What comes before the dot in `x-amz-target`. */
  target: string;
  contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1';
  actions: Readonly<Record<string, Action>>;
}

interface Answer {
  status: number;
  contentType: string;
  body: object;
  queryCode?: string | undefined;
}

/**
 * Answers POST requests of the AWS JSON protocols 1.0 and 1.1 on any path. Signatures are not checked.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function jsonProtocol(services: readonly JsonService[]): RequestListener {
  return async (request, response) => {
    const hungUp = new AbortController();
    response.once('close', () => hungUp.abort());
    request.on('error', () => hungUp.abort());
    const body = await readBody(request).catch(() => undefined);
    if (hungUp.signal.aborted) return;
    const result = await answer(request, body, { signal: hungUp.signal });
    if (!hungUp.signal.aborted) send(response, result);
  };

  async function answer(request: IncomingMessage, body: string | undefined, caller: Caller): Promise<Answer> {
    const [target = '', name = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    const service = services.find((candidate) => candidate.target === target);
    const contentType = service?.contentType ?? 'application/x-amz-json-1.0';
    try {
      if (body === undefined) throw new AwsError('RequestEntityTooLarge', tooLarge(), { status: 413 });
      const action = service && Object.hasOwn(service.actions, name) ? service.actions[name] : undefined;
      if (!action) throw unknownOperation(request, target, name);
      return { status: 200, contentType, body: await action(parse(body), caller) };
    } catch (error) {
      return { contentType, ...errorAnswer(error) };
    }
  }
}

function tooLarge(): string {
  return `the request is larger than ${MOST_BODY_BYTES} bytes`;
}

function unknownOperation(request: IncomingMessage, target: string, name: string): AwsError {
  const asked = target ? `${target}.${name}` : `${request.method} without the header x-amz-target`;
  return new AwsError(
    'com.amazon.coral.service#UnknownOperationException',
    `${asked} is not one of the operations that the local run offers`,
  );
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AwsError('com.amazon.coral.service#SerializationException', 'the body is not JSON');
  }
}

function errorAnswer(error: unknown): Omit<Answer, 'contentType'> {
  if (error instanceof AwsError) {
    const { type, message, status, queryCode } = error;
    return { status, body: { __type: type, message }, queryCode };
  }
  console.error('the AWS stand-in failed:', error);
  return { status: 500, body: { __type: 'InternalFailure', message: String(error) } };
}

/** Resolves to undefined if the body is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MOST_BODY_BYTES) chunks.push(chunk);
  }
  return length <= MOST_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
}

function send(response: ServerResponse, { status, contentType, body, queryCode }: Answer): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': bytes.length,
    'x-amzn-requestid': randomUUID(),
    ...(queryCode === undefined ? {} : { 'x-amzn-query-error': `${queryCode};Sender` }),
  });
  response.end(bytes);
}
