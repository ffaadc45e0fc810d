/** An answer that a client's SDK turns into the exception of that name. */
export class AwsError extends Error {
  /** The shape's name, with its namespace where the service sends one: the body's `__type`. */
  readonly type: string;
  readonly status: number;
  /** The code of the older Query protocol, which SQS still sends in a header. */
  readonly queryCode: string | undefined;

  constructor(type: string, message: string, { status = 400, queryCode }: AwsErrorOptions = {}) {
    super(message);
    this.name = type.slice(type.indexOf('#') + 1);
    this.type = type;
    this.status = status;
    this.queryCode = queryCode;
  }
}

interface AwsErrorOptions {
  status?: number;
  queryCode?: string;
}
