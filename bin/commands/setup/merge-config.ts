import type { DataSourceConfig, PagebellConfig, WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { canonicalId } from '../../../lambdas/core/ids.ts';

/** What setting up decides of a workspace's configuration; what is undefined stays as it is. */
export interface WorkspaceChoice {
  dataSources?: 'all' | readonly DataSourceConfig[];
  assigneeProperty?: string;
  slackChannel?: string;
}

const DEFAULT_KEY = 'main';

/**
 * The configuration with the choice in it. Everything else stays, and what says no more than the default does
 * is not written.
 *
 * @param isDefaultUsed whether the workspace that a configuration without any stands for is in use already
 */
export function withWorkspace(
  config: PagebellConfig,
  key: string,
  choice: WorkspaceChoice,
  isDefaultUsed: boolean,
): PagebellConfig {
  const before = config.workspaces ?? (key === DEFAULT_KEY || isDefaultUsed ? [{ key: DEFAULT_KEY }] : []);
  const isKnown = before.some((workspace) => workspace.key === key);
  const all = isKnown ? before : [...before, { key }];
  const workspaces = all.map((workspace) => (workspace.key === key ? applied(workspace, choice) : workspace));
  const { workspaces: _, ...others } = config;
  const isDefault = config.workspaces === undefined && workspaces.length === 1 && isBare(workspaces[0]);
  return isDefault ? others : { ...others, workspaces };
}

function applied(
  workspace: WorkspaceConfig,
  { dataSources, assigneeProperty, slackChannel }: WorkspaceChoice,
): WorkspaceConfig {
  const { dataSources: named, ...others } = workspace;
  const sources =
    dataSources === undefined ? named : dataSources === 'all' ? undefined : merged(named, dataSources);
  return {
    ...others,
    ...(assigneeProperty !== undefined && { assigneeProperty }),
    ...(slackChannel !== undefined && { slackChannel }),
    ...(sources && { dataSources: sources }),
  };
}

/** What is said of a data source stays, for as long as it is watched. */
function merged(
  named: readonly DataSourceConfig[] = [],
  chosen: readonly DataSourceConfig[],
): DataSourceConfig[] {
  return chosen.map((choice) => ({
    ...named.find(({ id }) => canonicalId(id) === canonicalId(choice.id)),
    ...choice,
  }));
}

function isBare(workspace: WorkspaceConfig | undefined): boolean {
  return workspace?.key === DEFAULT_KEY && Object.keys(workspace).length === 1;
}
