import { setTimeout } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { type JournalLine, OUTCOMES, type Outcome } from '../../../lambdas/core/journal.ts';
import { journalAccess } from '../../adapters/journal-access.ts';
import { openOutput } from '../../output.ts';
import { notionPage, wholeNumber } from '../arguments.ts';
import { CommandError, Unreachable } from '../command-error.ts';
import { INTERRUPTED, interruption } from '../interruption.ts';
import { findTarget, type Target, type TargetOptions } from '../target.ts';
import { withTargetOptions } from '../with-target-options.ts';
import { workspaceKeys } from '../workspace-keys.ts';
import { describeLine } from './describe-line.ts';
import { LastingJournal } from './lasting-journal.ts';
import { Follower, recentLines, type Wish } from './read-events.ts';

interface EventsOptions extends TargetOptions {
  all?: boolean;
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
    .option('--page <page>', 'only those that worked on a page: its id or its address', notionPage)
    .option(
      '--all',
      'also sweeps, searches and repetitions that told nobody, which are left out unless --outcome or --page asks',
    )
    .action(async (options: EventsOptions) => {
      process.exitCode = await events(options);
    });
}

async function events(options: EventsOptions): Promise<number> {
  const output = openOutput(options);
  const { settings, ...target } = await findTarget(options);
  const isEventful = !options.all && options.outcome === undefined && options.page === undefined;
  const wish: Wish = {
    isEventful,
    workspaces: workspaceKeys(settings, options.workspace),
    outcome: options.outcome,
    pageId: options.page,
  };
  const journal = new LastingJournal(journalAccess(target.dynamodb, target.tableName), {
    find: async () => {
      const found = await findTarget(options);
      return journalAccess(found.dynamodb, found.tableName);
    },
    whyLost: (error) => whyLost(error, target.kind),
    say: (text) => output.note(text),
  });
  const tell = (lines: readonly JournalLine[]) => {
    for (const line of lines) {
      output.json(line);
      if (!output.isJson) output.line(describeLine(line, output));
    }
  };

  const signal = options.follow ? interruption() : undefined;
  const follower = new Follower(wish, journal);
  if (signal) await follower.begin();
  const recent = await recentLines(wish, options.limit, journal);
  tell(recent);
  if (!signal) {
    if (recent.length === 0) {
      const rest = isEventful ? ' Sweeps and the like are left out; --all shows them.' : '';
      output.note(`No such line is in the journal of this stack, which keeps them for 30 days.${rest}`);
    }
    return 0;
  }
  follower.skip(recent);
  while (!signal.aborted) {
    tell((await journal.whileThere(() => follower.next())) ?? []);
    await setTimeout(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
  return INTERRUPTED;
}

/** A local run that is started again has other addresses, and answers oddly while it starts. */
function whyLost(error: unknown, kind: Target['kind']): string | undefined {
  if (kind === 'local' && error instanceof CommandError) return 'The local run does not answer';
  return error instanceof Unreachable ? error.message : undefined;
}
