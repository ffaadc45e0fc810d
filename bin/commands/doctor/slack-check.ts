import type { WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import type { Ask } from '../http-port.ts';
import { probeSlack, slackFormFault } from '../slack-view.ts';
import { broken, ok, unchecked, type Verdict } from './finding.ts';

const RENEW = 'Make a new incoming webhook in Slack and store it with `pagebell setup`.';

/** @param url as it is stored */
export async function checkSlack(
  ask: Ask,
  { slack }: WorkspaceSettings,
  url: string | undefined,
): Promise<Verdict> {
  if (slack === false) return ok('switched off by the configuration');
  if (url === undefined) {
    if (slack === 'auto') return ok('not used: no webhook is stored');
    return broken('the configuration asks for it, but no webhook is stored', RENEW);
  }
  const fault = slackFormFault(url);
  if (fault) return broken(`the stored webhook is no webhook's address: ${fault}`, RENEW);
  const state = await probeSlack(ask, url);
  switch (state.kind) {
    case 'live':
      return ok('the webhook is live (nothing was posted)');
    case 'dead':
      return broken(`the webhook does not work: ${state.reason}`, RENEW);
    case 'unclear':
      return unchecked(state.reason);
  }
}
