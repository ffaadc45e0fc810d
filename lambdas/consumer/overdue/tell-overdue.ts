import { backoff, oneMore } from '../../core/backoff.ts';
import { OVERDUE_LIST } from '../../core/journal.ts';
import { givenUp, isGivenUp } from '../../core/outbox.ts';
import { listAfter, partsOfOverdueId, withoutStaleSearch } from '../../core/overdue.ts';
import type { Gathering, Overdue, OverdueRecord } from '../../core/ports/overdue.ts';
import { quietUntil } from '../../core/quiet-hours.ts';
import type { Message } from '../message.ts';
import { MovedItem, STALE } from '../moved-item.ts';
import { postToChannel } from '../notices/post-to-channel.ts';
import { parkMessage } from '../park.ts';
import type { TaskResult } from '../task.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { beginGathering, gatherMore } from './find-overdue.ts';
import { overdueMessage } from './overdue-message.ts';

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
  if (!record) return STALE;
  const { parkedAs, ...others } = record;
  if (record.dueAt !== dueAt && parkedAs !== dueAt) return STALE;
  const found = withoutStaleSearch(others, ports.clock.now());
  return new List(id, found, { message, dueAt }, turn, ports).work();
}

/** It failed again and again: the next is tomorrow's, unless the operator asks for it before. */
export async function giveUpOverdue(
  id: string,
  dueAt: number,
  reason: string,
  message: Message,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<void> {
  const record = await ports.overdue.load(turn.workspace.key, id);
  if (record) await new List(id, record, { message, dueAt }, turn, ports).giveUp(reason, HINT);
}

/** The job, and the due time that it answers. */
interface Asked {
  message: Message;
  dueAt: number;
}

/** One job's work on a list. */
class List {
  readonly #id: string;
  readonly #asked: Asked;
  readonly #turn: Turn;
  readonly #ports: ConsumerPorts;
  readonly #item: MovedItem<OverdueRecord>;

  constructor(id: string, record: OverdueRecord, asked: Asked, turn: Turn, ports: ConsumerPorts) {
    this.#id = id;
    this.#asked = asked;
    this.#turn = turn;
    this.#ports = ports;
    const { key } = turn.workspace;
    this.#item = new MovedItem(record, (from, to) => ports.overdue.move(key, id, from, to));
  }

  async work(): Promise<TaskResult> {
    const { workspace } = this.#turn;
    const quiet = quietUntil(workspace.quietHours, this.#ports.clock.now());
    if (quiet !== undefined) {
      // What was found by now may not be so any more by then.
      const { attempts, since } = this.#item.state;
      return this.#item.leave({ attempts, since, dueAt: quiet }, { kind: 'deferred', reason: 'quiet hours' });
    }
    const endOfSlice = this.#ports.clock.now() + SLICE_MS;
    for (;;) {
      const { gathering } = this.#item.state;
      if (gathering?.left.length === 0) return this.#tell(gathering);
      if (this.#ports.clock.now() >= endOfSlice) return { kind: 'deferred', reason: 'the search goes on' };
      const end = await this.#search();
      if (end) return end;
    }
  }

  /** Copies the job to where a person finds it. What it asks for comes tomorrow again, or when it is retried. */
  async giveUp(reason: string, hint: string): Promise<TaskResult> {
    const { message, dueAt: parkedAs } = this.#asked;
    await parkMessage(message, reason, hint, this.#ports);
    return this.#untilNext({ kind: 'parked', reason }, parkedAs);
  }

  /** One call of Notion. Resolves to how the job ends, if it does. */
  async #search(): Promise<TaskResult | undefined> {
    const { gathering } = this.#item.state;
    const { clock, overdue } = this.#ports;
    const found = gathering
      ? await gatherMore(gathering, this.#turn, this.#ports)
      : await beginGathering(this.#id, this.#turn, this.#ports);
    switch (found.kind) {
      case 'found': {
        if (!gathering && found.gathering.left.length === 0) {
          await overdue.remove(this.#turn.workspace.key, this.#id);
          return { kind: 'skipped', reason: 'no data source has it told any more' };
        }
        const to = { ...this.#item.state, gathering: found.gathering, dueAt: clock.now() };
        return (await this.#item.move(to)) ? undefined : STALE;
      }
      case 'waits': {
        const to = { ...this.#item.state, dueAt: found.until };
        return this.#item.leave(to, {
          kind: 'done',
          reason: 'the search waits for its share of the budget',
        });
      }
      case 'halted':
        return found;
      case 'deferred':
        return this.#defer(found, gathering);
      case 'lost':
        return this.#defer(found, undefined);
    }
  }

  /** Goes on later from there. */
  #defer(
    { reason, retryAfterMs }: { reason: string; retryAfterMs?: number | undefined },
    gathering: Gathering | undefined,
  ): Promise<TaskResult> {
    const { clock, random } = this.#ports;
    const now = clock.now();
    if (isGivenUp(this.#item.state, now)) {
      const failed = givenUp(reason);
      return this.giveUp(failed.reason, failed.hint);
    }
    const trouble = oneMore(this.#item.state, now);
    const dueAt = now + backoff(trouble.attempts, random(), retryAfterMs);
    return this.#item.leave({ ...trouble, dueAt, gathering }, { kind: 'deferred', reason });
  }

  async #tell({ found, more }: Gathering): Promise<TaskResult> {
    if (found.length === 0) return this.#untilNext({ kind: 'done', reason: 'nothing is overdue' });
    if (this.#turn.workspace.mode === 'observe') return this.#observe(found, more);
    const message = await overdueMessage(this.#id, found, more, this.#turn, this.#ports);
    const { attempts, since } = this.#item.state;
    // Whoever dies from here on leaves a list that is looked for, and told, anew.
    const { claimUntil } = this.#turn;
    if (!(await this.#item.move({ attempts, since, dueAt: claimUntil }))) return STALE;
    const { destination } = partsOfOverdueId(this.#id);
    const posted = await postToChannel(destination, message, this.#item.state, this.#turn, this.#ports);
    switch (posted.kind) {
      case 'told':
        return this.#untilNext({
          kind: 'done',
          reason: `${found.length + more} overdue, told in one list`,
          told: { channel: 'slack', rule: OVERDUE_LIST, people: [] },
        });
      case 'failed':
        return this.giveUp(posted.reason, posted.hint);
      case 'deferred':
        return this.#item.leave(posted.trouble, { kind: 'deferred', reason: posted.reason });
      case 'halted':
        await this.#item.move({ attempts, since, dueAt: posted.until });
        return posted;
    }
  }

  #observe(found: readonly Overdue[], more: number): Promise<TaskResult> {
    const people = new Set(found.flatMap(({ assignees }) => assignees.map(({ id }) => id)));
    const fields = { overdueId: this.#id, overdue: found.length + more, people: [...people] };
    this.#ports.log.info('Observed, not sent', fields);
    return this.#untilNext({ kind: 'skipped', reason: 'only observed' });
  }

  /** Done with until the next day. */
  #untilNext(end: TaskResult, parkedAs?: number): Promise<TaskResult> {
    const now = this.#ports.clock.now();
    const dueAt = listAfter(partsOfOverdueId(this.#id), now);
    return this.#item.leave({ attempts: 0, since: now, dueAt, parkedAs }, end);
  }
}

const HINT =
  'Read the errors in the log of the consumer, then retry it, or drop it: the next list comes tomorrow.';
