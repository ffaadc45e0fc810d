import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { intro, type LogMessageOptions, log, outro } from '@clack/prompts';
import { Command, InvalidArgumentError } from 'commander';
import { PARAMETERS, webhookRoute } from '../../lambdas/core/names.ts';
import { askByHttp } from '../adapters/http.ts';
import { jsonOperator } from '../adapters/json-operator.ts';
import { parameterStore } from '../adapters/parameter-store.ts';
import { pendingHandshakes } from '../adapters/pending-handshakes.ts';
import { storedTokens } from '../adapters/stored-tokens.ts';
import { terminalOperator } from '../adapters/terminal-operator.ts';
import { type Output, openOutput } from '../output.ts';
import { CommandError } from './command-error.ts';
import type { ConnectPorts } from './connect-ports.ts';
import { type ConnectOutcome, connectWorkspace } from './connect-workspace.ts';
import { INTERRUPTED, interruption } from './interruption.ts';
import { NotionView } from './notion-view.ts';
import { subscribeByApi } from './subscribe-by-api.ts';
import { chooseWorkspace, findTarget, type Target, type TargetOptions } from './target.ts';
import { withTargetOptions } from './with-target-options.ts';

interface ConnectOptions extends TargetOptions {
  yes?: boolean;
  api?: boolean;
  json?: boolean;
  /** Where Notion reaches Pagebell, if not at its own address; without a slash at its end. */
  publicUrl?: string;
}

export function connectCommand(): Command {
  const command = new Command('connect').description(
    'Connects a Notion workspace: shows the address to register and takes the token that Notion sends.',
  );
  return withTargetOptions(command)
    .option(
      '--public-url <url>',
      'https address of your tunnel or domain, if Notion comes in by one',
      publicUrl,
    )
    .option(
      '--api',
      "ask Notion's API for the subscription first, as a tutorial has it; by hand where it refuses",
    )
    .option('--yes', 'make the token active as soon as it comes, without a question')
    .action(async (options: ConnectOptions) => {
      process.exitCode = await connect(options, openOutput(options));
    });
}

/** Where words for people go. */
type Say = Pick<LogMessageOptions, 'output'>;

/**
 * @returns the exit code: 0, or 130 if it was interrupted
 * @throws {CommandError}
 */
async function connect(options: ConnectOptions, output: Output): Promise<number> {
  const target = await findTarget(options);
  const { key: workspace } = chooseWorkspace(target.settings, options.workspace);
  if (!options.yes && !output.isTerminal) {
    throw new CommandError(
      'There is no terminal to ask in',
      'Add --yes to make the token active as soon as it comes, without a question.',
    );
  }
  const say: Say = { output: output.people };
  intro(`pagebell connect: workspace ${workspace}`, say);
  if (target.kind === 'local' && options.publicUrl === undefined) {
    log.warn(
      'Notion cannot reach this machine: open a tunnel to it and run this again with --public-url.\n' +
        'Without one, you can post a handshake yourself:\n' +
        `curl '<the address below>' -H 'content-type: application/json' -d '{"verification_token":"secret_try"}'`,
      say,
    );
  }
  const webhookUrl =
    (options.publicUrl ?? target.origin) + webhookRoute(target.settings.workspaces, workspace);
  const ports = await connectPorts(target, workspace, options, output);
  const outcome = await connectWorkspace({ workspace, webhookUrl }, ports, interruption());
  output.json({ event: outcome.kind, ...(outcome.kind === 'connected' && { replaced: outcome.replaced }) });
  return report(outcome, say);
}

async function connectPorts(
  target: Target,
  workspace: string,
  options: ConnectOptions,
  output: Output,
): Promise<ConnectPorts> {
  return {
    pending: pendingHandshakes(target.dynamodb, target.tableName),
    tokens: storedTokens(target.ssm, target.parameterPrefix),
    operator: output.isJson ? jsonOperator(output) : terminalOperator(options.yes ?? false),
    ...(options.api && { subscribe: subscribeByApi(await notionOf(target, workspace)) }),
    clock: {
      now: Date.now,
      sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
    },
    randomBytes,
  };
}

async function notionOf(target: Target, workspace: string): Promise<NotionView> {
  const name = `${target.parameterPrefix}/${workspace}/${PARAMETERS.notionToken}`;
  const token = await parameterStore(target.ssm).read(name);
  if (token !== undefined) return new NotionView(askByHttp, token, target.notionBaseUrl);
  throw new CommandError(
    `There is no Notion token for the workspace ${workspace}`,
    'Run `pagebell setup` to store one, or leave --api out.',
  );
}

function report(outcome: ConnectOutcome, say: Say): number {
  switch (outcome.kind) {
    case 'connected':
      if (outcome.replaced) log.info('The previous token stays valid for 48 hours.', say);
      outro(
        'Connected. The receiver knows the token within a minute; Notion repeats what comes earlier.',
        say,
      );
      return 0;
    case 'interrupted':
      outro('Left. The address no longer works, and the stored token is as it was.', say);
      return INTERRUPTED;
    case 'declined':
      throw new CommandError(
        'The stored token is as it was',
        'Delete the subscription in Notion and run `pagebell connect` again.',
      );
    case 'expired':
      throw new CommandError(
        'No handshake came within the hour, and the address no longer works',
        'Check that the address was registered as shown, and run `pagebell connect` again.',
      );
    case 'superseded':
      throw new CommandError(
        'Another `pagebell connect` has made a new address for this workspace',
        'Go on there, or run it again.',
      );
  }
}

/** Without a slash at its end. */
function publicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.search || url.hash) {
    throw new InvalidArgumentError('Notion posts only to an address such as https://pagebell.example.com.');
  }
  return url.href.replace(/\/+$/, '');
}
