import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import type { JournalLine } from '../../../lambdas/core/journal.ts';
import { parseWebhookTokens } from '../../../lambdas/core/webhook-tokens.ts';
import { journalAccess } from '../../adapters/journal-access.ts';
import { postEvent } from '../../adapters/post-event.ts';
import { storedTokens } from '../../adapters/stored-tokens.ts';
import { type Output, openOutput } from '../../output.ts';
import { httpUrl, notionPage } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import { describeLine } from '../events/describe-line.ts';
import { INTERRUPTED, interruption } from '../interruption.ts';
import { chooseWorkspace, findTarget, type Target, type TargetOptions } from '../target.ts';
import { withTargetOptions } from '../with-target-options.ts';
import { inOneLine } from '../words.ts';
import { awaitOutcome } from './await-outcome.ts';
import { testEvent } from './test-event.ts';

interface SendTestOptions extends TargetOptions {
  url?: string;
  page?: string;
  type: string;
  secretFile?: string;
  json?: boolean;
}

/** How long an outcome is waited for. */
const WAIT_MS = 30_000;

export function sendTestCommand(): Command {
  const command = new Command('send-test').description(
    'Posts a signed event, as Notion does, and shows the answer and what became of it.',
  );
  return withTargetOptions(command)
    .option('--url <url>', "another address than the workspace's webhook", httpUrl)
    .option(
      '--page <page>',
      'the page that it names, by its id or its address (default: one that does not exist, so nobody is told)',
      notionPage,
    )
    .option('--type <type>', "the event's type", 'page.properties_updated')
    .option('--secret-file <file>', 'sign with the token in this file (default: the active one)')
    .action(async (options: SendTestOptions) => {
      process.exitCode = await sendTest(options);
    });
}

interface Destination {
  url: string;
  token: string;
  /** Undefined where only an address is known. */
  known: { workspace: string; target: Target } | undefined;
}

async function sendTest(options: SendTestOptions): Promise<number> {
  const output = openOutput(options);
  const { url, token, known } = await destinationOf(options);
  const { page: pageId = randomUUID(), type } = options;
  const signal = interruption();
  const event = testEvent({ pageId, type }, token, Date.now());
  if (!output.isJson) {
    output.line(`POST ${url}`);
    output.line(`${type} of page ${pageId}, event ${event.id}`);
  }
  const answer = await postEvent(url, event, signal);
  if (!answer) return INTERRUPTED;
  if (!output.isJson) output.line(`${answer.status} ${inOneLine(answer.text)}`);

  const isQueued = answer.ok && !answer.isIgnored;
  const isWaitedFor = isQueued && known !== undefined;
  if (isWaitedFor) output.note('Waiting for its outcome …');
  const outcome = isWaitedFor ? await outcomeOf(event.id, known, signal) : undefined;
  const { status, text } = answer;
  output.json({ url, eventId: event.id, pageId, type, status, body: text, outcome: outcome ?? null });
  if (!answer.ok) throw refused(answer.status, known !== undefined);
  if (!isWaitedFor) return 0;
  if (signal.aborted && !outcome) return INTERRUPTED;
  const code = tellOutcome(outcome, output);
  if (!output.isJson && isNobodysPage(options, outcome)) {
    output.line('The way works: the event came through; its page does not exist, so nobody was told.');
  }
  return code;
}

/** What is made up does not exist: that it is skipped is all that can come of it. */
function isNobodysPage({ page }: SendTestOptions, outcome: JournalLine | undefined): boolean {
  return page === undefined && outcome?.outcome === 'skipped';
}

async function destinationOf(options: SendTestOptions): Promise<Destination> {
  const fromFile = options.secretFile === undefined ? undefined : await readToken(options.secretFile);
  const { url, local, stack, workspace: wanted } = options;
  const isNamed = local !== undefined || stack !== undefined || wanted !== undefined;
  if (url !== undefined && fromFile !== undefined && !isNamed) {
    return { url, token: fromFile, known: undefined };
  }
  const target = await findTarget(options);
  const { key: workspace } = chooseWorkspace(target.settings, wanted);
  const token = fromFile ?? (await activeToken(workspace, target));
  return { url: url ?? target.webhookUrl(workspace), token, known: { workspace, target } };
}

async function readToken(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    const reason = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
    throw new CommandError(`The file ${file} cannot be read${reason}`, 'Name one that holds the token.', {
      cause,
    });
  });
  const token = text.trim();
  if (token === '') throw new CommandError(`The file ${file} is empty`, 'Name one that holds the token.');
  return parseStored(token, file);
}

/** A bare token, or what the parameter holds. */
function parseStored(text: string, file: string): string {
  try {
    return parseWebhookTokens(text).active;
  } catch {
    // What the parser says would tell of a parameter.
    throw new CommandError(`The file ${file} holds no webhook token`, 'Name one that holds the token alone.');
  }
}

async function activeToken(workspace: string, { ssm, parameterPrefix }: Target): Promise<string> {
  const tokens = await storedTokens(ssm, parameterPrefix).read(workspace);
  if (tokens) return tokens.active;
  throw new CommandError(
    `No webhook token of the workspace ${workspace} is active`,
    'Run `pagebell connect` first, or sign with a token of your own with --secret-file.',
  );
}

function outcomeOf(
  eventId: string,
  { workspace, target }: { workspace: string; target: Target },
  signal: AbortSignal,
): Promise<JournalLine | undefined> {
  const clock = {
    now: Date.now,
    sleep: (ms: number, until: AbortSignal) =>
      setTimeout(ms, undefined, { signal: until }).catch(() => undefined),
  };
  const journal = journalAccess(target.dynamodb, target.tableName);
  return awaitOutcome(eventId, { workspace, forMs: WAIT_MS }, { journal, clock }, signal);
}

function refused(status: number, isKnown: boolean): CommandError {
  const remedies: Record<number, string> = {
    401: isKnown
      ? 'The receiver knows another token: run `pagebell connect`, or wait a minute if that was just done.'
      : 'Check that the file holds the token of that address.',
    404: 'Check the address.',
    503: 'Run `pagebell connect` if no token is active yet, else look at the log of the ingress.',
  };
  return new CommandError(
    `The event was refused with ${status}`,
    remedies[status] ?? 'Check the address, and look at the log of the ingress.',
  );
}

/** @throws {CommandError} unless it ended well, or will by itself */
export function tellOutcome(
  outcome: JournalLine | undefined,
  output: Pick<Output, 'isJson' | 'line' | 'style'>,
): number {
  if (!outcome) {
    throw new CommandError(
      `No outcome within ${WAIT_MS / 1000} seconds`,
      'It is queued and not lost. `pagebell doctor` tells what holds it up, `pagebell events --follow` shows when it is done.',
    );
  }
  if (!output.isJson) output.line(describeLine(outcome, output));
  switch (outcome.outcome) {
    case 'done':
    case 'skipped':
    case 'deferred':
      return 0;
    case 'parked':
      throw new CommandError('The event was parked', '`pagebell dlq list` tells what to do.');
    case 'halted':
    case 'failed':
      throw new CommandError(
        `The work on it stopped: ${inOneLine(outcome.reason)}`,
        'It comes again by itself. `pagebell doctor` tells what holds it up.',
      );
  }
}
