import {
  DeleteParameterCommand,
  ParameterNotFound,
  paginateGetParametersByPath,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { Leftover } from '../commands/uninstall/remove-leftovers.ts';
import { reachAws, type ServiceAccess } from './aws-access.ts';

/** All parameters below a prefix. Their values stay encrypted. */
export async function leftParameters(access: ServiceAccess, prefix: string): Promise<Leftover[]> {
  const client = new SSMClient(access);
  return reachAws(`list the parameters below ${prefix}`, async () => {
    const names: string[] = [];
    const pages = paginateGetParametersByPath({ client }, { Path: prefix, Recursive: true });
    for await (const { Parameters = [] } of pages)
      names.push(...Parameters.flatMap(({ Name }) => Name ?? []));
    return names.sort().map(
      (name): Leftover => ({
        kind: 'parameter',
        name,
        about: 'a secret, which every stack of the stage uses',
        remove: () => reachAws(`delete the parameter ${name}`, () => remove(name, client)),
      }),
    );
  });
}

async function remove(Name: string, client: SSMClient): Promise<void> {
  try {
    await client.send(new DeleteParameterCommand({ Name }));
  } catch (error) {
    if (!(error instanceof ParameterNotFound)) throw error; // else somebody was faster
  }
}
