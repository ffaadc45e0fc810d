import type { WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import { wantsBot } from '../../../lambdas/core/slack-settings.ts';
import { howToGrant, WITH_ADDRESSES } from '../capabilities.ts';
import { complaint, type Found } from '../notion-answer.ts';
import type { NotionView } from '../notion-view.ts';
import { broken, ok, unchecked, type Verdict } from './finding.ts';

const enable = (capability: string, loss: string) => broken(`not granted: ${loss}`, howToGrant(capability));

export async function checkReadContent(notion: NotionView): Promise<Verdict> {
  const found = await notion.anyPage();
  if (found.kind === 'found') return ok('granted');
  if (isForbidden(found)) return enable('Read content', 'Pagebell cannot read any page');
  return unchecked(complaint(found));
}

export async function checkReadComments(notion: NotionView): Promise<Verdict> {
  const page = await notion.anyPage();
  if (page.kind !== 'found') return unchecked(`no page can be looked up: ${complaint(page)}`);
  if (page.value === undefined) {
    return unchecked('the connection sees no page whose comments could be read', SHARE);
  }
  const found = await notion.comments(page.value);
  if (found.kind === 'found') return ok('granted');
  if (isForbidden(found)) {
    return enable('Read comments', 'Pagebell cannot look before it repeats a comment whose fate is unknown');
  }
  return unchecked(complaint(found));
}

/** @param nowhere the id of a page that is not there, so that nothing can be written */
export async function checkInsertComments(notion: NotionView, nowhere: string): Promise<Verdict> {
  const found = await notion.commentOnNothing(nowhere);
  if (isForbidden(found)) return enable('Insert comments', 'Pagebell cannot mention anybody');
  if (found.kind === 'refused' && found.status === 404) return ok('granted (nothing was written)');
  if (found.kind === 'found') return unchecked('Notion took a comment on a page that is not there');
  return unchecked(complaint(found));
}

/** @param nowhere the id of a page that is not there, so that nothing can be changed */
export async function checkUpdateContent(notion: NotionView, nowhere: string): Promise<Verdict> {
  const found = await notion.updateNothing(nowhere);
  if (isForbidden(found)) return enable('Update content', 'Pagebell cannot write what it mirrors');
  if (found.kind === 'refused' && found.status === 404) return ok('granted (nothing was changed)');
  if (found.kind === 'found') return unchecked('Notion edited a page that is not there');
  return unchecked(complaint(found));
}

/** Who is not named under `people` is reached by e-mail, and found in Slack, by the address that Notion shows. */
export async function checkUserInformation(
  notion: NotionView,
  workspace: WorkspaceSettings,
): Promise<Verdict> {
  const found = await notion.people(1); // enough to see what shows
  if (isForbidden(found)) {
    return enable('Read user information', 'a Slack message would speak of "A team member"');
  }
  if (found.kind !== 'found') return unchecked(complaint(found));
  if (found.value.length === 0) return ok('granted (no people to see whether e-mail addresses show)');
  if (found.value.some(({ email }) => email !== undefined)) return ok('granted, with e-mail addresses');
  if (!workspace.email && !wantsBot(workspace))
    return ok('granted, without e-mail addresses, which comments and a Slack webhook do not need');
  if (workspace.people.length > 0)
    return ok('granted, without e-mail addresses: nobody is reached by theirs but who is under `people`');
  return enable(WITH_ADDRESSES, 'nobody gets an e-mail, or is known in Slack');
}

export const SHARE =
  'In Notion open the database (or a page above it), choose ••• > Connections and add your connection.';

function isForbidden(found: Found<unknown>): boolean {
  return found.kind === 'refused' && found.status === 403;
}
