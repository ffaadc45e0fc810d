import type { MirrorConfig, WorkspaceConfig } from '../../lambdas/core/config.ts';
import type { MirrorJob } from '../../lambdas/core/envelope.ts';
import { keys } from '../../lambdas/core/keys.ts';
import type { NotionPage } from '../../lambdas/core/notion-page.ts';
import type { PageProperty } from '../../lambdas/core/page-properties.ts';
import type { PageRecord } from '../../lambdas/core/page-record.ts';
import { ConsumerBench, pageId } from './consumer-bench.ts';
import { FakeNotion } from './fake-notion.ts';

export const TEAM = 'team';
export const CLIENT = 'client';
export const TEAM_TASKS = 'd0000000-0000-4000-8000-00000000000a';
export const CLIENT_TASKS = 'd0000000-0000-4000-8000-00000000000b';

/** Pages of the team, and the one of the client that they link to. */
export const TASK = pageId(1);
export const OTHER_TASK = pageId(3);
export const DELIVERABLE = pageId(2);

/** Bare ids of the properties. */
const STATUS_ID = 'sTaT';
const LINK_ID = 'LiNk';
const STATE_ID = 'StAt';

const TEAM_OPTIONS = ['Not started', 'In progress', 'Done'];
const CLIENT_OPTIONS = ['Not started', 'Doing', 'Shipped'];

export type Where = typeof TEAM | typeof CLIENT;

/** Two workspaces with a Notion of their own each, and a mirror between them. */
export class MirrorBench {
  readonly team = new FakeNotion();
  readonly client = new FakeNotion();
  readonly bench: ConsumerBench;

  constructor(
    mirror: Partial<MirrorConfig> = {},
    workspaces: Partial<Record<Where, Partial<WorkspaceConfig>>> = {},
    others: readonly MirrorConfig[] = [],
  ) {
    this.bench = new ConsumerBench(
      {},
      {
        workspaces: [
          { key: TEAM, slack: false, ...workspaces.team },
          { key: CLIENT, slack: false, ...workspaces.client },
        ],
        mirrors: [
          {
            from: { workspace: TEAM, dataSource: TEAM_TASKS, link: 'Client page' },
            to: { workspace: CLIENT, dataSource: CLIENT_TASKS },
            properties: [
              { from: 'Status', to: 'State', options: { 'In progress': 'Doing', Done: 'Shipped' } },
            ],
            both: true,
            ...mirror,
          },
          ...others,
        ],
      },
    );
    const { clock, ports } = this.bench;
    ports.connect = async ({ key }) => ({
      kind: 'connected',
      notion: this.notion(key),
      slack: undefined,
    });
    for (const notion of [this.team, this.client]) notion.now = () => clock.now();
    this.team.schemas.set(TEAM_TASKS, [
      { name: 'Status', id: STATUS_ID, type: 'status', options: named(TEAM_OPTIONS) },
      { name: 'Client page', id: LINK_ID, type: 'url' },
    ]);
    this.client.schemas.set(CLIENT_TASKS, [
      { name: 'State', id: STATE_ID, type: 'select', options: named(CLIENT_OPTIONS) },
    ]);
  }

  notion(key: string): FakeNotion {
    return key === TEAM ? this.team : this.client;
  }

  makeTask(pageId: string, status: string | null, link: string | null): void {
    this.team.pages.set(pageId, {
      ...page(pageId, TEAM_TASKS),
      properties: [
        { name: 'Status', id: STATUS_ID, type: 'status', option: status },
        { name: 'Client page', id: LINK_ID, type: 'url', url: link },
      ],
    });
  }

  makeDeliverable(pageId: string, state: string | null): void {
    this.client.pages.set(pageId, {
      ...page(pageId, CLIENT_TASKS),
      properties: [{ name: 'State', id: STATE_ID, type: 'select', option: state }],
    });
  }

