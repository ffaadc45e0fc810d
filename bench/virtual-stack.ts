import { journalWriter } from '../lambdas/adapters/table/journal.ts';
import type { Message } from '../lambdas/consumer/message.ts';
import type { PagebellConfig } from '../lambdas/core/config.ts';
import { resolveConfig } from '../lambdas/core/config-schema/resolve-config.ts';
import { DIGEST_KEYS, PAGE_KEYS } from '../lambdas/core/keys.ts';
import type { WorkspaceSettings } from '../lambdas/core/settings.ts';
import { MANAGERS, PEOPLE, pageIdOf } from '../test/chaos/cast.ts';
import { ChaosQueues } from '../test/chaos/chaos-queues.ts';
import { ChaosTable } from '../test/chaos/chaos-table.ts';
import { ConsumerRuns } from '../test/chaos/consumer-runs.ts';
import { Deployment } from '../test/chaos/deployment.ts';
import { EventSource } from '../test/chaos/event-source.ts';
import { Knowledge } from '../test/chaos/knowledge.ts';
import { newPage } from '../test/chaos/new-page.ts';
import type { NotionPageModel } from '../test/chaos/notion-objects.ts';
import { runIngress, startTimer } from '../test/chaos/other-functions.ts';
import { seededRandom } from '../test/chaos/random.ts';
import { RateWatch } from '../test/chaos/rate-watch.ts';
import { SlackServer } from '../test/chaos/slack-server.ts';
import type { Surroundings } from '../test/chaos/surroundings.ts';
import { Tally } from '../test/chaos/tally.ts';
import { VirtualTime } from '../test/chaos/virtual-time.ts';
import { ASSIGNED, RENAMED, Webhooks } from '../test/chaos/webhooks.ts';
import { noFaults } from '../test/chaos/world.ts';
import { RecordingLog } from '../test/fakes/recording-log.ts';
import { type Bill, BilledTable } from './billed-table.ts';
import { type CallLimit, LimitedNotion } from './limited-notion.ts';

const DAY = 24 * 60 * 60_000;
/** Of an ordinary length: what is stored is billed by its size. */
const TITLE = 'Review the contract with the new supplier';
const AT_ONCE = { delaysMs: [0], isAggregated: false };
const ASSIGNEES = PEOPLE.slice(0, 2).map(({ id }) => id);
const MANAGER = MANAGERS[0] ?? '';

/** A workspace, and who sends its webhooks. */
interface VirtualWorkspace {
  notion: LimitedNotion;
  webhooks: Webhooks;
}

/** Of the consumer, the requests to its queue, and what the table bills for it. */
export interface Usage {
  invocations: number;
  consumerMs: number;
  requests: number;
  bill: Bill;
}

/** Pagebell as the chaos schedules run it, on a clock of its own, with nothing that fails. */
export class VirtualStack implements Surroundings {
  readonly time = new VirtualTime();
  readonly random = seededRandom(1);
  readonly tally = new Tally();
  readonly faults = noFaults(() => this.time.now(), this.tally);
  readonly log = new RecordingLog();
  readonly knowledge = new Knowledge();
  readonly deployment = new Deployment();
  readonly #rates = new RateWatch(Number.POSITIVE_INFINITY);
  readonly slack = new SlackServer(() => this.time.now());
  readonly table = new ChaosTable(this.faults.table, this.time, this.random);
  readonly queues = new ChaosQueues(this.faults.queue, this.time, this.random);
  readonly #billed = new BilledTable(this.table.table, this.time);
  readonly workspaces: readonly WorkspaceSettings[];
  #invocations = 0;
  #consumerMs = 0;
  readonly #virtual = new Map<string, VirtualWorkspace>();

  /** @param limit of each workspace's Notion */
  constructor(config: PagebellConfig, limit: CallLimit) {
    const { time, queues } = this;
    this.workspaces = resolveConfig(config).workspaces;
    for (const { key } of this.workspaces) {
      const notion = new LimitedNotion(limit, () => time.now());
      const webhooks = new Webhooks(time, (post) => runIngress(post, this, key));
      this.#virtual.set(key, { notion, webhooks });
    }
    const { table } = this.#billed; // the timer's own looks are not billed to events
    const consumer = new ConsumerRuns(this, { table, journal: journalWriter(table) });
    const invoke = async (batch: Message[]) => {
      const beganAt = time.now();
      const givenBack = await consumer.invoke(batch);
      this.#invocations += 1;
      this.#consumerMs += time.now() - beganAt;
      return givenBack;
    };
    // Nothing has to be kept of it: it watches the queue from now on.
    new EventSource(queues.events, invoke, time, this.workspaces.length);
    startTimer(this);
  }

  notionOf(workspace: string): LimitedNotion {
    return this.#of(workspace).notion;
  }

  ratesOf(): RateWatch {
    return this.#rates;
  }

  /** Tasks that Pagebell has seen, and a budget of which nothing is spent. */
  async know(workspace: string, tasks: number): Promise<void> {
    const { notion, webhooks } = this.#of(workspace);
    const madeAt = this.time.now() - DAY;
    for (let number = 1; number <= tasks; number++) {
      const id = pageIdOf(number);
      notion.pages.set(id, { ...newPage(number - 1, madeAt), title: TITLE });
      webhooks.tell({ type: 'page.moved', pageId: id, author: MANAGER, propertyIds: [] }, AT_ONCE);
    }
    await this.time.run(this.time.now() + DAY, () => this.#isQuiet);
    await this.time.run(this.time.now() + 10 * 60_000, () => false);
  }

  /** Assigns a task to two; its webhook arrives at once. */
  assign(workspace: string, task: number): void {
    this.#edit(workspace, task, { assignees: ASSIGNEES }, ASSIGNED);
  }

  /** Changes what nobody watches; its webhook arrives at once. */
  rename(workspace: string, task: number): void {
    this.#edit(workspace, task, { title: 'Measure it again' }, RENAMED);
  }

  #edit(
    workspace: string,
    task: number,
    change: Partial<NotionPageModel>,
    propertyIds: readonly string[],
  ): void {
    const { notion, webhooks } = this.#of(workspace);
    const page = notion.pages.get(pageIdOf(task));
    if (!page) throw new RangeError(`there is no task ${task}`);
    Object.assign(page, change, { editedAt: this.time.now() });
    const edit = { pageId: page.id, author: MANAGER, propertyIds };
    webhooks.tell({ ...edit, type: 'page.properties_updated' }, AT_ONCE);
  }

  /** What everything took so far. A batch is received by one request to the queue and deleted by another. */
  usage(): Usage {
    const requests = this.queues.requests + 2 * this.#invocations;
    const bill = { ...this.#billed.bill };
    return { invocations: this.#invocations, consumerMs: this.#consumerMs, requests, bill };
  }

  /** Until nothing is owed any more: messages that were put off are told as well. */
  async settle(): Promise<void> {
    const isOwed = () => [PAGE_KEYS, DIGEST_KEYS].some((kind) => this.table.earliestDue(kind) !== undefined);
    await this.time.run(this.time.now() + DAY, () => this.#isQuiet && !isOwed());
  }

  get #isQuiet(): boolean {
    const { visible, invisible } = this.queues.events.figures();
    return (
      visible + invisible === 0 && [...this.#virtual.values()].every(({ webhooks }) => webhooks.pending === 0)
    );
  }

  #of(workspace: string): VirtualWorkspace {
    const found = this.#virtual.get(workspace);
    if (!found) throw new RangeError(`there is no workspace ${workspace}`);
    return found;
  }
}
