/** https://developers.notion.com/reference/status-codes */
export type NotionErrorCode =
  | 'invalid_json'
  | 'invalid_request'
  | 'invalid_request_url'
  | 'missing_version'
  | 'object_not_found'
  | 'rate_limited'
  | 'restricted_resource'
  | 'unauthorized'
  | 'validation_error';

/** A request that the simulated API refuses. */
export class NotionError extends Error {
  override readonly name = 'NotionError';
  readonly status: number;
  readonly code: NotionErrorCode;

  constructor(status: number, code: NotionErrorCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface ErrorBody {
  status: number;
  code: string;
  message: string;
  additional_data?: Readonly<Record<string, string | string[]>> | undefined;
}

/** An error as Notion writes it; `request_id` is that of the `x-notion-request-id` header. */
export function errorBody(error: ErrorBody, requestId: string): object {
  const { status, code, message, additional_data } = error;
  return {
    object: 'error',
    status,
    code,
    message,
    ...(additional_data && { additional_data }),
    request_id: requestId,
  };
}

export function unauthorized(): NotionError {
  return new NotionError(401, 'unauthorized', 'API token is invalid.');
}

export function forbidden(): NotionError {
  return new NotionError(403, 'restricted_resource', 'Insufficient permissions for this endpoint.');
}

export function invalidUrl(): NotionError {
  return new NotionError(400, 'invalid_request_url', 'Invalid request URL.');
}

export function invalid(message: string): NotionError {
  return new NotionError(400, 'validation_error', message);
}

/** The message for something that the connection cannot see, whether or not it exists. */
export function notFound(kind: 'page' | 'block' | 'database' | 'data_source', id: string): NotionError {
  return new NotionError(
    404,
    'object_not_found',
    `Could not find ${kind} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration.`,
  );
}

export function noSuchUser(id: string): NotionError {
  return new NotionError(404, 'object_not_found', `Could not find user with ID: ${id}.`);
}
