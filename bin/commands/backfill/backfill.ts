import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import { backfillDataSources } from '../../adapters/backfill-data-sources.ts';
import { eventsQueue } from '../../adapters/events-queue.ts';
import { bar, progressLine } from '../../adapters/progress-line.ts';
import { accessTable } from '../../adapters/table-access.ts';
import { type Output, openOutput } from '../../output.ts';
import { notionId } from '../arguments.ts';
import { INTERRUPTED, interruption } from '../interruption.ts';
import { findTarget, type Target, type TargetOptions } from '../target.ts';
import { span } from '../time-words.ts';
import { withTargetOptions } from '../with-target-options.ts';
import { counted } from '../words.ts';
import { workspaceKeys } from '../workspace-keys.ts';
import { type Estimate, estimate } from './estimate.ts';
import {
  type BackfillPorts,
  begin,
  chooseDataSources,
  follow,
  isUnderWay,
  type Run,
} from './run-backfill.ts';

interface BackfillOptions extends TargetOptions {
  /** False with `--no-wait`. */
  wait: boolean;
  json?: boolean;
}

export function backfillCommand(): Command {
  const command = new Command('backfill')
    .description(
      'Looks at every page of a data source, as if each had just been edited. Pages that were last edited before Pagebell first saw the data source are stored without telling anybody.',
    )
    .argument('[data-source]', 'id of a data source (default: all that are known)', notionId);
  return withTargetOptions(command)
    .option('--no-wait', 'begin it and leave')
    .action(async (wanted: string | undefined, options: BackfillOptions) => {
      process.exitCode = await backfill(wanted, options);
    });
}

async function backfill(wanted: string | undefined, options: BackfillOptions): Promise<number> {
  const output = openOutput(options);
  const target = await findTarget(options);
  const ports = backfillPorts(target);
  const signal = interruption();

  const begun: Run[] = [];
  const workspaces = workspaceKeys(target.settings, options.workspace);
  for (const subject of await chooseDataSources(workspaces, wanted, ports)) {
    const run = await begin(subject, ports);
    output.note(begunInWords(run));
    begun.push(run);
  }
  if (!options.wait) {
    output.json(resultOf(begun));
    output.line('It goes on by itself. `pagebell backfill` shows how far it is.');
    return 0;
  }
  const ended = await followOn(begun, ports, output, signal);
  output.json(resultOf(ended));
  const { rows, ended: endedCount, of } = estimate(ended, Date.now());
  if (endedCount < of) {
    output.line('It goes on without this command. `pagebell backfill` shows how far it is.');
    return INTERRUPTED;
  }
  output.line(
    `Looked at ${counted(rows, 'page')}. Whoever is to be told of what was found will be in \`pagebell events\`.`,
  );
  return 0;
}

function backfillPorts({ dynamodb, tableName, sqs, queueUrl }: Target): BackfillPorts {
  return {
    dataSources: backfillDataSources(accessTable(dynamodb, tableName)),
    queue: eventsQueue(sqs, queueUrl),
    clock: {
      now: Date.now,
      sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
    },
  };
}

function begunInWords({ dataSourceId, wasUnderWay, sweep }: Run): string {
  if (!sweep) return `${dataSourceId} is not watched any more.`;
  if (!wasUnderWay) return `Looking at every page of ${dataSourceId} …`;
  const rows = sweep.backfill?.rows ?? 0;
  return `${dataSourceId} is under way already, with ${counted(rows, 'page')} looked at.`;
}

/** A sweep may wait a minute for its share of the budget; longer than this is worth a word. */
const STILL_MS = 3 * 60_000;

async function followOn(
  begun: readonly Run[],
  ports: BackfillPorts,
  output: Output,
  signal: AbortSignal,
): Promise<Run[]> {
  const line = progressLine(output.people);
  let last = { rows: -1, at: Date.now() };
  const tell = (runs: readonly Run[]) => {
    const now = Date.now();
    const current = estimate(runs, now);
    if (current.rows !== last.rows) last = { rows: current.rows, at: now };
    const stillFor = now - last.at;
    line.show(inWords(current, stillFor >= STILL_MS ? stillFor : undefined));
  };
  try {
    return await follow(begun, tell, ports, signal);
  } finally {
    line.end();
  }
}

function inWords(
  { ended, of, rows, share, rate, remaining }: Estimate,
  stillFor: number | undefined,
): string {
  const parts = [
    `${bar(share)} ${Math.floor(share * 100)} %`,
    `${counted(rows, 'page')}${rate === undefined ? '' : `, ${Math.round(rate)} a minute`}`,
    leftInWords(rows, remaining),
    ...(of > 1 ? [`${ended} of ${of} data sources`] : []),
    ...(stillFor === undefined ? [] : [`nothing for ${span(stillFor)}: pagebell doctor tells why`]),
  ];
  return parts.join('  ');
}

function leftInWords(rows: number, remaining: number | undefined): string {
  if (remaining !== undefined) return `about ${span(remaining)} left`;
  return rows === 0 ? 'waiting for its turn' : 'time left: unknown';
}

function resultOf(runs: readonly Run[]): object {
  return {
    dataSources: runs.map(({ workspace, dataSourceId, sweep }) => ({
      workspace,
      dataSourceId,
      state: sweep === undefined ? 'not watched' : isUnderWay(sweep) ? 'under way' : 'ended',
      ...sweep?.backfill,
    })),
  };
}
