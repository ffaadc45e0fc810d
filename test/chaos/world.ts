import type { Message } from '../../lambdas/consumer/message.ts';
import { resolveConfig } from '../../lambdas/core/config-schema/resolve-config.ts';
import { keys } from '../../lambdas/core/keys.ts';
import type { WorkspaceSettings } from '../../lambdas/core/settings.ts';
import { RecordingLog } from '../fakes/recording-log.ts';
import { DATA_SOURCE, PEOPLE, WORKSPACE } from './cast.ts';
import { ChaosQueues } from './chaos-queues.ts';
import { ChaosTable } from './chaos-table.ts';
import { ConsumerRuns } from './consumer-runs.ts';
import { Deployment } from './deployment.ts';
import { EventSource } from './event-source.ts';
import { Faults } from './faults.ts';
import { Knowledge } from './knowledge.ts';
import { NotionServer } from './notion-server.ts';
import { runIngress, startTimer } from './other-functions.ts';
import { type Random, seededRandom } from './random.ts';
import { RateWatch } from './rate-watch.ts';
import type { Schedule } from './schedule.ts';
import { SLACK_TEMPLATES, SlackServer } from './slack-server.ts';
import type { AllFaults, Surroundings } from './surroundings.ts';
import { Tally } from './tally.ts';
import { Truth } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';
import { Webhooks } from './webhooks.ts';

const SWEEP_MINUTES = 15;
/** The longest interval that can be set: no schedule that must do without sweeps takes so long. */
const NEVER_MINUTES = 1440;

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
  readonly table: ChaosTable;
  readonly queues: ChaosQueues;
  readonly rates: RateWatch;
  readonly webhooks: Webhooks;
  readonly eventSource: EventSource;
  readonly #consumer: ConsumerRuns;
  readonly #isSwept: boolean;
  readonly tellsUnassigned: boolean;

  constructor(schedule: Schedule) {
    const { time } = this;
    const now = () => time.now();
    this.#isSwept = schedule.isSwept;
    this.tellsUnassigned = schedule.tellsUnassigned;
    this.truth = new Truth(schedule.isSwept);
    this.random = seededRandom(schedule.seed);
    this.workspaces = [settingsOf(schedule)];
    this.faults = noFaults(now, this.tally);
    this.notion = new NotionServer(PEOPLE, now);
    this.slack = new SlackServer(now);
    this.table = new ChaosTable(this.faults.table, time, this.random);
    this.table.onPut = (item) => this.knowledge.stored(item);
    this.queues = new ChaosQueues(this.faults.queue, time, this.random);
    this.rates = new RateWatch(schedule.callsPerMinute);
    this.webhooks = new Webhooks(time, (post) => runIngress(post, this));
    this.#consumer = new ConsumerRuns(this);
    this.eventSource = new EventSource(
      this.queues.events,
      (batch) => this.#consumer.invoke(batch.map((one) => this.deployment.translate(one, now()))),
      time,
      schedule.consumers,
    );
    startTimer(this);
  }

  notionOf(): NotionServer {
    return this.notion;
  }

  stopFaults(): void {
    for (const faults of Object.values(this.faults)) faults.stop();
    this.eventSource.losesAcknowledgements = false;
  }

  /** Runs an invocation that the event source knows nothing of. */
  invokeByHand(messages: Message[]): void {
    void this.#consumer.invoke(messages);
  }

  /** Nothing is under way, and nothing is to come. */
  get isQuiet(): boolean {
    const { visible, invisible, delayed } = this.queues.events.figures();
    const isQueueEmpty = visible + invisible + delayed === 0;
    const isNothingDue = this.table.earliestDue(keys.page(WORKSPACE, '')) === undefined;
    const isIdle = this.#consumer.running === 0 && this.webhooks.pending === 0;
    return isIdle && isQueueEmpty && isNothingDue && this.#isAllSwept();
  }

  #isAllSwept(): boolean {
    if (!this.#isSwept) return true;
    const { sweptTo } = this.table.items.get(keys.dataSource(WORKSPACE, DATA_SOURCE)) ?? {};
    const pages = [...this.notion.pages.values()].filter(({ inTrash }) => !inTrash);
    const edits = pages.map(({ editedAt }) => editedAt);
    return edits.every((editedAt) => editedAt < Number(sweptTo));
  }
}

function settingsOf({ callsPerMinute, isSwept, tellsUnassigned }: Schedule): WorkspaceSettings {
  const workspace = {
    key: WORKSPACE,
    slackSingles: 1000, // digests are not attacked yet
    callsPerMinute,
    sweepMinutes: isSwept ? SWEEP_MINUTES : NEVER_MINUTES,
    unassigned: tellsUnassigned ? ('notify' as const) : ('silent' as const),
    messages: {
      assigned: { slack: SLACK_TEMPLATES.assigned },
      unassigned: { slack: SLACK_TEMPLATES.unassigned },
    },
  };
  const [settings] = resolveConfig({ workspaces: [workspace] }).workspaces;
  if (!settings) throw new Error('the configuration lost its workspace');
  return settings;
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
