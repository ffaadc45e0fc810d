import { fingerprintOf } from '../../core/fingerprint.ts';
import { mirrorsAt } from '../../core/mirror/read-side.ts';
import type { WorkspaceSettings } from '../../core/settings.ts';
import { watchOf } from '../../core/watch.ts';
import { assigneePropertyFor } from '../pages/assignee-property.ts';

/**
 * Names all that the configuration asks of a data source's pages. What was learned under another name says nothing
 * of what is asked besides by now.
 */
export function watchNameOf(dataSourceId: string, workspace: WorkspaceSettings): string {
  return fingerprintOf([
    assigneePropertyFor(dataSourceId, workspace),
    watchOf(workspace, dataSourceId),
    mirrorsAt(workspace, dataSourceId),
  ]);
}
