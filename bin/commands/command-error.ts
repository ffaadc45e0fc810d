/** What stops a command, told in one line: what is wrong, and what to do about it. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** AWS, or what stands in for it, does not answer: the same call may succeed a moment later. */
export class Unreachable extends CommandError {
  override readonly name = 'Unreachable';
}
