import { PARAMETERS } from '../../lambdas/core/names.ts';
import { parseWebhookTokens } from '../../lambdas/core/webhook-tokens.ts';
import { CommandError } from '../commands/command-error.ts';
import type { StoredTokens } from '../commands/connect-ports.ts';
import type { ServiceAccess } from './aws-access.ts';
import { parameterStore } from './parameter-store.ts';

/** The SecureString parameter `<prefix>/<workspace>/webhook-token`. */
export function storedTokens(access: ServiceAccess, prefix: string): StoredTokens {
  const parameters = parameterStore(access);
  const nameOf = (workspace: string) => `${prefix}/${workspace}/${PARAMETERS.webhookToken}`;
  return {
    async read(workspace) {
      const name = nameOf(workspace);
      const value = await parameters.read(name);
      if (value === undefined) return undefined;
      try {
        return parseWebhookTokens(value);
      } catch {
        // What the parser says would quote the secret.
        throw new CommandError(
          `The parameter ${name} holds something else than webhook tokens`,
          'Delete the parameter and run the command again.',
        );
      }
    },

    write: (workspace, value) => parameters.write(nameOf(workspace), value),
  };
}
