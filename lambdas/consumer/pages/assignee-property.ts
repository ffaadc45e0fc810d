import type { WorkspaceSettings } from '../../core/settings.ts';

/** The assignee property's name in a data source; undefined if the data source is not watched. */
export function assigneePropertyFor(
  dataSourceId: string | undefined,
  workspace: WorkspaceSettings,
): string | undefined {
  if (!workspace.dataSources) return workspace.assigneeProperty;
  const dataSource = workspace.dataSources.find(({ id }) => id === dataSourceId);
  return dataSource && (dataSource.assigneeProperty ?? workspace.assigneeProperty);
}
