import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ACCOUNT } from '../aws/identity.ts';
import type { MatchedRoute } from './routes.ts';

export interface ReceivedRequest {
  request: IncomingMessage;
  body: Buffer;
  /** Decoded: API Gateway hands `rawPath` over decoded, unlike the query. */
  path: string;
  rawQueryString: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Of the one API that there is. */
const API_ID = 'local';
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml))\s*(;|$))/i;

/**
 * The event of an HTTP API, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toHttpEvent(
  { request, body, path, rawQueryString, at }: ReceivedRequest,
  { route, pathParameters }: MatchedRoute,
): APIGatewayProxyEventV2 {
  const { cookie, ...headers } = request.headersDistinct;
  const cookies = cookie?.flatMap((each) => each.split(/;\s*/)).filter(Boolean);
  const isText = TEXT_TYPES.test(request.headers['content-type'] ?? '') && !headers['content-encoding'];
  const domainName = request.headers.host ?? '';
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString,
    ...(cookies && { cookies }),
    headers: joinAll(Object.entries(headers)),
    ...(rawQueryString && { queryStringParameters: toQuery(rawQueryString) }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: API_ID,
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      http: {
        method: request.method ?? '',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: '$default',
      time: toLogTime(at),
      timeEpoch: at,
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

function toQuery(rawQueryString: string): Record<string, string> {
  const query = new URLSearchParams(rawQueryString);
  return joinAll([...new Set(query.keys())].map((name) => [name, query.getAll(name)] as const));
}

/** Several values of one name become one text with commas. */
function joinAll(
  entries: Iterable<readonly [string, readonly string[] | undefined]>,
): Record<string, string> {
  return Object.fromEntries([...entries].map(([name, values = []]) => [name, values.join(',')]));
}

/** As in access logs: `22/Nov/2026:19:18:50 +0000`. */
function toLogTime(at: number): string {
  const [, day, month, year, time] = new Date(at).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
