import { isDeepStrictEqual } from 'node:util';
import type { DataSourceConfig, PagebellConfig } from '../../../lambdas/core/config.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import { PARAMETERS } from '../../../lambdas/core/names.ts';
import { chooseAssignee, namesOfType } from '../assignee-choice.ts';
import { CommandError } from '../command-error.ts';
import { complaint, type DataSourceView } from '../notion-view.ts';
import { acceptedToken, nameOf } from './accepted-token.ts';
import { chooseChannel } from './choose-channel.ts';
import { chooseSlack } from './choose-slack.ts';
import type { Place } from './found-secrets.ts';
import { type WorkspaceChoice, withWorkspace } from './merge-config.ts';
import type { SetupPorts } from './setup-ports.ts';

export interface SetupWish {
  /** Undefined: to be asked. */
  workspace: string | undefined;
  /** Ids; undefined: to be asked. */
  dataSources: readonly string[] | undefined;
  assigneeProperty: string | undefined;
  /** The channel's id. */
  slackChannel: string | undefined;
}

export interface SetupOutcome {
  workspace: string;
  connection: string;
  dataSources: readonly DataSourceView[];
  /** Names of what was stored: variables or parameters. */
  stored: readonly string[];
  hasSlack: boolean;
  /** `kept`: another one stays, and what it should say was shown. */
  configuration: 'written' | 'unchanged' | 'kept';
}

const DEFAULT_PROPERTY = 'Assignee';

/**
 * Sets one workspace up. Nothing is stored before everything was asked and checked.
 *
 * @throws {CommandError} for what cannot be mended by asking again; {SetupLeft}
 */
export async function setUpWorkspace(wish: SetupWish, ports: SetupPorts): Promise<SetupOutcome> {
  const { config, questions, tell, vault } = ports;
  const before = await config.read();
  const known = before?.settings.workspaces.map(({ key }) => key) ?? ['main'];
  const workspace = wish.workspace ?? (await questions.workspaceKey(known));
  const raw = before?.raw ?? {};
  const isDefaultUsed = raw.workspaces === undefined && (await isStored('main', ['main'], ports));
  const keys = resolveConfig(withWorkspace(raw, workspace, {}, isDefaultUsed), config.name).workspaces.map(
    ({ key }) => key,
  );
  const place: Place = { workspaces: keys, workspace };

  const notion = await acceptedToken(place, ports);
  const settings = before?.settings.workspaces.find((one) => one.key === workspace);
  const slack = await chooseSlack(place, ports);
  const slackChannel = await chooseChannel(slack, wish.slackChannel, settings, ports);
  const sources = await notion.view.dataSources();
  if (sources.kind !== 'found') throw cannotSee(complaint(sources));
  tellSources(sources.value, tell);

  const wanted = wish.assigneeProperty ?? settings?.assigneeProperty ?? DEFAULT_PROPERTY;
  const current = settings?.dataSources?.map(({ id }) => id);
  const watched = await chooseSources({ wish, wanted, current, found: sources.value, ports });
  const choice = { ...watched, ...(slackChannel !== undefined && { slackChannel }) };
  const after = withWorkspace(raw, workspace, choice, isDefaultUsed);
  // A faulty one is told before anything is stored.
  resolveConfig(after, config.name);
  const draft = await draftConfig(before, after, sources.value, ports);

  const secrets = [...(notion.secret ? [notion.secret] : []), ...slack.secrets];
  const stored = secrets.length > 0 ? await vault.store(keys, workspace, secrets) : [];
  for (const name of stored) tell(`✔ Stored: ${name} in ${vault.place}`);
  await applyDraft(draft, ports);
  return {
    workspace,
    connection: nameOf(notion.connection),
    dataSources: sources.value,
    stored,
    hasSlack: slack.hasWebhook || slack.bot !== undefined,
    configuration: draft.kind,
  };
}

async function isStored(workspace: string, keys: readonly string[], { vault }: SetupPorts): Promise<boolean> {
  const found = await vault.candidates(keys, workspace, PARAMETERS.notionToken);
  return found.some((candidate) => candidate.isStored);
}

interface SourcesQuestion {
  wish: SetupWish;
  wanted: string;
  current: readonly string[] | undefined;
  found: readonly DataSourceView[];
  ports: SetupPorts;
}

async function chooseSources({
  wish,
  wanted,
  current,
  found,
  ports,
}: SourcesQuestion): Promise<WorkspaceChoice> {
  const { questions, tell } = ports;
  const named = wish.assigneeProperty === undefined ? {} : { assigneeProperty: wish.assigneeProperty };
  if (found.length === 0) {
    tell(
      '– The connection sees no data source yet. In Notion open a database, choose ••• > Connections and add it.',
    );
    return named;
  }
  const chosen = wish.dataSources ?? (await questions.dataSources(found, current));
  if (chosen === 'all' || chosen === 'as-they-are') {
    const choice: WorkspaceChoice = chosen === 'all' ? { dataSources: 'all' } : {};
    const watched = found.filter(({ id }) => chosen === 'all' || !current || current.includes(id));
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
  for (const id of chosen) dataSources.push(await sourceConfig(id, wanted, found, ports));
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

function tellSources(found: readonly DataSourceView[], tell: (line: string) => void): void {
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

interface Draft {
  kind: SetupOutcome['configuration'];
  text: string;
  /** It stays only because nobody said that an edited one may be replaced. */
  isGuarded?: boolean;
}

/** Asks whether to write it, if there is anything to write. */
async function draftConfig(
  before: Awaited<ReturnType<SetupPorts['config']['read']>>,
  after: PagebellConfig,
  found: readonly DataSourceView[],
  { config, questions }: SetupPorts,
): Promise<Draft> {
  const labels = new Map(found.map(({ id, name }) => [id, name]));
  const text = config.render(after, labels);
  if (before && isDeepStrictEqual(before.raw, after)) return { kind: 'unchanged', text };
  // Whatever says no more than the defaults, or just what a setup has written, nobody has put work into.
  const isEdited =
    before !== undefined &&
    before.text !== config.render(before.raw, labels) &&
    !isDeepStrictEqual(before.settings, resolveConfig({}, config.name));
  const answer = await questions.write(config.name, text, isEdited);
  if (answer === 'yes') return { kind: 'written', text };
  return { kind: 'kept', text, isGuarded: answer === 'edited' };
}

async function applyDraft({ kind, text, isGuarded }: Draft, { config, tell }: SetupPorts): Promise<void> {
  switch (kind) {
    case 'unchanged':
      return tell(`✔ ${config.name} is as it should be`);
    case 'kept':
      tell(
        isGuarded
          ? `– ${config.name} stays as it is, for somebody has edited it: --overwrite would replace it by this:`
          : `– ${config.name} stays as it is. This is what it should say:`,
      );
      for (const line of text.trimEnd().split('\n')) tell(`    ${line}`);
      return;
    case 'written':
      await config.write(text);
      tell(`✔ Written: ${config.name}`);
  }
}

function cannotSee(reason: string): CommandError {
  return new CommandError(
    `The data sources cannot be listed: ${reason}`,
    "Enable 'Read content' for the connection in Notion's settings and run this again. Nothing was stored.",
  );
}
