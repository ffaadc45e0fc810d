import { createHash } from 'node:crypto';
import type { MirrorConfigured, MirrorSettings, Settings, WorkspaceSettings } from '../settings.ts';

/** The workspaces, each with the mirrors that it is on one side of. */
export function attachMirrors({ workspaces, mirrors }: Settings): WorkspaceSettings[] {
  const named = mirrors.map(
    (mirror, index): MirrorSettings => ({ ...mirror, key: keyOf(mirror), place: `mirrors[${index}]` }),
  );
  return workspaces.map((workspace) => {
    const own = named.filter(({ from, to }) => [from.workspace, to.workspace].includes(workspace.key));
    return own.length > 0 ? { ...workspace, mirrors: own } : workspace;
  });
}

/** Short, and always the same between two data sources: it is in records and in messages. */
function keyOf({ from, to }: MirrorConfigured): string {
  const ends = [from.workspace, from.dataSource, to.workspace, to.dataSource].join('/');
  return createHash('sha256').update(ends).digest('hex').slice(0, 12);
}
