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
    ...faultsIn(escalations, undefined, workspace),
    ...dataSources.flatMap(({ id, escalations: own = [] }, index) =>
      faultsIn(own, id, workspace).map(({ path, message }) => ({
        path: ['dataSources', index, ...path],
        message,
      })),
    ),
  ];
}

function faultsIn(
  ladders: readonly EscalationSettings[],
  dataSourceId: string | undefined,
  workspace: Settings,
): Fault[] {
  const { channel: common } = slackSettingsOf(dataSourceId, workspace);
  return ladders.flatMap(({ steps }, ladder) =>
    steps.flatMap(({ tell: { people, assignees, channel, email } }, step): Fault[] => {
      const path = ['escalations', ladder, 'steps', step, 'tell'];
      const isTwice = channel !== undefined && channel === common && workspace.slack !== false;
      return [
        ...(email !== undefined && !workspace.email
          ? [{ path: [...path, 'email'], message: NO_SENDER }]
          : []),
        ...(isTwice && (assignees || people.length > 0)
          ? [{ path: [...path, 'channel'], message: TWICE }]
          : []),
      ];
    }),
  );
}

const NO_SENDER = 'expected `email` in the workspace, which says from whom e-mails come';
const TWICE = 'expected another channel than `slackChannel`, which is told of the step as it is';
