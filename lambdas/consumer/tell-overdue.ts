import { backoff } from '../core/backoff.ts';
import { fitting, listMessage } from '../core/digest-message.ts';
import { type SlackMessage, type SlackText, slackText } from '../core/messages.ts';
import { givenUp, isGivenUp } from '../core/outbox.ts';
import { isStaleSearch, listAfter, partsOfOverdueId } from '../core/overdue.ts';
import type { Gathering, Overdue, OverdueRecord } from '../core/ports/overdue.ts';
import { quietUntil } from '../core/quiet-hours.ts';
import { whenDue } from '../core/rules/reminder.ts';
import { wordingOf } from '../core/wording.ts';
import { beginGathering, gatherMore } from './find-overdue.ts';
import { mentionsIn } from './mentions.ts';
import type { Message } from './message.ts';
import { parkMessage } from './park.ts';
import { postToChannel } from './post-to-channel.ts';
import type { TaskResult } from './task.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

/** One job asks Notion no longer than this: the workspace's other messages wait behind it. */
const SLICE_MS = 4000;

/** Tells a channel what is overdue: once a day, in one message, of which the oldest come first. */
export async function tellOverdue(
  id: string,
  dueAt: number,
  message: Message,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<TaskResult> {
  const record = await ports.overdue.load(turn.workspace.key, id);
  if (record?.dueAt !== dueAt) return STALE;
  return new List(id, record, message, turn, ports).work();
}

/** It failed again and again: the next is tomorrow's. */
export async function giveUpOverdue(
  id: string,
  reason: string,
  message: Message,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<void> {
  const record = await ports.overdue.load(turn.workspace.key, id);
  if (record) await new List(id, record, message, turn, ports).giveUp(reason, HINT);
}

/** One job's work on a list. */
class List {
  readonly #id: string;
  readonly #message: Message;
  readonly #turn: Turn;
  readonly #ports: ConsumerPorts;
  #record: OverdueRecord;

  constructor(id: string, record: OverdueRecord, message: Message, turn: Turn, ports: ConsumerPorts) {
    this.#id = id;
    this.#record = record;
    this.#message = message;
    this.#turn = turn;
    this.#ports = ports;
  }

  async work(): Promise<TaskResult> {
    const { workspace } = this.#turn;
    const quiet = quietUntil(workspace.quietHours, this.#ports.clock.now());
    if (quiet !== undefined) return this.#anewAt(quiet, { kind: 'deferred', reason: 'quiet hours' });
    this.#forgetStale();
    const endOfSlice = this.#ports.clock.now() + SLICE_MS;
    while (!isComplete(this.#record.gathering)) {
      if (this.#ports.clock.now() >= endOfSlice) return { kind: 'deferred', reason: 'the search goes on' };
      const end = await this.#search();
      if (end) return end;
    }
    return this.#tell(this.#record.gathering);
  }

  /** Copies the job to where a person finds it. What it asks for comes tomorrow again. */
  async giveUp(reason: string, hint: string): Promise<TaskResult> {
    await parkMessage(this.#message, reason, hint, this.#ports);
    return this.#untilNext({ kind: 'parked', reason });
  }

  #forgetStale(): void {
    const { gathering } = this.#record;
    if (!gathering || !isStaleSearch(gathering, this.#ports.clock.now())) return;
    this.#record = { ...this.#record, gathering: undefined };
  }

  /** One call of Notion. Resolves to how the job ends, if it does. */
  async #search(): Promise<TaskResult | undefined> {
    const { gathering } = this.#record;
    const { clock, random, overdue } = this.#ports;
    const found = gathering
      ? await gatherMore(gathering, this.#turn, this.#ports)
      : await beginGathering(this.#id, this.#turn, this.#ports);
    switch (found.kind) {
      case 'found': {
        if (!gathering && found.gathering.left.length === 0) {
          await overdue.remove(this.#turn.workspace.key, this.#id);
          return { kind: 'skipped', reason: 'no data source has it told any more' };
        }
        const isOurs = await this.#move({ ...this.#record, gathering: found.gathering, dueAt: clock.now() });
        return isOurs ? undefined : STALE;
      }
      case 'waits':
        return this.#moveTo(found.until, {
          kind: 'done',
          reason: 'the search waits for its share of the budget',
        });
      case 'halted':
        return found;
      case 'deferred': {
        const { attempts, since } = this.#record;
        const now = clock.now();
        if (isGivenUp({ attempts, since }, now)) {
          const { reason, hint } = givenUp(found.reason);
          return this.giveUp(reason, hint);
        }
        const dueAt = now + backoff(attempts + 1, random(), found.retryAfterMs);
        this.#record = { ...this.#record, attempts: attempts + 1, since: attempts === 0 ? now : since };
        return this.#moveTo(dueAt, { kind: 'deferred', reason: found.reason });
      }
    }
  }

  async #tell({ found, more }: Gathering): Promise<TaskResult> {
    if (found.length === 0) return this.#untilNext({ kind: 'done', reason: 'nothing is overdue' });
    if (this.#turn.workspace.mode === 'observe') return this.#observe(found, more);
    const message = await this.#messageOf(found, more);
    const { attempts, since } = this.#record;
    // Whoever dies from here on leaves a list that is looked for, and told, anew.
    const { claimUntil } = this.#turn;
    if (!(await this.#move({ attempts, since, dueAt: claimUntil }))) return STALE;
    const { destination } = partsOfOverdueId(this.#id);
    const posted = await postToChannel(destination, message, this.#record, this.#turn, this.#ports);
    switch (posted.kind) {
      case 'told':
        return this.#untilNext({ kind: 'done', reason: `${found.length + more} overdue, told in one list` });
      case 'failed':
        return this.giveUp(posted.reason, posted.hint);
      case 'deferred':
        return (await this.#move(posted.trouble)) ? { kind: 'deferred', reason: posted.reason } : STALE;
      case 'halted':
        await this.#move({ attempts, since, dueAt: posted.until });
        return posted;
    }
  }

  #observe(found: readonly Overdue[], more: number): Promise<TaskResult> {
    const people = new Set(found.flatMap(({ assignees }) => assignees.map(({ id }) => id)));
    const fields = { overdueId: this.#id, overdue: found.length + more, people: [...people] };
    this.#ports.log.info('Observed, not sent', fields);
    return this.#untilNext({ kind: 'skipped', reason: 'only observed' });
  }

  async #messageOf(found: readonly Overdue[], more: number): Promise<SlackMessage> {
    const { messages } = this.#turn.workspace;
    // Nobody is looked up for a line that has no room.
    const likely = found.slice(0, fitting(found.map((page) => this.#lineOf(page))));
    const slackIds = await Promise.all(likely.map((page) => this.#mentionsIn(page)));
    const texts = likely.map((page, index) => this.#lineOf(page, slackIds[index]));
    const listed = fitting(texts);
    const { overdue, words } = messages;
    const unlisted = { count: more + found.length - listed, text: words.andMore };
    return listMessage(overdue.header, texts.slice(0, listed), '', unlisted);
  }

  #lineOf(
    { day, title, url, assignees, dataSourceId }: Overdue,
    slackIds?: ReadonlyMap<string, string>,
  ): SlackText {
    const { overdue, words } = wordingOf(this.#turn.workspace, dataSourceId, []);
    const { timeZone } = partsOfOverdueId(this.#id);
    const when = whenDue(day, this.#ports.clock.now(), timeZone, words);
    const about = { people: assignees, subject: { kind: 'due', day, daysBefore: 0, when } as const };
    return slackText(overdue.line, about, { title, url }, words, slackIds);
  }

  /** Who is never told is named. */
  #mentionsIn({ assignees, dataSourceId }: Overdue): Promise<ReadonlyMap<string, string> | undefined> {
    const { mute } = this.#turn.workspace;
    const isMuted = (id: string) =>
      mute.some(({ person, channels }) => person === id && channels.includes('slack'));
    const mentioned = assignees.filter(({ id }) => !isMuted(id));
    return mentionsIn(mentioned, dataSourceId, this.#turn, this.#ports, this.#turn.sweepBudget);
  }

  /** Done with until the next day. */
  #untilNext(end: TaskResult): Promise<TaskResult> {
    const now = this.#ports.clock.now();
    this.#record = { ...this.#record, attempts: 0, since: now };
    return this.#anewAt(listAfter(partsOfOverdueId(this.#id), now), end);
  }

  /** What was found by now may not be so any more by then. */
  #anewAt(dueAt: number, end: TaskResult): Promise<TaskResult> {
    this.#record = { ...this.#record, gathering: undefined };
    return this.#moveTo(dueAt, end);
  }

  async #moveTo(dueAt: number, end: TaskResult): Promise<TaskResult> {
    return (await this.#move({ ...this.#record, dueAt })) ? end : STALE;
  }

  /** Stores how far it is. False if somebody else has moved it. */
  async #move(to: OverdueRecord): Promise<boolean> {
    const { key } = this.#turn.workspace;
    const isOurs = await this.#ports.overdue.move(key, this.#id, this.#record.dueAt, to);
    this.#record = to;
    return isOurs;
  }
}

function isComplete(gathering: Gathering | undefined): gathering is Gathering {
  return gathering !== undefined && gathering.left.length === 0;
}

const STALE: TaskResult = { kind: 'stale', reason: 'not due any more' };
const HINT = 'Read the errors in the log of the consumer, then drop it: the next list comes tomorrow.';
