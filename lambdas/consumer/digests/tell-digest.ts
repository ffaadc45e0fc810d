import { fitting } from '../../core/digest-message.ts';
import { destinationOfDigest, lookAtAfter } from '../../core/digests.ts';
import type { Settlement } from '../../core/outbox.ts';
import type { DigestProgress, DigestRecord } from '../../core/ports/digests.ts';
import { MovedItem, STALE } from '../moved-item.ts';
import { type Posted, postToChannel } from '../notices/post-to-channel.ts';
import { silentUntil } from '../notices/silent-until.ts';
import type { Endings, TaskResult } from '../task.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { type Line, lineOf, messageOf } from './digest-line.ts';
import { byPage, claim, handBack, type Member, settleMembers, standing } from './digest-members.ts';

/** Tells what one minute was too much for: in one message, or in as many as it takes. */
export async function tellDigest(
  id: string,
  dueAt: number,
  messageIds: readonly string[],
  turn: Turn,
  ports: ConsumerPorts,
): Promise<TaskResult> {
  const record = await ports.digests.load(turn.workspace.key, id);
  if (record?.progress.dueAt !== dueAt) return STALE;
  const telling = new Telling(id, record, messageIds, turn, ports);
  let end: TaskResult | undefined;
  while (!end) end = await telling.step();
  return end;
}

const OVER: Settlement = { kind: 'dropped', reason: 'it does not hold any more' };
const UNWISHED: Settlement = {
  kind: 'dropped',
  reason: 'nobody is to be told there by now',
  cannotBeTold: true,
};

/** One job's work on a digest. How far it is, is in its item before and after each message. */
class Telling {
  readonly #id: string;
  readonly #messageIds: readonly string[];
  readonly #turn: Turn;
  readonly #ports: ConsumerPorts;
  readonly #item: MovedItem<DigestProgress, [left: readonly string[]]>;
  #members: readonly string[];
  readonly #told: Member[] = [];
  #failure: string | undefined;

  constructor(
    id: string,
    { members, progress }: DigestRecord,
    messageIds: readonly string[],
    turn: Turn,
    ports: ConsumerPorts,
  ) {
    this.#id = id;
    this.#members = members;
    this.#messageIds = messageIds;
    this.#turn = turn;
    this.#ports = ports;
    const { key } = turn.workspace;
    this.#item = new MovedItem(progress, (from, to, left) => ports.digests.move(key, id, from, to, left));
  }

