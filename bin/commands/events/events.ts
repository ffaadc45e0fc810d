import { setTimeout } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { type JournalLine, OUTCOMES, type Outcome } from '../../../lambdas/core/journal.ts';
import { journalAccess } from '../../adapters/journal-access.ts';
import { openOutput } from '../../output.ts';
import { notionId, wholeNumber } from '../arguments.ts';
import { Unreachable } from '../command-error.ts';
import { INTERRUPTED, interruption } from '../interruption.ts';
import { findTarget, type TargetOptions } from '../target.ts';
import { withTargetOptions } from '../with-target-options.ts';
import { workspaceKeys } from '../workspace-keys.ts';
import { describeLine } from './describe-line.ts';
import { Follower, recentLines, type Wish } from './read-events.ts';

interface EventsOptions extends TargetOptions {
  follow?: boolean;
  limit: number;
  outcome?: Outcome;
  page?: string;
  json?: boolean;
}

const POLL_MS = 2000;

export function eventsCommand(): Command {
  const command = new Command('events').description(
    'Shows what became of events and other jobs: when, which page, who was told where, how fast, and why not.',
  );
  return withTargetOptions(command)
    .option('--follow', 'go on with what comes, until Ctrl-C')
    .option('--limit <n>', 'how many of the latest to show', wholeNumber, 20)
    .addOption(new Option('--outcome <outcome>', 'only those that ended so').choices([...OUTCOMES]))
    .option('--page <id>', 'only those that worked on a page', notionId)
    .action(async (options: EventsOptions) => {
      process.exitCode = await events(options);
    });
}

async function events(options: EventsOptions): Promise<number> {
  const output = openOutput(options);
  const { settings, dynamodb, tableName } = await findTarget(options);
  const wish: Wish = {
    workspaces: workspaceKeys(settings, options.workspace),
    outcome: options.outcome,
    pageId: options.page,
  };
  const reader = journalAccess(dynamodb, tableName);
  const tell = (lines: readonly JournalLine[]) => {
    for (const line of lines) {
      output.json(line);
      if (!output.isJson) output.line(describeLine(line, output));
    }
  };

  const signal = options.follow ? interruption() : undefined;
  const startedAt = Date.now();
  const recent = await recentLines(wish, options.limit, reader);
  tell(recent);
  if (!signal) {
    if (recent.length === 0) output.note('No such line is in the journal, which keeps them for 30 days.');
    return 0;
  }
  const follower = new Follower(wish, reader, startedAt);
  follower.skip(recent);
  while (!signal.aborted) {
    // A connection that breaks for a while ends nothing.
    tell(await follower.next().catch(nothingIfUnreachable));
    await setTimeout(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
  return INTERRUPTED;
}

function nothingIfUnreachable(error: unknown): JournalLine[] {
  if (error instanceof Unreachable) return [];
  throw error;
}
