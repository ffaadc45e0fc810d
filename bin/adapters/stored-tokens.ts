import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { PARAMETERS } from '../../lambdas/core/names.ts';
import { parseWebhookTokens } from '../../lambdas/core/webhook-tokens.ts';
import { CommandError } from '../commands/command-error.ts';
import type { StoredTokens } from '../commands/connect-ports.ts';
import { reachAws, type ServiceAccess } from './aws-access.ts';

/** The SecureString parameter `<prefix>/<workspace>/webhook-token`. */
export function storedTokens(access: ServiceAccess, prefix: string): StoredTokens {
  const client = new SSMClient(access);
  const nameOf = (workspace: string) => `${prefix}/${workspace}/${PARAMETERS.webhookToken}`;
  return {
    async read(workspace) {
      const Name = nameOf(workspace);
      const value = await reachAws(`read the parameter ${Name}`, async () => {
        try {
          const answer = await client.send(new GetParameterCommand({ Name, WithDecryption: true }));
          return answer.Parameter?.Value;
        } catch (error) {
          if (error instanceof ParameterNotFound) return undefined;
          throw error;
        }
      });
      if (!value) return undefined;
      try {
        return parseWebhookTokens(value);
      } catch {
        // What the parser says would quote the secret.
        throw new CommandError(
          `The parameter ${Name} holds something else than webhook tokens`,
          'Delete the parameter and run the command again.',
        );
      }
    },

    async write(workspace, value) {
      const Name = nameOf(workspace);
      await reachAws(`write the parameter ${Name}`, () =>
        client.send(new PutParameterCommand({ Name, Value: value, Type: 'SecureString', Overwrite: true })),
      );
    },
  };
}
