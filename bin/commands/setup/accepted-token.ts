import { PARAMETERS } from '../../../lambdas/core/names.ts';
import { CommandError } from '../command-error.ts';
import { complaint } from '../notion-answer.ts';
import { type Connection, NotionView } from '../notion-view.ts';
import { candidatesOf, MOST_TRIES, type Place } from './found-secrets.ts';
import type { NewSecret, SetupPorts } from './setup-ports.ts';

interface Accepted {
  view: NotionView;
  connection: Connection;
  /** Undefined if it is stored already. */
  secret: NewSecret | undefined;
}

/** A token that Notion accepts: one that is there, else one that is asked for. */
export async function acceptedToken(place: Place, ports: SetupPorts): Promise<Accepted> {
  const { ask, notionBaseUrl, questions, tell, vault } = ports;
  const name = PARAMETERS.notionToken;
  const variable = vault.variableOf(place.workspaces, place.workspace, name);
  let fault: string | undefined;
  for (const { value, from, isStored } of await candidatesOf(name, place, ports)) {
    // The last fault is told with the question for another one.
    if (fault !== undefined) tell(`✘ ${fault}`);
    fault = undefined;
    if (!(await questions.useFound('Notion token', from))) continue;
    const tried = await tryToken(value);
    if (tried.kind === 'accepted') return { ...tried, secret: isStored ? undefined : { name, value } };
    fault = `Notion refuses the token in ${from}`;
  }
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const value = (await questions.notionToken(fault, variable)).trim();
    const tried = await tryToken(value);
    if (tried.kind === 'accepted') return { ...tried, secret: { name, value } };
    fault = 'Notion refuses that token';
  }
  throw new CommandError(
    `Notion refused ${MOST_TRIES} tokens`,
    'Copy the token of your connection from https://www.notion.so/developers/connections and run this again.',
  );

  async function tryToken(token: string) {
    const view = new NotionView(ask, token, notionBaseUrl);
    const found = await view.connection();
    if (found.kind === 'found') {
      tell(`✔ Notion accepts the token: connection ${nameOf(found.value)}`);
      return { kind: 'accepted', view, connection: found.value } as const;
    }
    if (found.kind === 'refused' && found.status === 401) return { kind: 'refused' } as const;
    throw new CommandError(complaint(found), 'Check the connection and run this again. Nothing was stored.');
  }
}

export function nameOf({ name, workspace }: Connection): string {
  return workspace ? `${name} of ${workspace}` : name;
}
