import type { ConfigError } from '../../lambdas/core/config-schema/resolve-config.ts';

export const CONFIG_REMEDY = "Mend the file, or name another: the README's table lists every key.";

/** What is wrong with a configuration, a line for each fault, and in the last one what to do. */
export function configFault({ message }: ConfigError): string {
  return `${message.replace(/\.$/, '')}. ${CONFIG_REMEDY}`;
}
