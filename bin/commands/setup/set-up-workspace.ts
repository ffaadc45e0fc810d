import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import { PARAMETERS } from '../../../lambdas/core/names.ts';
import { CommandError } from '../command-error.ts';
import { complaint } from '../notion-answer.ts';
import type { DataSourceView } from '../notion-view.ts';
import { acceptedToken, nameOf } from './accepted-token.ts';
import { chooseChannel } from './choose-channel.ts';
import { chooseSlack } from './choose-slack.ts';
import { chooseSources, tellSources } from './choose-sources.ts';
import { applyDraft, type Draft, draftConfig } from './config-draft.ts';
import type { Place } from './found-secrets.ts';
import { withWorkspace } from './merge-config.ts';
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
  configuration: Draft['kind'];
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
  const current = settings?.dataSources;
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

function cannotSee(reason: string): CommandError {
  return new CommandError(
    `The data sources cannot be listed: ${reason}`,
    "Enable 'Read content' for the connection in Notion's settings and run this again. Nothing was stored.",
  );
}
