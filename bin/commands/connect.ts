import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { intro, log, outro } from '@clack/prompts';
import { pendingHandshakes } from '../adapters/pending-handshakes.ts';
import { storedTokens } from '../adapters/stored-tokens.ts';
import { terminalOperator } from '../adapters/terminal-operator.ts';
import { CommandError } from './command-error.ts';
import type { ConnectPorts } from './connect-ports.ts';
import { type ConnectTarget, findTarget, type TargetOptions } from './connect-target.ts';
import { type ConnectOutcome, connectWorkspace } from './connect-workspace.ts';

export interface ConnectOptions extends TargetOptions {
  yes?: boolean;
}

/**
 * Runs `pagebell connect`.
 *
 * @returns the exit code: 0, or 130 if it was interrupted
 * @throws {CommandError}
 */
export async function connect(options: ConnectOptions): Promise<number> {
  const target = await findTarget(options);
  if (!options.yes && !(process.stdin.isTTY && process.stdout.isTTY)) {
    throw new CommandError(
      'There is no terminal to ask in',
      'Add --yes to make the token active as soon as it comes, without a question.',
    );
  }
  intro(`pagebell connect: workspace ${target.workspace}`);
  if (target.isUnreachable) {
    log.warn(
      'Notion cannot reach this machine: open a tunnel to it and run this again with --public-url.\n' +
        'Without one, you can post a handshake yourself:\n' +
        `curl '<the address below>' -H 'content-type: application/json' -d '{"verification_token":"secret_try"}'`,
    );
  }
  const outcome = await connectWorkspace(target, connectPorts(target, options.yes ?? false), interruption());
  return report(outcome);
}

function connectPorts(target: ConnectTarget, assumeYes: boolean): ConnectPorts {
  return {
    pending: pendingHandshakes(target.dynamodb, target.tableName),
    tokens: storedTokens(target.ssm, target.parameterPrefix),
    operator: terminalOperator(assumeYes),
    clock: {
      now: Date.now,
      sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
    },
    randomBytes,
  };
}

/** Aborted by the first Ctrl-C; a second one ends the process as ever. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

function report(outcome: ConnectOutcome): number {
  switch (outcome.kind) {
    case 'connected':
      if (outcome.replaced) log.info('The previous token stays valid for 48 hours.');
      outro('Connected. The receiver knows the token within a minute; Notion repeats what comes earlier.');
      return 0;
    case 'interrupted':
      outro('Left. The address no longer works, and the stored token is as it was.');
      return 130;
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
