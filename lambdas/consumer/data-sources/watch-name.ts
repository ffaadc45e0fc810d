import { createHash } from 'node:crypto';
import { mirrorsAt } from '../../core/mirror/read-side.ts';
import type { WorkspaceSettings } from '../../core/settings.ts';
import { watchOf } from '../../core/watch.ts';
import { assigneePropertyFor } from '../pages/assignee-property.ts';

/**
 * Names all that the configuration asks of a data source's pages. What was learned under another name says nothing
 * of what is asked besides by now. No address is in it: it is stored.
 */
export function watchNameOf(dataSourceId: string, workspace: WorkspaceSettings): string {
  const watched = [
    assigneePropertyFor(dataSourceId, workspace),
    watchOf(workspace, dataSourceId),
    mirrorsAt(workspace, dataSourceId),
  ];
  return createHash('sha256').update(JSON.stringify(watched)).digest('base64url');
}
