import { PARAMETERS } from '../../../lambdas/core/names.ts';
import { howToGrant } from '../capabilities.ts';
import { CommandError } from '../command-error.ts';
import type { NotionAccess } from '../doctor/doctor-ports.ts';
import { complaint, type Found } from '../notion-answer.ts';
import { NotionView, type PersonView } from '../notion-view.ts';

/**
 * The members of the workspace that Notion names, in the order of their names.
 *
 * @param workspace its key
 * @throws {CommandError} if Notion does not tell, or there is no token to ask it with
 */
export async function listPeople(
  workspace: string,
  { ask, notionBaseUrl, secrets }: NotionAccess,
): Promise<PersonView[]> {
  const token = await secrets.read(workspace, PARAMETERS.notionToken);
  if (token === undefined)
    throw new CommandError(`No Notion token of the workspace ${workspace} is stored`, secrets.remedy);
  const found = await new NotionView(ask, token, notionBaseUrl).people();
  if (found.kind !== 'found') throw new CommandError(complaint(found), remedyFor(found, secrets.remedy));
  return found.value.sort(byName);
}

/** @param another how to store another token */
function remedyFor(found: Exclude<Found<unknown>, { kind: 'found' }>, another: string): string {
  switch (found.kind === 'refused' ? found.status : undefined) {
    case 401:
      return `Copy the token from https://www.notion.so/developers/connections. ${another}`;
    case 403:
      return howToGrant('Read user information');
    case 429:
      return 'Try again in a minute.';
    default:
      return 'Check the connection and try again.';
  }
}

/** Who has no name comes last. */
function byName({ name: one }: PersonView, { name: other }: PersonView): number {
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined);
  return one.localeCompare(other);
}
