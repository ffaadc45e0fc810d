import type { DataSourceConfig } from '../../../lambdas/core/config.ts';
import type { DataSourceSettings } from '../../../lambdas/core/settings.ts';
import { chooseAssignee, namesOfType } from '../assignee-choice.ts';
import { CommandError } from '../command-error.ts';
import type { DataSourceView } from '../notion-view.ts';
import type { WorkspaceChoice } from './merge-config.ts';
import type { SetupPorts } from './setup-ports.ts';

interface SourcesQuestion {
  /** `dataSources` are ids; undefined: to be asked. */
  wish: { dataSources: readonly string[] | undefined; assigneeProperty: string | undefined };
  wanted: string;
  current: readonly DataSourceSettings[] | undefined;
  found: readonly DataSourceView[];
  ports: SetupPorts;
}

/**
 * Which data sources are watched, and for which property.
 *
 * @throws {CommandError} for an id that is not there, or a property that none has
 */
export async function chooseSources({
  wish,
  wanted,
  current,
  found,
  ports,
}: SourcesQuestion): Promise<WorkspaceChoice> {
  const { questions, tell } = ports;
  const currentIds = current?.map(({ id }) => id);
  const named = wish.assigneeProperty === undefined ? {} : { assigneeProperty: wish.assigneeProperty };
  if (found.length === 0) {
    tell(
      '– The connection sees no data source yet. In Notion open a database, choose ••• > Connections and add it.',
    );
    return named;
  }
  const chosen = wish.dataSources ?? (await questions.dataSources(found, currentIds));
  if (chosen === 'all' || chosen === 'as-they-are') {
    const choice: WorkspaceChoice = chosen === 'all' ? { dataSources: 'all' } : {};
    const watched = found.filter(({ id }) => chosen === 'all' || !currentIds || currentIds.includes(id));
    if (wish.assigneeProperty !== undefined) requireProperty(wanted, watched);
    const kinds = watched.map((source) => chooseAssignee(source, wanted));
    if (
      wish.assigneeProperty !== undefined ||
      kinds.some(({ kind }) => kind === 'named' || kind === 'only')
    ) {
      return { ...choice, ...named };
    }
    const names = [...new Set(watched.flatMap((source) => namesOfType(source, 'people')))];
    const property = names.length === 0 ? undefined : await questions.assigneeProperty('', names);
    if (property === undefined)
      tell(`– No data source has a people property "${wanted}": nobody will be told yet`);
    return { ...choice, ...(property !== undefined && { assigneeProperty: property }) };
  }
  const dataSources: DataSourceConfig[] = [];
  for (const id of chosen) {
    const own = current?.find((one) => one.id === id)?.assigneeProperty;
    dataSources.push(await sourceConfig(id, own ?? wanted, found, ports));
  }
  const watched = found.filter(({ id }) => chosen.includes(id));
  if (wish.assigneeProperty !== undefined) requireProperty(wanted, watched);
  return { ...named, dataSources };
}

/** @throws {CommandError} if no data source has a people property of that name */
function requireProperty(wanted: string, watched: readonly DataSourceView[]): void {
  if (watched.some((source) => chooseAssignee(source, wanted).kind === 'named')) return;
  const names = [...new Set(watched.flatMap((source) => namesOfType(source, 'people')))];
  throw new CommandError(
    `No data source has a people property "${wanted}"`,
    names.length > 0
      ? `Name one of these with --assignee-property: ${names.join(', ')}. Nothing was stored.`
      : 'There is none at all: add one in Notion. Nothing was stored.',
  );
}

async function sourceConfig(
  id: string,
  wanted: string,
  found: readonly DataSourceView[],
  { questions, tell }: SetupPorts,
): Promise<DataSourceConfig> {
  const source = found.find((one) => one.id === id);
  if (!source) {
    throw new CommandError(
      `The connection sees no data source ${id}`,
      `It sees: ${found.map((one) => `${one.name} (${one.id})`).join(', ')}.`,
    );
  }
  const choice = chooseAssignee(source, wanted);
  switch (choice.kind) {
    case 'named':
    case 'only':
      return { id };
    case 'several': {
      const property = await questions.assigneeProperty(source.name, choice.names);
      if (property !== undefined) return { id, assigneeProperty: property };
      tell(
        `– ${source.name} has several people properties: set assigneeProperty to one of ${choice.names.join(', ')}`,
      );
      return { id };
    }
    case 'none':
      tell(`– ${source.name} has no people property: add one in Notion`);
      return { id };
  }
}

export function tellSources(found: readonly DataSourceView[], tell: (line: string) => void): void {
  if (found.length === 0) return;
  tell(`✔ The connection sees ${found.length === 1 ? '1 data source' : `${found.length} data sources`}:`);
  for (const source of found) {
    const kinds = [
      `people: ${namesOfType(source, 'people').join(', ') || 'none'}`,
      `status: ${namesOfType(source, 'status').join(', ') || 'none'}`,
      `dates: ${namesOfType(source, 'date').join(', ') || 'none'}`,
    ];
    tell(`    ${source.name} (${source.id})`);
    tell(`      ${kinds.join('; ')}`);
  }
}
