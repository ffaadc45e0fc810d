import type { EscalationSettings, WorkspaceSettings } from '../settings.ts';
import { slackSettingsOf } from '../slack-settings.ts';

interface Fault {
  path: PropertyKey[];
  message: string;
}

type Settings = Pick<WorkspaceSettings, 'dataSources' | 'email' | 'escalations' | 'slack'> &
  Parameters<typeof slackSettingsOf>[1];

/** What is wrong with where the steps of a workspace's ladders tell, seen beside the rest of it. */
export function placeFaults(workspace: Settings): Fault[] {
  const { escalations, dataSources = [] } = workspace;
  return [
    ...faultsIn(escalations, isClimbedInCommon(workspace) ? workspace.slackChannel : undefined, workspace),
    ...dataSources.flatMap(({ id, escalations: own, slackChannel }, index) => {
      const below = (path: PropertyKey[]) => ['dataSources', index, ...path];
      if (own) {
        const faults = faultsIn(own, slackSettingsOf(id, workspace).channel, workspace);
        return faults.map((fault) => ({ ...fault, path: below(fault.path) }));
      }
      if (slackChannel === undefined || slackChannel === workspace.slackChannel) return [];
      // It climbs the workspace's ladders, and is told of that in a channel of its own.
      const isTwice = stepsOf(escalations).some(({ tell }) => isTold(slackChannel, tell, workspace));
      return isTwice ? [{ path: below(['slackChannel']), message: INHERITED }] : [];
    }),
  ];
}

/** Whether pages of any data source are on the workspace's ladders, and told of in its channel. */
function isClimbedInCommon(workspace: Settings): boolean {
  const { dataSources, slackChannel } = workspace;
  if (!dataSources) return true;
  return dataSources.some(
    ({ id, escalations: own }) => !own && slackSettingsOf(id, workspace).channel === slackChannel,
  );
}

/** @param common the channel where people are told of pages that are on these ladders */
function faultsIn(
  ladders: readonly EscalationSettings[],
  common: string | undefined,
  workspace: Settings,
): Fault[] {
  return stepsOf(ladders).flatMap(({ tell, ...at }): Fault[] => {
    const path = ['escalations', at.ladder, 'steps', at.step, 'tell'];
    return [
      ...(tell.email !== undefined && !workspace.email
        ? [{ path: [...path, 'email'], message: NO_SENDER }]
        : []),
      ...(isTold(common, tell, workspace) ? [{ path: [...path, 'channel'], message: TWICE }] : []),
    ];
  });
}

function stepsOf(ladders: readonly EscalationSettings[]) {
  return ladders.flatMap(({ steps }, ladder) => steps.map(({ tell }, step) => ({ ladder, step, tell })));
}

/** Whether a channel that a step tells is also the one where people are told of it. */
function isTold(
  common: string | undefined,
  { people, assignees, channel }: EscalationSettings['steps'][number]['tell'],
  { slack }: Settings,
): boolean {
  return channel !== undefined && channel === common && slack !== false && (assignees || people.length > 0);
}

const NO_SENDER = 'expected `email` in the workspace, which says from whom e-mails come';
const TWICE = 'expected another channel than `slackChannel`, which is told of the step as it is';
const INHERITED =
  'expected another channel than the `escalations` of the workspace tell, or `escalations` of its own';