  /** Edits a property, as a person does it in Notion. */
  edit(where: Where, pageId: string, name: string, value: Partial<PageProperty>): void {
    const { pages } = this.notion(where);
    const found = pages.get(pageId);
    if (!found) throw new Error(`there is no page ${pageId}`);
    const properties = found.properties.map((property) =>
      // A test hands in what a property of that name holds.
      property.name === name ? ({ ...property, ...value } as PageProperty) : property,
    );
    const now = this.bench.clock.now();
    pages.set(pageId, { ...found, properties, editedAt: now - (now % 60_000) });
  }

  /** Gives a page one more property. */
  add(where: Where, pageId: string, property: PageProperty): void {
    const { pages } = this.notion(where);
    const found = pages.get(pageId);
    if (found) pages.set(pageId, { ...found, properties: [...found.properties, property] });
  }

  setStatus(pageId: string, option: string): void {
    this.edit(TEAM, pageId, 'Status', { option });
  }

  setState(pageId: string, option: string): void {
    this.edit(CLIENT, pageId, 'State', { option });
  }

  optionOf(where: Where, pageId: string): string | null | undefined {
    const property = this.notion(where).pages.get(pageId)?.properties[0];
    return property?.type === 'status' || property?.type === 'select' ? property.option : undefined;
  }

  /** The webhook of an edit. */
  event(where: Where, pageId: string, propertyId = where === TEAM ? STATUS_ID : STATE_ID) {
    const dataSourceId = where === TEAM ? TEAM_TASKS : CLIENT_TASKS;
    return this.bench.event(pageId, { workspace: where, dataSourceId, propertyIds: [propertyId] });
  }

  /** Delivers the webhook of an edit, and all jobs that follow from it. */
  async tell(where: Where, pageId: string): Promise<void> {
    this.bench.clock.advance(1);
    await this.bench.deliver(this.event(where, pageId));
    await this.settle();
  }

  /** Delivers what was sent until nothing is. */
  async settle(): Promise<void> {
    const { sent } = this.bench;
    while (sent.length > 0) {
      this.bench.clock.advance(1); // a reading of the same moment as the last one tells nothing new
      await this.bench.deliver(...sent.splice(0).map(({ job }) => job));
    }
  }

  /** Sent and not delivered yet. */
  jobs(): MirrorJob[] {
    return this.bench.sent.flatMap(({ job }) => (job.kind === 'mirror' ? [job] : []));
  }

  record(where: Where, pageId: string): PageRecord | undefined {
    return this.bench.table.records.get(keys.page(where, pageId));
  }

  /** Who won where both sides were edited, as the log tells. */
  conflicts(): unknown[] {
    return this.bench.log.lines.flatMap(({ message, fields }) =>
      message.startsWith('Both sides') ? [fields?.['winner']] : [],
    );
  }

  /** Reasons and hints of what was given up. */
  parked(): string[] {
    return this.bench.parked.map(({ reason, hint }) => `${reason}: ${hint}`);
  }
}

/** Everything but the properties. */
function page(pageId: string, dataSourceId: string): NotionPage {
  return {
    title: 'Redesign the homepage',
    url: linkTo(pageId),
    inTrash: false,
    createdAt: Date.parse('2026-01-05T10:00:00Z'),
    editedAt: Date.parse('2026-01-05T10:00:00Z'),
    dataSourceId,
    properties: [],
  };
}

export function linkTo(pageId: string): string {
  return `https://www.notion.so/Redesign-the-homepage-${pageId.replaceAll('-', '')}`;
}

function named(names: readonly string[]): { name: string }[] {
  return names.map((name) => ({ name }));
}

/** A pair that goes together already, and is equal. */
export async function paired(...options: ConstructorParameters<typeof MirrorBench>): Promise<MirrorBench> {
  const mirror = new MirrorBench(...options);
  mirror.makeTask(TASK, 'Not started', linkTo(DELIVERABLE));
  mirror.makeDeliverable(DELIVERABLE, 'Not started');
  await mirror.tell(TEAM, TASK);
  mirror.bench.clock.advance(60_000);
  return mirror;
}
