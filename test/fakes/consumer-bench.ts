import { randomUUID } from 'node:crypto';
import { consume } from '../../lambdas/consumer/consume.ts';
import { RememberedDataSources } from '../../lambdas/consumer/data-sources/remembered.ts';
import type { Message } from '../../lambdas/consumer/message.ts';
import type { ConsumerPorts } from '../../lambdas/consumer/turn.ts';
import type { PagebellConfig, WorkspaceConfig } from '../../lambdas/core/config.ts';
import { resolveConfig } from '../../lambdas/core/config-schema/resolve-config.ts';
import { type EventJob, encodeJob, type Job } from '../../lambdas/core/envelope.ts';
import { attachMirrors } from '../../lambdas/core/mirror/attach-mirrors.ts';
import type { NotionPage } from '../../lambdas/core/notion-page.ts';
import type { NotionUser } from '../../lambdas/core/notion-user.ts';
import type { PageRecord } from '../../lambdas/core/page-record.ts';
import type { ParkedCopy } from '../../lambdas/core/ports/queue.ts';
import type { WorkspaceSettings } from '../../lambdas/core/settings.ts';
import { tick } from '../../lambdas/timer/tick.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeMailer } from './fake-mailer.ts';
import { FakeNotion } from './fake-notion.ts';
import { FakeSlack } from './fake-slack.ts';
import type { FakeSlackBot } from './fake-slack-bot.ts';
import { MemoryTable } from './memory-table.ts';
import { RecordingLog } from './recording-log.ts';

export const WORKSPACE = 'main';
export const DATA_SOURCE = 'd0000000-0000-4000-8000-000000000001';
export const ASSIGNEE_PROPERTY_ID = '{LUX';

/** The function's time-out. */
const TIMEOUT_MS = 60_000;

/** The consumer with every port in memory, and a queue that delivers when it is told to. */
export class ConsumerBench {
  readonly clock = new FakeClock();
  readonly log = new RecordingLog();
  readonly table = new MemoryTable();
  readonly notion = new FakeNotion();
  readonly slack = new FakeSlack();
  readonly mailer = new FakeMailer();
  /** Set where a bot token is stored. */
  slackBot: FakeSlackBot | undefined;
  readonly parked: ParkedCopy[] = [];
  /** Sent by the consumer or the timer, not delivered yet. */
  readonly sent: { job: Job; deduplicationId: string }[] = [];
  /** How long each message that went back is hidden (ms), by receipt handle. */
  readonly hidden = new Map<string, number>();
  readonly workspaces: WorkspaceSettings[];
  readonly ports: ConsumerPorts;

  constructor(workspace: Partial<WorkspaceConfig> = {}, config: PagebellConfig = {}) {
    this.notion.now = () => this.clock.now();
    this.workspaces = attachMirrors(
      resolveConfig({ workspaces: [{ key: WORKSPACE, ...workspace }], ...config }),
    );
    this.ports = {
      clock: this.clock,
      log: this.log,
      random: () => 0.5,
      warned: new Set(),
      addresses: new Map(),
      remembered: new RememberedDataSources(),
      mailer: this.mailer,
      pages: this.table.pages,
      workspaces: this.table.workspaces,
      dataSources: this.table.dataSources,
      digests: this.table.digests,
      overdue: this.table.overdue,
      dueTimes: this.table.dueTimes,
      users: this.table.users,
      journal: this.table.journal,
      queue: {
        send: async (job, deduplicationId) => void this.sent.push({ job, deduplicationId }),
        sendAll: async (jobs) => {
          this.sent.push(...jobs);
          return 0;
        },
      },
      deliveries: { hide: async (receiptHandle, ms) => void this.hidden.set(receiptHandle, ms) },
      deadLetters: { park: async (copy) => void this.parked.push(copy) },
      connect: async () => ({
        kind: 'connected',
        notion: this.notion,
        slack: this.slack,
        slackBot: this.slackBot,
      }),
      dashboardUrl: 'https://pagebell.example/dashboard',
    };
  }

  /** Delivers jobs as one batch. Resolves to the ids of the messages that went back. */
  deliver(...jobs: Job[]): Promise<string[]> {
    return this.receive(...jobs.map((job) => messageOf(job)));
  }

  async receive(...messages: Message[]): Promise<string[]> {
    const deadline = this.clock.now() + TIMEOUT_MS;
    const givenBack = await consume(messages, this.workspaces, deadline, this.ports);
    return givenBack.map(({ message }) => message.id);
  }

  /** One tick of the timer, and delivery of what it sent. */
  async tick(): Promise<string[]> {
    const { log, clock, table, ports } = this;
    await tick(this.workspaces, { log, now: () => clock.now(), items: table.items, queue: ports.queue });
    return this.deliver(...this.sent.splice(0).map(({ job }) => job));
  }

  record(pageId: string): PageRecord | undefined {
    return [...this.table.records.values()].find((record) => record.pageId === pageId);
  }

  /** An event about a page, as the receiver would queue it now. */
  event(pageId: string, more: Partial<EventJob> = {}): EventJob {
    return {
      kind: 'event',
      workspace: WORKSPACE,
      pageId,
      eventId: randomUUID(),
      type: 'page.properties_updated',
      eventTime: this.clock.now(),
      receivedAt: this.clock.now(),
      propertyIds: [ASSIGNEE_PROPERTY_ID],
      dataSourceId: DATA_SOURCE,
      ...more,
    };
  }

  /**
   * Assigns people to a page, making it if it is not there.
   *
   * @param more of the page; its `properties` are those besides the assignees'
   */
  assign(pageId: string, people: NotionUser[], more: Partial<NotionPage> = {}): void {
    const { properties = [], ...others } = more;
    this.notion.pages.set(pageId, {
      title: 'Write the launch post',
      url: `https://www.notion.so/${pageId.replaceAll('-', '')}`,
      inTrash: false,
      createdAt: Date.parse('2026-01-05T10:00:00Z'),
      dataSourceId: DATA_SOURCE,
      properties: [{ name: 'Assignee', id: ASSIGNEE_PROPERTY_ID, type: 'people', people }, ...properties],
      ...others,
    });
  }

  /** A page without any property that tells whose it is. */
  makeOwnerless(pageId: string): void {
    this.assign(pageId, []);
    const page = this.notion.pages.get(pageId);
    if (page) page.properties = [];
  }

  /** A page that is known with these assignees. */
  async known(pageId: string, people: NotionUser[]): Promise<void> {
    this.assign(pageId, people);
    await this.deliver(this.event(pageId, { type: 'page.moved', propertyIds: undefined }));
    this.clock.advance(60_000);
  }
}

export function messageOf(job: Job, more: Partial<Message> = {}): Message {
  const id = randomUUID();
  return {
    id,
    body: encodeJob(job),
    group: job.workspace,
    receiveCount: 1,
    receiptHandle: `handle of ${id}`,
    ...more,
  };
}

/** A readable id: `pageId(7)`. */
export function pageId(number: number): string {
  return `a0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function person(number: number, name = `Person ${number}`): NotionUser {
  return { ...partialUser(number), kind: 'person', name };
}

/** A user of whom Notion shows no more than the id. */
export function partialUser(number: number): NotionUser {
  return { id: `b0000000-0000-4000-8000-${String(number).padStart(12, '0')}`, kind: 'unknown' };
}
