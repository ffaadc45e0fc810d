import { type CountsByHour, countLines, type HourCounts } from '../core/hour-counts.ts';
import type { JournalLine, Outcome, Told } from '../core/journal.ts';
import type { CountMetric } from '../core/metrics.ts';
import type { Assignee, Notice } from '../core/page-record.ts';
import { aboutJob, pageIdOf, type Received } from './message.ts';
import type { PageEnding, TaskResult } from './task.ts';
import type { ConsumerPorts } from './turn.ts';

/** How the work on a message ended. */
export type Ending =
  | TaskResult
  | { kind: 'failed'; reason: string }
  /** What is stored of it is a later release's: its messages must come again. */
  | { kind: 'newer'; reason: string };

/** What one invocation has to tell of its work on one workspace: in the log at once, in the table at its end. */
export class Journal {
  readonly #lines: JournalLine[] = [];
  readonly #workspace: string;
  readonly #ports: Pick<ConsumerPorts, 'clock' | 'journal' | 'log'>;

  constructor(workspace: string, ports: Pick<ConsumerPorts, 'clock' | 'journal' | 'log'>) {
    this.#workspace = workspace;
    this.#ports = ports;
  }

  /** One line for each message; for each page that a digest told of, so that its history tells of it. */
  tell(received: readonly Received[], ending: Ending, startedAt: number): void {
    const endedAt = this.#ports.clock.now();
    logEndings(received, ending, endedAt - startedAt, this.#ports);
    for (const one of received) this.#lines.push(...linesOf(one, ending, { startedAt, endedAt }));
  }

  /**
   * Counts its lines among those of their hour, and puts away the hours that are over.
   *
   * @param kept what the workspace's item holds of figures
   * @returns what it is to hold from now on
   */
  async count(kept: CountsByHour): Promise<CountsByHour> {
    const { counts, hour } = countLines(kept, this.#lines, this.#ports.clock.now());
    const left: Record<string, HourCounts> = {};
    for (const [begin, figures] of Object.entries(counts)) {
      const isOver = Number(begin) !== hour;
      if (!isOver || !(await this.#putAway(Number(begin), figures))) left[begin] = figures;
    }
    return left;
  }

  /** False if it must be tried again. */
  async #putAway(hour: number, counts: HourCounts): Promise<boolean> {
    if (Object.keys(counts).length === 0) return true;
    try {
      await this.#ports.journal.writeHour(this.#workspace, hour, counts);
      return true;
    } catch (error) {
      this.#warn('The figures of an hour could not be put away', error);
      return false;
    }
  }

  /** A journal that cannot be written must not bring the messages back: they are done with. */
  async write(): Promise<void> {
    if (this.#lines.length === 0) return;
    try {
      await this.#ports.journal.write(this.#lines);
    } catch (error) {
      this.#warn('The journal could not be written', error);
    }
  }

  #warn(what: string, error: unknown): void {
    this.#ports.log.warn(what, { workspace: this.#workspace, reason: String(error) });
  }
}

/** One line for each message. */
export function logEndings(
  received: readonly Received[],
  ending: Ending,
  durationMs: number,
  { log }: Pick<ConsumerPorts, 'log'>,
): void {
  const outcome = outcomeOf(ending);
  for (const { message, job } of received) {
    const fields = { ...aboutJob(job), messageId: message.id, attempt: message.receiveCount };
    const line = { ...fields, outcome, reason: ending.reason, durationMs };
    if (outcome === 'failed' || outcome === 'parked') log.error('Outcome', line);
    else log.info('Outcome', line);
  }
  log.count(OUTCOME_COUNTS[outcome], received.length);
}

const OUTCOME_COUNTS = {
  done: 'OutcomeDone',
  skipped: 'OutcomeSkipped',
  deferred: 'OutcomeDeferred',
  parked: 'OutcomeParked',
  halted: 'OutcomeHalted',
  failed: 'OutcomeFailed',
} as const satisfies Record<Outcome, CountMetric>;

function outcomeOf({ kind }: Ending): Outcome {
  switch (kind) {
    case 'stale':
      return 'skipped';
    case 'newer':
      return 'halted';
    default:
      return kind;
  }
}

function linesOf(received: Received, ending: Ending, during: During): JournalLine[] {
  const own = lineOf(received, ending, during);
  const pages = 'pages' in ending ? (ending.pages ?? []) : [];
  const ofPages = pages.map(
    ({ pageId, ...page }): JournalLine => ({
      ...own,
      id: `${own.id}-${pageId}`,
      outcome: 'done',
      pageId,
      ...aboutPage(page),
    }),
  );
  return ofPages.length > 0 && own.outcome === 'done' ? ofPages : [own, ...ofPages];
}

interface During {
  startedAt: number;
  endedAt: number;
}

function lineOf({ message, job }: Received, ending: Ending, { startedAt, endedAt }: During): JournalLine {
  const page = 'page' in ending ? ending.page : undefined;
  const pageId = pageIdOf(job);
  return {
    id: `${message.id}-${message.receiveCount}`,
    workspace: job.workspace,
    endedAt,
    job: job.kind,
    outcome: outcomeOf(ending),
    reason: ending.reason,
    attempt: message.receiveCount,
    durationMs: endedAt - startedAt,
    ...(pageId !== undefined && { pageId }),
    ...(job.kind === 'event' && {
      eventId: job.eventId,
      type: job.type,
      eventTime: job.eventTime,
      receivedAt: job.receivedAt,
    }),
    ...('told' in ending && ending.told && { told: [ending.told] }),
    ...(page && aboutPage(page)),
  };
}

function aboutPage({ isWorked, state, told, toldAt }: PageEnding): Partial<JournalLine> {
  const heardAt = told.flatMap((notice) => notice.heardAt ?? []);
  return {
    isWorked,
    ...(state && { title: state.title, url: state.url, assignees: state.assignees.map(nameOf) }),
    ...(told.length > 0 && { told: told.map(toldBy) }),
    ...(heardAt.length > 0 && { latencyMs: Math.max(0, toldAt - Math.min(...heardAt)) }),
  };
}

function toldBy({ channel, rule, people, subject }: Notice): Told {
  const step = subject?.kind === 'status' ? { step: subject.step + 1 } : {};
  return { channel, rule, people: people.map(nameOf), ...step };
}

function nameOf({ id, name }: Assignee): string {
  return name ?? id;
}
