import type { LocalClock } from '../../clock.ts';
import type { NotionOperation } from '../../notion/call.ts';
import type { SimulatedConnection } from '../../notion/connection.ts';
import { heldValue, propertiesOf } from '../../notion/page-object.ts';
import { PEOPLE, TASK_PROPERTY } from '../../notion/seed.ts';
import { type Change, toWebhookPayload, type WebhookPayload } from '../../notion/webhook-payload.ts';
import type { Effect, Fault, Faults } from '../../simulation/faults.ts';
import type { SimulatedSlack } from '../../slack/server.ts';
import { type Assigned, EditError } from '../edits.ts';
import type { Demonstration as DemonstrationState, FaultName } from '../state.ts';
import { Assignments } from './assignments.ts';
import { FAULT_NAMES, FAULT_TEXTS } from './fault-texts.ts';
import { type FaultUse, reportOf } from './report.ts';

export interface DemonstrationParts {
  clock: Pick<LocalClock, 'now' | 'offset'>;
  notion: Pick<SimulatedConnection, 'workspace' | 'faults'> & {
    webhooks: Pick<SimulatedConnection['webhooks'], 'log' | 'copies' | 'forge'>;
  };
  slack: Pick<SimulatedSlack, 'messages' | 'faults'> | undefined;
  /** Whether everything goes by that clock. */
  canPassTime: boolean;
  /** Ends whatever the consumer is doing, as when its machine fails. */
  killConsumer(): Promise<void>;
  /** Resolves when Pagebell knows every page of the workspace as it is now. */
  learnPages(): Promise<void>;
}

/** Since a fault was last switched on. */
interface Use extends Omit<FaultUse, 'isHeldUp'> {
  since: number;
  end(): void;
}

/** The queue's visibility time-out: for so long, what a dead consumer took may hold back its workspace. */
const HIDDEN_MS = 2 * 60_000;
/** What `Retry-After` says. */
const RATE_LIMITED_SECONDS = 10;
const SLACK_UNAVAILABLE: Effect = {
  kind: 'answer',
  when: 'before',
  status: 503,
  code: 'service_unavailable',
};
const RATE_LIMITED: Effect = {
  kind: 'answer',
  when: 'before',
  status: 429,
  code: 'rate_limited',
  message: 'You have been rate limited. Please try again in a few minutes.',
  headers: { 'retry-after': String(RATE_LIMITED_SECONDS) },
};

