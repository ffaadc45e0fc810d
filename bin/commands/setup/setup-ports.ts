import type { PagebellConfig } from '../../../lambdas/core/config.ts';
import type { Settings } from '../../../lambdas/core/settings.ts';
import type { SecretName } from '../doctor/doctor-ports.ts';
import type { Ask } from '../http-port.ts';
import type { DataSourceView } from '../notion-view.ts';

/** All that setting a workspace up touches. */
export interface SetupPorts {
  ask: Ask;
  /** Undefined: Notion's own API. */
  notionBaseUrl: string | undefined;
  /** Undefined: Slack's own Web API. */
  slackApiUrl: string | undefined;
  vault: Vault;
  config: ConfigFile;
  questions: Questions;
  /** A line for whoever looks on. */
  tell(line: string): void;
}

/** Where secrets are kept: `.env`, or parameters of AWS. */
export interface Vault {
  /** `.env`, or `AWS parameters below /pagebell/prod` */
  place: string;
  /**
   * What there is already, the likeliest first.
   *
   * @param workspaces keys of the configuration, in order, this one among them
   * @throws {CommandError}
   */
  candidates(workspaces: readonly string[], workspace: string, name: SecretName): Promise<Candidate[]>;
  /**
   * The environment's variable that a secret is taken from, as in `NOTION_TOKEN_TEAM_B`.
   *
   * @param workspaces keys of the configuration, in order, this one among them
   */
  variableOf(workspaces: readonly string[], workspace: string, name: SecretName): string;
  /**
   * Stores all of them, or says why not.
   *
   * @returns the names under which they are kept now
   * @throws {CommandError}
   */
  store(workspaces: readonly string[], workspace: string, secrets: readonly NewSecret[]): Promise<string[]>;
}

/** A secret that was found somewhere. */
export interface Candidate {
  value: string;
  /** `NOTION_TOKEN` */
  from: string;
  /** It is where it belongs: nothing need be stored. */
  isStored: boolean;
}

export interface NewSecret {
  name: SecretName;
  value: string;
}

/** The configuration's file. */
export interface ConfigFile {
  /** As it was named. */
  name: string;
  /** Undefined if there is no such file. `raw` is what the file exports, `settings` what it comes to. */
  read(): Promise<{ raw: PagebellConfig; settings: Settings; text: string } | undefined>;
  /**
   * The file's text for a configuration.
   *
   * @param labels names of data sources by id, for comments
   */
  render(config: PagebellConfig, labels: ReadonlyMap<string, string>): string;
  /** @throws {CommandError} if the text does not come to valid settings: then the file is as it was */
  write(text: string): Promise<void>;
}

/** The person at the terminal, or the defaults in place of one. Each throws `SetupLeft` after Ctrl-C. */
export interface Questions {
  /** Which of the workspaces that are configured. Nobody types a key: it would be taken for the token. */
  workspaceKey(known: readonly string[]): Promise<string>;
  useFound(what: string, from: string): Promise<boolean>;
  /**
   * @param fault what was wrong with the one before
   * @param variable of the environment, that could hold it
   */
  notionToken(fault: string | undefined, variable: string): Promise<string>;
  /** A bot's token or a webhook's address. Undefined: none, or none but what was found. */
  slack(fault: string | undefined, variable: string): Promise<string | undefined>;
  /**
   * Id of the channel that the bot posts into; undefined: as it is.
   *
   * @param current what the configuration says
   */
  slackChannel(current: string | undefined): Promise<string | undefined>;
  postTest(): Promise<boolean>;
  /** @param chosen ids that the configuration names already; undefined: it watches all */
  dataSources(
    found: readonly DataSourceView[],
    chosen: readonly string[] | undefined,
  ): Promise<'all' | 'as-they-are' | readonly string[]>;
  /** Which people property holds the assignees; undefined: nobody can say. */
  assigneeProperty(where: string, names: readonly string[]): Promise<string | undefined>;
  /**
   * Whether to write the file; `edited`: not without being told to replace somebody's work.
   *
   * @param isEdited a person has written something into the file that is there
   */
  write(file: string, text: string, isEdited: boolean): Promise<'yes' | 'no' | 'edited'>;
}

/** The person left before anything was stored. */
export class SetupLeft extends Error {
  override readonly name = 'SetupLeft';
}
