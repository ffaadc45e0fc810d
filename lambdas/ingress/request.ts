import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** A POST to a webhook route. */
export interface WebhookRequest {
  /** The workspace named in the path; undefined for the first one. */
  workspace: string | undefined;
  /** `X-Notion-Signature`. */
  signature: string | undefined;
  /** The `setup` parameter of the address: `pagebell connect` made it. */
  setupKey: string | undefined;
  /** The bytes as they came. */
  body: Buffer;
}

export interface WebhookResponse {
  status: 200 | 400 | 401 | 404 | 413 | 503;
  body: Readonly<Record<string, unknown>>;
  retryAfterSeconds?: number;
}

export function toRequest(event: APIGatewayProxyEventV2): WebhookRequest {
  const header = Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'x-notion-signature');
  return {
    workspace: event.pathParameters?.['workspace'],
    signature: header?.[1],
    setupKey: event.queryStringParameters?.['setup'],
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

export function toResult({
  status,
  body,
  retryAfterSeconds,
}: WebhookResponse): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/json',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify(body),
  };
}