/** Switches faults of the simulated services on and off, and tells what came of each. They end with the run. */
export class Demonstration {
  readonly #parts: DemonstrationParts;
  readonly #assignments: Assignments;
  readonly #uses = new Map<FaultName, Use>();
  /** Whether the latest webhook was dropped. */
  #hasDropped = false;
  /** When the consumer was last killed (ms, on the run's clock). */
  #killedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: DemonstrationParts) {
    this.#parts = parts;
    this.#assignments = new Assignments(parts);
    parts.notion.webhooks.copies = (payload) => this.#copiesOf(payload);
  }

  state(): DemonstrationState {
    const isHeldUp = this.#parts.clock.now() < this.#killedAt + HIDDEN_MS;
    return {
      advancedMs: this.#parts.clock.offset,
      canPassTime: this.#parts.canPassTime,
      faults: this.#names().map((name) => {
        const use = this.#uses.get(name);
        const report = use && reportOf(name, { ...use, isHeldUp }, this.#assignments.seen(name, use.since));
        return { name, ...FAULT_TEXTS[name], on: use?.on ?? false, report };
      }),
    };
  }

  /**
   * What is on already stays on, and a forged webhook is sent each time. Resolves to whether it is on.
   *
   * @throws {EditError} where it cannot be switched
   */
  async set(name: FaultName, on: boolean): Promise<boolean> {
    if (!this.#names().includes(name)) throw new EditError('Slack is not simulated in this run');
    const use = this.#uses.get(name);
    if (name === 'forge-signature') {
      if (on) await this.#forge(use);
      return false;
    }
    // A webhook that is lost can be made good only for a page of which Pagebell knows who had it before.
    if (on && !use?.on && name === 'drop-second') await this.#parts.learnPages();
    if (on === (this.#uses.get(name)?.on ?? false)) return on;
    if (on) this.#begin(name);
    else use?.end();
    return on;
  }

  /** To be called when somebody has given a task to people who are to be told of it. */
  noteAssigned({ pageId, people, at }: Assigned): void {
    const faults = new Set([...this.#uses].flatMap(([name, { on }]) => (on ? [name] : [])));
    for (const person of people) this.#assignments.add({ at, pageId, person, faults });
  }

  #names(): FaultName[] {
    return FAULT_NAMES.filter((name) => name !== 'slack-down' || this.#parts.slack);
  }

  #begin(name: Exclude<FaultName, 'forge-signature'>): void {
    const use: Use = {
      since: this.#parts.clock.now(),
      on: true,
      struck: 0,
      answers: [],
      end: () => {
        use.on = false;
        removeFaults();
      },
    };
    const removeFaults = this.#addFaults(name, use);
    this.#uses.set(name, use);
  }

  /** Returns what takes them away again. */
  #addFaults(name: FaultName, use: Use): () => void {
    const { notion, slack } = this.#parts;
    const onStrike = () => {
      use.struck += 1;
    };
    switch (name) {
      case 'slack-down':
        return slack
          ? added(slack.faults, { operation: 'post', effect: SLACK_UNAVAILABLE, onStrike })
          : () => {};
      case 'notion-429':
        return added(notion.faults, { operation: 'any', effect: RATE_LIMITED, onStrike });
      case 'kill-consumer': {
        const removals = [
          added<NotionOperation>(notion.faults, {
            operation: 'comments.create',
            times: 1,
            onStrike,
            effect: { kind: 'cut', when: 'after', first: () => this.#kill(use) },
          }),
          // The instant of its death: the comment is there, and Slack has not taken the message.
          ...(slack
            ? [added(slack.faults, { operation: 'post', effect: { kind: 'cut', when: 'before' } })]
            : []),
        ];
        return () => {
          for (const remove of removals) remove();
        };
      }
      case 'deliver-twice':
      case 'forge-signature':
        return () => {}; // about webhooks
      case 'drop-second':
        this.#hasDropped = false;
        return () => {};
    }
  }

  async #kill(use: Use): Promise<void> {
    await this.#parts.killConsumer();
    this.#killedAt = this.#parts.clock.now();
    use.end();
  }

  #copiesOf(payload: WebhookPayload): number {
    if (payload.type === 'comment.created') return 1; // of no concern to Pagebell, and would change the turn
    const dropping = this.#uses.get('drop-second');
    if (dropping?.on) {
      this.#hasDropped = !this.#hasDropped;
      if (this.#hasDropped) {
        dropping.struck += 1;
        return 0;
      }
    }
    return this.#uses.get('deliver-twice')?.on ? 2 : 1;
  }

  async #forge(before: Use | undefined): Promise<void> {
    const { clock, notion } = this.#parts;
    const { workspace } = notion;
    const page = workspace
      .pages()
      .find((one) =>
        propertiesOf(one, workspace).some((property) => heldValue(one, property).type === 'people'),
      );
    if (!page) throw new EditError('there is no task that a forged webhook could be about');
    const now = clock.now();
    const change: Change = {
      type: 'page.properties_updated',
      page,
      author: PEOPLE.ana,
      propertyIds: [TASK_PROPERTY.assignee],
    };
    const status = await notion.webhooks.forge(toWebhookPayload(change, now, workspace));
    const answers = [...(before?.answers ?? []), status];
    this.#uses.set('forge-signature', { since: now, on: false, struck: 0, answers, end: () => {} });
  }
}

/** Returns what takes it away again. */
function added<Operation extends string>(faults: Faults<Operation>, fault: Fault<Operation>): () => void {
  faults.add(fault);
  return () => faults.remove(fault);
}
