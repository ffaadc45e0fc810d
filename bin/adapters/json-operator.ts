import type { Operator } from '../commands/connect-ports.ts';
import type { Output } from '../output.ts';

/** A program in place of a person: told by lines of JSON, and asked nothing. */
export function jsonOperator(output: Output): Operator {
  return {
    showAddress(url, expiresAt, subscribed) {
      output.json({
        event: 'address',
        url,
        expiresAt: new Date(expiresAt).toISOString(),
        ...(subscribed && { api: subscribed }),
      });
    },
    showWaiting(until) {
      output.line(`Waiting for Notion's token until ${new Date(until).toISOString()}`);
      return () => undefined;
    },
    showToken: (token, isAnother) => output.json({ event: 'token', token, isAnother }),
    askVerified: async () => 'yes',
    askRetry: async () => false,
  };
}
