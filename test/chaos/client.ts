import {
  BOT_ID,
  CLIENT,
  CLIENT_DATA_SOURCE,
  deliverableIdOf,
  MANAGERS,
  POINTS_PROPERTY,
  STATUS_PROPERTY,
} from './cast.ts';
import {
  addressOf,
  DELIVERABLES,
  deliverableOf,
  deliverablesSource,
  type LinkTarget,
} from './deliverables.ts';
import { LinkedPages } from './linked-pages.ts';
import type { Mirrored, MirrorWrite } from './mirror-judge.ts';
import { newPage } from './new-page.ts';
import type { NotionPageModel } from './notion-objects.ts';
import { NotionServer } from './notion-server.ts';
import { runIngress } from './other-functions.ts';
import { FRESH, STATUSES, type Status } from './page-values.ts';
import { between } from './random.ts';
import { RateWatch } from './rate-watch.ts';
import type { Delivery, Schedule } from './schedule.ts';
import type { Surroundings } from './surroundings.ts';
import type { Truth } from './truth.ts';
import { Webhooks } from './webhooks.ts';

const [MANAGER = ''] = MANAGERS;
const DAY = 24 * 60 * 60_000;
const MOST_DELAY_MS = 20_000;

/** The workspace that is mirrored from, and what both have in common. */
interface Team extends Surroundings {
  notion: NotionServer;
  webhooks: Webhooks;
  truth: Truth;
  schedule: Pick<Schedule, 'callsPerMinute' | 'steps'>;
}

/** The workspace that is mirrored into, and all that was written because of the mirror on either side. */
export class Client {
  readonly notion: NotionServer;
  readonly webhooks: Webhooks;
  readonly rates: RateWatch;
  readonly writes: MirrorWrite[] = [];
  readonly linked = new LinkedPages();
  /** What people edited there. */
  readonly edited = new Set<string>();
  /** What people gave last, by the page on either side. */
  readonly #given = new Map<string, Mirrored[]>();
  /** Options of the status there. One may be missing until somebody adds it. */
  readonly options: Set<Status>;
  /** Pages into which an option was written that is not there. */
  readonly madeOptions: string[] = [];

  constructor(team: Team) {
    const { time, truth, random, schedule } = team;
    const isMissing = schedule.steps.some(({ action }) => action.kind === 'option over there');
    this.options = new Set(STATUSES.filter((status) => !isMissing || status !== ADDED_LATER));
    this.notion = new NotionServer([], () => time.now(), deliverablesSource(this.options), 'there');
    this.rates = new RateWatch(schedule.callsPerMinute);
    this.webhooks = new Webhooks(time, (post) => runIngress(post, team, CLIENT), CLIENT_DATA_SOURCE);
    const onWrite = ({ id: pageId }: NotionPageModel, webhooks: Webhooks) => {
      this.writes.push({ pageId, at: time.now() });
      const edit = {
        type: 'page.properties_updated',
        pageId,
        author: BOT_ID,
        propertyIds: MIRRORED,
      } as const;
      webhooks.tell(edit, { delaysMs: [between(random, 0, MOST_DELAY_MS)], isAggregated: false });
    };
    this.notion.onWrite = (page) => {
      if (!this.options.has(page.values.status)) this.madeOptions.push(page.id);
      onWrite(page, this.webhooks);
    };
    team.notion.onWrite = (page) => {
      truth.setValues({ pageId: page.id, at: time.now(), status: page.values.status });
      onWrite(page, team.webhooks);
    };
  }

  /** Pages that are there before anything happens. */
  record(now: number): void {
    for (let number = 1; number <= DELIVERABLES; number++) {
      const pageId = deliverableIdOf(number);
      const page = newPage(number - 1, now - DAY);
      this.notion.pages.set(pageId, { ...page, id: pageId, title: `Deliverable ${number}` });
      const edit = { type: 'page.moved', pageId, author: MANAGER, propertyIds: [] } as const;
      this.webhooks.tell(edit, { delaysMs: [0], isAggregated: false });
    }
  }

  link(page: NotionPageModel, number: number, to: LinkTarget): void {
    const there = deliverableOf(number, to);
    page.link = addressOf(there);
    this.linked.add(page.id, there);
  }

  /** Somebody gives a page on either side something that is mirrored. */
  give(pageId: string, what: Partial<Mirrored>): void {
    this.#given.set(pageId, [...this.everGivenTo(pageId), { ...this.givenTo(pageId), ...what }]);
  }

  givenTo(pageId: string): Mirrored {
    return this.everGivenTo(pageId).at(-1) ?? NOTHING_GIVEN;
  }

  /** The latest last. */
  everGivenTo(pageId: string): readonly Mirrored[] {
    return this.#given.get(pageId) ?? [NOTHING_GIVEN];
  }

  edit(pageId: string, change: (page: NotionPageModel) => void, delivery: Delivery, now: number): void {
    const page = this.notion.pages.get(pageId);
    if (!page) throw new RangeError(`there is no page ${pageId}`);
    const { inTrash } = page;
    change(page);
    this.options.add(page.values.status); // who chooses one that is missing makes it
    page.editedAt = now;
    this.edited.add(pageId);
    const moved = page.inTrash ? 'page.deleted' : 'page.undeleted';
    const type = page.inTrash === inTrash ? 'page.properties_updated' : moved;
    this.webhooks.tell({ type, pageId, author: MANAGER, propertyIds: MIRRORED }, delivery);
  }
}

const MIRRORED = [STATUS_PROPERTY, POINTS_PROPERTY];
const NOTHING_GIVEN: Mirrored = { status: FRESH.status, points: null };
const ADDED_LATER: Status = 'Blocked';
