import type { ConfigError } from '../../lambdas/core/config-schema/resolve-config.ts';

export const CONFIG_REMEDY =
  'Correct the configuration file; the README lists its keys under "Configuration".';

/** What is wrong with a configuration, a line for each fault, and in the last one what to do. */
export function configFault({ message }: ConfigError): string {
  return `${message}${/[.?]$/.test(message) ? '' : '.'} ${CONFIG_REMEDY}`;
}
