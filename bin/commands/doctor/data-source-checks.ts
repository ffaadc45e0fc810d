import type { WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import { type AssigneeChoice, chooseAssignee } from '../assignee-choice.ts';
import type { DataSourceView } from '../notion-view.ts';
import { broken, ok, unchecked, type Verdict } from './finding.ts';
import { SHARE } from './notion-checks.ts';

const DEFAULT_PROPERTY = 'Assignee';

/** Whether the connection sees the data sources that are configured, or any. */
export function checkDataSources(
  visible: readonly DataSourceView[],
  { dataSources }: WorkspaceSettings,
): Verdict {
  if (!dataSources) {
    if (visible.length === 0) return broken('none is shared with the connection', SHARE);
    return ok(`${visible.length} shared: ${listOf(visible.map(({ name }) => name))}`);
  }
  const known = new Set(visible.map(({ id }) => id));
  const missing = dataSources.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  if (missing.length === 0) return ok(`${dataSources.length} configured, and shared`);
  return broken(
    `configured, but not shared with the connection: ${listOf(missing)}`,
    `${SHARE} If an id is wrong, it must be the data source's, not the database's: \`pagebell setup\` lists them.`,
  );
}

/** Whether each watched data source has the configured property, of type people. */
export function checkProperties(visible: readonly DataSourceView[], workspace: WorkspaceSettings): Verdict {
  const watched = visible.flatMap((source) => watch(source, workspace));
  if (watched.length === 0) return unchecked('no data source to watch is shared with the connection', SHARE);
  const faults = watched.filter(isFault);
  const [fault] = faults;
  if (fault && (workspace.dataSources || faults.length === watched.length)) {
    const more = faults.length > 1 ? `, and ${faults.length - 1} more like it` : '';
    return broken(`${faultOf(fault)}${more}`, remedyOf(fault));
  }
  const left = faults.map(({ source }) => source.name);
  const used = watched.filter((one) => !isFault(one)).map((one) => `${one.source.name}: ${usedOf(one)}`);
  return ok(listOf(used) + (left.length > 0 ? ` (not watched, for want of one: ${listOf(left)})` : ''));
}

interface Watched {
  source: DataSourceView;
  wanted: string;
  choice: AssigneeChoice;
}

/** Empty for a data source that the configuration leaves out. */
function watch(source: DataSourceView, { dataSources, assigneeProperty }: WorkspaceSettings): Watched[] {
  const configured = dataSources?.find(({ id }) => id === source.id);
  if (dataSources && !configured) return [];
  const wanted = configured?.assigneeProperty ?? assigneeProperty;
  return [{ source, wanted, choice: chooseAssignee(source, wanted) }];
}

/** One whose assignees nobody can tell. */
interface Faulty extends Watched {
  choice: Extract<AssigneeChoice, { kind: 'several' | 'none' }>;
}

function isFault(watched: Watched): watched is Faulty {
  const { kind } = watched.choice;
  return kind === 'several' || kind === 'none';
}

function faultOf({ source, wanted, choice }: Faulty): string {
  const what = choice.clash
    ? `the property "${wanted}" is of type ${choice.clash}, not people`
    : `there is no property "${wanted}"`;
  switch (choice.kind) {
    case 'several':
      return `${source.name}: ${what}, and people properties are ${listOf(choice.names)}`;
    case 'none':
      return `${source.name}: ${what}, and no people property at all`;
  }
}

function remedyOf({ source, choice }: Faulty): string {
  switch (choice.kind) {
    case 'several':
      return 'Set assigneeProperty in pagebell.config.ts to one of them.';
    case 'none':
      return `Add a people property to ${source.name} in Notion, or leave the data source out of the configuration.`;
  }
}

/** That a name is missing which nobody configured is not worth a word. */
function usedOf({ choice, wanted }: Watched): string {
  switch (choice.kind) {
    case 'named':
      return choice.name;
    case 'only': {
      if (wanted === DEFAULT_PROPERTY) return choice.name;
      const lack = choice.clash
        ? `the property "${wanted}" is of type ${choice.clash}`
        : `no property "${wanted}"`;
      return `${lack}; the only people property "${choice.name}" is used`;
    }
    case 'several':
    case 'none':
      return 'none';
  }
}

/** At most five, and how many more. */
export function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
