import type { MirrorConfigured, WorkspaceSettings } from '../settings.ts';

interface Fault {
  path: PropertyKey[];
  message: string;
}

/** What workspaces ask for that would never do anything. Paths begin below `workspaces`. */
export function idleFaults(
  workspaces: readonly WorkspaceSettings[],
  mirrors: readonly MirrorConfigured[],
): Fault[] {
  return workspaces.flatMap((workspace, index) => {
    const isMirrored = mirrors.some(({ from, to }) => [from.workspace, to.workspace].includes(workspace.key));
    const isIdle = !isMirrored && tellsNobody(workspace);
    const faults = [...(isIdle ? [{ path: ['comment'], message: NOBODY }] : []), ...listFaults(workspace)];
    return faults.map(({ path, message }) => ({ path: [index, ...path], message }));
  });
}

/** A ladder may tell places where nothing else is told. */
function tellsNobody({ comment, slack, email, escalations, ...workspace }: WorkspaceSettings): boolean {
  if (comment || slack !== false || email) return false;
  const places = [{ ...workspace, escalations }, ...(workspace.dataSources ?? [])];
  return places.every(
    ({ slackDirectMessage, escalations: ladders = [] }) =>
      !slackDirectMessage &&
      ladders.every(({ steps }) => steps.every(({ tell }) => tell.channel === undefined)),
  );
}

function listFaults({ slack, reminders, dataSources = [] }: WorkspaceSettings): Fault[] {
  if (slack !== false) return [];
  const own = dataSources.flatMap(({ reminders: its }, index) =>
    its?.overdue ? [{ path: ['dataSources', index, 'reminders', 'overdue'], message: NO_CHANNEL }] : [],
  );
  return [...(reminders?.overdue ? [{ path: ['reminders', 'overdue'], message: NO_CHANNEL }] : []), ...own];
}

const NOBODY = 'expected true, or `slack`, or `email`: as it is nobody is ever told';
const NO_CHANNEL = 'expected false where `slack` is: the list goes to its channel';
