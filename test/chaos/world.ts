import type { Message } from '../../lambdas/consumer/message.ts';
import { keys } from '../../lambdas/core/keys.ts';
import type { WorkspaceSettings } from '../../lambdas/core/settings.ts';
import { RecordingLog } from '../fakes/recording-log.ts';
import { CLIENT, CLIENT_DATA_SOURCE, DATA_SOURCE, EVERYBODY, LEADS, WORKSPACE } from './cast.ts';
import { ChaosQueues } from './chaos-queues.ts';
import { ChaosTable } from './chaos-table.ts';
import { Client } from './client.ts';
import { ConsumerRuns } from './consumer-runs.ts';
import { Deployment } from './deployment.ts';
import { EventSource } from './event-source.ts';
import { Faults } from './faults.ts';
import { faultyFetch } from './faulty-fetch.ts';
import { Knowledge } from './knowledge.ts';
import { Mail } from './mail.ts';
import { NotionServer } from './notion-server.ts';
import { runIngress, startTimer } from './other-functions.ts';
import { type Random, seededRandom } from './random.ts';
import { RateWatch } from './rate-watch.ts';
import { isAnythingOwed } from './records.ts';
import type { Schedule } from './schedule.ts';
import { type Setup, settingsOf } from './setup.ts';
import { SlackServer } from './slack-server.ts';
import type { AllFaults, Surroundings } from './surroundings.ts';
import { Tally } from './tally.ts';
import { Truth } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';
import { Webhooks } from './webhooks.ts';

const NEVER_MS = 365 * 24 * 60 * 60_000;

/** Pagebell as it is deployed, and all that is around it, in one process and on one clock. */
export class World implements Surroundings {
  readonly time = new VirtualTime();
  readonly tally = new Tally();
  readonly log = new RecordingLog();
  readonly knowledge = new Knowledge();
  readonly deployment = new Deployment();
  readonly truth: Truth;
  readonly random: Random;
  readonly workspaces: readonly WorkspaceSettings[];
  readonly faults: AllFaults;
  readonly notion: NotionServer;
  readonly slack: SlackServer;
  readonly mail: Mail;
  readonly table: ChaosTable;
  readonly queues: ChaosQueues;
  readonly rates: RateWatch;
  readonly webhooks: Webhooks;
  /** Where there is a mirror. */
  readonly client: Client | undefined;
  readonly eventSource: EventSource;
  readonly #consumer: ConsumerRuns;
  readonly #isSwept: boolean;
  readonly setup: Setup;
  /** When Pagebell began to tell each day what is overdue (ms). */
  listsSince: number | undefined;

  readonly schedule: Schedule;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
    const { time } = this;
    const now = () => time.now();
    this.#isSwept = schedule.isSwept;
    this.setup = schedule.setup;
    this.truth = new Truth(schedule.isSwept);
    this.random = seededRandom(schedule.seed);
    this.workspaces = settingsOf(schedule.setup, schedule.isSwept, schedule.callsPerMinute);
    this.faults = noFaults(now, this.tally);
    this.notion = new NotionServer(EVERYBODY, now);
    this.slack = new SlackServer(now);
    this.mail = new Mail(now, (server) => faultyFetch(server, this.faults.http, time, this.random));
    this.table = new ChaosTable(this.faults.table, time, this.random);
    this.table.onPut = (item) => {
      this.knowledge.stored(item, now());
      if (String(item['pk']).startsWith(keys.overdue(WORKSPACE, ''))) this.listsSince ??= now();
    };
    this.queues = new ChaosQueues(this.faults.queue, time, this.random);
    this.rates = new RateWatch(schedule.callsPerMinute);
    this.webhooks = new Webhooks(time, (post) => runIngress(post, this));
    this.client = this.setup.mirrors === 'not' ? undefined : new Client(this);
    this.#consumer = new ConsumerRuns(this);
    this.eventSource = new EventSource(
      this.queues.events,
      (batch) => this.#consumer.invoke(batch.map((one) => this.deployment.translate(one, now()))),
      time,
      schedule.consumers,
    );
    // Pagebell has met the leads before: who has no name stays the one that the team knows.
    for (const { id, name } of LEADS) {
      const pk = keys.user(WORKSPACE, id);
      this.table.items.set(pk, { pk, workspace: WORKSPACE, user: { id, kind: 'person', name } });
    }
    startTimer(this);
  }

  notionOf(workspace: string): NotionServer {
    return workspace === CLIENT && this.client ? this.client.notion : this.notion;
  }

  ratesOf(workspace: string): RateWatch {
    return workspace === CLIENT && this.client ? this.client.rates : this.rates;
  }

  stopFaults(): void {
    for (const faults of Object.values(this.faults)) faults.stop();
    this.eventSource.losesAcknowledgements = false;
  }

  /** Runs an invocation that the event source knows nothing of. */
  invokeByHand(messages: Message[]): void {
    void this.#consumer.invoke(messages);
  }

  get hasSlackBot(): boolean {
    return this.setup.slack !== 'webhook';
  }

  /** Nothing is under way, and nothing is to come but what waits for its day. */
  get isSettled(): boolean {
    return this.#isIdle && this.#isAllSwept() && !isAnythingOwed(this);
  }

  /** And nothing waits for its day. */
  get isQuiet(): boolean {
    const kinds = this.workspaces.flatMap(({ key }) => [keys.page(key, ''), keys.digest(key, '')]);
    return this.#isIdle && kinds.every((kind) => this.table.earliestDue(kind) === undefined);
  }

  /** From now on no sweep finds anything: it would have been due for days. */
  endSweeps(): void {
    for (const [key] of this.#swept()) {
      const item = this.table.items.get(key);
      if (item) this.table.items.set(key, { ...item, dueAt: this.time.now() + NEVER_MS });
    }
  }

  get #isIdle(): boolean {
    const { visible, invisible, delayed } = this.queues.events.figures();
    const isQueueEmpty = visible + invisible + delayed === 0;
    const pending = this.webhooks.pending + (this.client?.webhooks.pending ?? 0);
    return isQueueEmpty && this.#consumer.running === 0 && pending === 0;
  }

  #isAllSwept(): boolean {
    if (!this.#isSwept) return true;
    return this.#swept().every(([key, notion]) => {
      const { sweptTo } = this.table.items.get(key) ?? {};
      const pages = [...notion.pages.values()].filter(({ inTrash }) => !inTrash);
      return pages.every(({ editedAt }) => editedAt < Number(sweptTo));
    });
  }

  /** What is swept, by the keys of the data sources. */
  #swept(): [key: string, notion: NotionServer][] {
    const own = keys.dataSource(WORKSPACE, DATA_SOURCE);
    const there = keys.dataSource(CLIENT, CLIENT_DATA_SOURCE);
    return [
      [own, this.notion],
      ...(this.client ? [[there, this.client.notion] as [string, NotionServer]] : []),
    ];
  }
}

export function noFaults(now: () => number, tally: Tally): AllFaults {
  const count = (name: string) => tally.fault(name);
  return {
    http: new Faults(now, count),
    table: new Faults(now, count),
    queue: new Faults(now, count),
    secrets: new Faults(now, count),
    crashes: new Faults(now, () => {}),
  };
}
