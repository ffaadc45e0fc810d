import type { Settings } from '../../lambdas/core/settings.ts';
import { chooseWorkspace } from './target.ts';

/**
 * For commands that look at every workspace unless one is named.
 *
 * @throws {CommandError} if there is none of that name
 */
export function workspaceKeys(settings: Settings, wanted: string | undefined): string[] {
  const chosen = wanted === undefined ? settings.workspaces : [chooseWorkspace(settings, wanted)];
  return chosen.map(({ key }) => key);
}