  /** Posts one message. Resolves to how the job ends, if it does. */
  async step(): Promise<TaskResult | undefined> {
    const { telling = [], state } = this.#item.state;
    const members = await standing(this.#id, this.#members, this.#turn, this.#ports);
    // Whoever told them died before they were out of their outboxes.
    if (state === 'told')
      return this.#takeOut(
        members.filter(({ notice }) => telling.includes(notice.id)),
        telling,
      );

    const silent = silentUntil(this.#turn.workspace, this.#ports.clock.now());
    if (silent) return this.#putOff(silent.until, silent.reason);
    const withFate = (asked: Member['fate']) => members.filter(({ fate }) => fate === asked);
    await this.#settle(withFate('over'), OVER);
    await this.#settle(withFate('unwished'), UNWISHED);
    await handBack(this.#id, withFate('elsewhere'), this.#ports);
    const tellable = withFate('tell');
    if (tellable.length === 0) return this.#finish();
    return this.#tell(await Promise.all(tellable.map((member) => lineOf(member, this.#turn, this.#ports))));
  }

  async #tell(lines: readonly Line[]): Promise<TaskResult | undefined> {
    const { claimUntil, workspace } = this.#turn;
    const listed = lines.slice(0, fitting(lines.map(({ text }) => text)));
    const present = new Set(lines.map(({ member }) => member.notice.id));
    const gone = this.#members.filter((id) => !present.has(id));
    const telling = listed.map(({ member }) => member.notice.id);
    const sending = { ...this.#item.state, state: 'sending', dueAt: claimUntil, telling } as const;
    if (!(await this.#move(sending, gone))) return STALE;

    const claimed = await claim(
      this.#id,
      listed.map(({ member }) => member),
      claimUntil,
      this.#ports,
    );
    const texts = listed.filter(({ member }) => claimed.some(({ notice }) => notice.id === member.notice.id));
    if (texts.length === 0) return this.#goOn(telling);
    const message = messageOf(texts, workspace.messages);
    const destination = destinationOfDigest(this.#id);
    const posted = await postToChannel(destination, message, this.#item.state, this.#turn, this.#ports);
    return this.#after(posted, claimed, telling);
  }

  async #after(
    posted: Posted,
    claimed: readonly Member[],
    telling: readonly string[],
  ): Promise<TaskResult | undefined> {
    switch (posted.kind) {
      case 'told':
        if (!(await this.#move({ ...this.#item.state, state: 'told' }))) return STALE;
        return this.#takeOut(claimed, telling);
      case 'failed':
        await this.#settle(claimed, posted);
        this.#failure = posted.reason;
        return this.#goOn(telling);
      case 'deferred': {
        const { reason, trouble } = posted;
        await this.#putBack(claimed, trouble.dueAt, reason);
        const end = { kind: 'deferred', reason, ...this.#ending() } as const;
        return this.#item.leave({ ...trouble, state: 'pending' }, end, []);
      }
      case 'halted': {
        const { until, reason } = posted;
        await this.#putBack(claimed, until, reason);
        await this.#move({ ...this.#item.state, state: 'pending', dueAt: until, telling: undefined });
        return { kind: 'halted', until, reason, ...this.#ending() };
      }
    }
  }

  /** They are told: out of their outboxes, then out of the digest. */
  async #takeOut(claimed: readonly Member[], telling: readonly string[]): Promise<TaskResult | undefined> {
    await this.#settle(claimed, { kind: 'delivered' });
    this.#told.push(...claimed);
    return this.#goOn(telling);
  }

  /** Nothing of the claim was sent. */
  #putBack(claimed: readonly Member[], dueAt: number, reason: string): Promise<void> {
    return this.#settle(claimed, { kind: 'returned', to: 'pending', at: lookAtAfter(dueAt), reason });
  }

  #settle(members: readonly Member[], settlement: Settlement): Promise<void> {
    return settleMembers(members, settlement, this.#messageIds, this.#turn, this.#ports);
  }

  /** Those are done with. The rest, if there is one, comes in a message of its own. */
  async #goOn(done: readonly string[]): Promise<TaskResult | undefined> {
    if (this.#members.every((id) => done.includes(id))) return this.#finish();
    const dueAt = this.#ports.clock.now();
    const next = { ...this.#item.state, state: 'pending', dueAt, telling: undefined } as const;
    return (await this.#move(next, done)) ? undefined : STALE;
  }

  async #finish(): Promise<TaskResult> {
    await this.#ports.digests.remove(this.#turn.workspace.key, this.#id, this.#item.state.dueAt);
    if (this.#failure !== undefined) return { kind: 'parked', reason: this.#failure, ...this.#ending() };
    if (this.#told.length === 0) return { kind: 'skipped', reason: 'nothing is left to tell' };
    return { kind: 'done', reason: `${this.#told.length} delivered in a digest`, ...this.#ending() };
  }

  /** What the journal tells of it. */
  #ending(): Pick<Endings, 'pages'> {
    const toldAt = this.#ports.clock.now();
    const pages = [...byPage(this.#told)].map(([pageId, members]) => {
      const told = members.map(({ notice }) => notice);
      return { pageId, isWorked: true, state: members[0]?.page, told, toldAt };
    });
    return { pages };
  }

  #putOff(until: number, reason: string): Promise<TaskResult> {
    const to = { ...this.#item.state, state: 'pending', dueAt: until, telling: undefined } as const;
    return this.#item.leave(to, { kind: 'deferred', reason }, []);
  }

  /** Stores how far it is, and forgets members that are done with. False if somebody else has moved it. */
  async #move(to: DigestProgress, left: readonly string[] = []): Promise<boolean> {
    this.#members = this.#members.filter((id) => !left.includes(id));
    return this.#item.move(to, left);
  }
}
