import type { CountsByHour, HourCounts } from '../../lambdas/core/hour-counts.ts';
import type { JournalLine } from '../../lambdas/core/journal.ts';
import { keys } from '../../lambdas/core/keys.ts';
import type { NotionUser } from '../../lambdas/core/notion-user.ts';
import { dueAt, type PageRecord } from '../../lambdas/core/page-record.ts';
import type { DataSourceRecord, DataSourceStore } from '../../lambdas/core/ports/data-sources.ts';
import type { DigestRecord, DigestStore } from '../../lambdas/core/ports/digests.ts';
import type { DueItems, DueTimes } from '../../lambdas/core/ports/due-items.ts';
import type { HandshakeStore } from '../../lambdas/core/ports/handshakes.ts';
import type { JournalWriter } from '../../lambdas/core/ports/journal.ts';
import type { OverdueRecord, OverdueStore } from '../../lambdas/core/ports/overdue.ts';
import type { PageStore } from '../../lambdas/core/ports/pages.ts';
import type { SlackIdentity, UserStore } from '../../lambdas/core/ports/users.ts';
import type { WorkspaceStore } from '../../lambdas/core/ports/workspaces.ts';
import type { SinglesCount } from '../../lambdas/core/singles.ts';

interface WorkspaceItem {
  calls?: Readonly<Record<string, number>>;
  sweepCalls?: Readonly<Record<string, number>>;
  lastCallAt?: number;
  singles?: SinglesCount;
  hours?: CountsByHour;
  searchDueAt?: number | undefined;
  deaths?: Readonly<Record<string, number>>;
  heldUntil?: number | undefined;
  inWork?: readonly string[] | undefined;
  closedUntil?: number | undefined;
}

interface WaitingHandshake {
  setupKeyHash: string;
  /** Seconds. */
  expiresAt: number;
  token?: string;
}

/** All stores over plain maps, with the conditions of the real table. */
export class MemoryTable {
  readonly records = new Map<string, PageRecord>();
  readonly workspaceItems = new Map<string, WorkspaceItem>();
  readonly dataSourceItems = new Map<string, DataSourceRecord>();
  readonly digestItems = new Map<string, DigestRecord>();
  readonly overdueItems = new Map<string, OverdueRecord>();
  /** Until when records of that version are put off, by key. */
  readonly #putOff = new Map<string, { version: number; dueAt: number }>();
  readonly userItems = new Map<string, { user: NotionUser; expiresAt: number }>();
  readonly slackItems = new Map<string, SlackIdentity>();
  readonly journalLines: JournalLine[] = [];
  readonly hourItems = new Map<string, HourCounts>();
  readonly waiting = new Map<string, WaitingHandshake>();

  readonly pages: PageStore = {
    load: async (workspace, pageId) => copy(this.records.get(keys.page(workspace, pageId))),
    loadAll: async (workspace, pageIds) =>
      pageIds.flatMap((pageId) => copy(this.records.get(keys.page(workspace, pageId))) ?? []),
    save: async (record) => {
      const key = keys.page(record.workspace, record.pageId);
      if ((this.records.get(key)?.version ?? 0) !== record.version) return undefined;
      const saved = copy({ ...record, version: record.version + 1 });
      this.records.set(key, saved);
      return copy(saved);
    },
  };

  readonly workspaces: WorkspaceStore = {
    searchDueAt: async (workspace) => this.workspaceItems.get(workspace)?.searchDueAt ?? 0,
    setSearchDueAt: async (workspace, searchDueAt) => {
      this.workspaceItems.set(workspace, { ...this.workspaceItems.get(workspace), searchDueAt });
    },
    take: async (workspace, now, until, inWork) => {
      const item = this.workspaceItems.get(workspace) ?? {};
      const { heldUntil, closedUntil = 0, inWork: before = [] } = item;
      const {
        calls = {},
        sweepCalls = {},
        lastCallAt = 0,
        singles = NO_SINGLES,
        hours = {},
        deaths = {},
      } = item;
      if (closedUntil > now) return { kind: 'closed', until: closedUntil };
      if (heldUntil !== undefined && heldUntil > now) return { kind: 'held', until: heldUntil };
      this.workspaceItems.set(workspace, { ...item, heldUntil: until, inWork });
      const died = heldUntil === undefined ? undefined : { heldUntil, inWork: before };
      const kept = { calls, sweepCalls, lastCallAt, singles, hours, deaths };
      return { kind: 'taken', workspace: { ...kept, ...(died && { died }) } };
    },
    rewrite: async (workspace, heldUntil, inWork, deaths) => {
      const item = this.workspaceItems.get(workspace);
      if (item?.heldUntil === heldUntil) this.workspaceItems.set(workspace, { ...item, inWork, deaths });
    },
    free: async (workspace, heldUntil, left) => {
      const item = this.workspaceItems.get(workspace);
      if (item?.heldUntil !== heldUntil) return;
      this.workspaceItems.set(workspace, { searchDueAt: item.searchDueAt, ...left });
    },
  };

  readonly dataSources: DataSourceStore = {
    load: async (workspace, id) => copy(this.dataSourceItems.get(keys.dataSource(workspace, id))),
    add: async (workspace, id, record) => {
      const key = keys.dataSource(workspace, id);
      if (!this.dataSourceItems.has(key)) this.dataSourceItems.set(key, copy(record));
    },
    saveWatch: async (workspace, id, watch) => {
      const key = keys.dataSource(workspace, id);
      const record = this.dataSourceItems.get(key);
      if (record) this.dataSourceItems.set(key, copy({ ...record, ...watch }));
    },
    saveSchema: async (workspace, id, schema) => {
      const key = keys.dataSource(workspace, id);
      const record = this.dataSourceItems.get(key);
      if (record) this.dataSourceItems.set(key, copy({ ...record, schema }));
    },
    moveSweep: async (workspace, id, from, sweep) => {
      const key = keys.dataSource(workspace, id);
      const record = this.dataSourceItems.get(key);
      if (record?.sweep.dueAt !== from) return false;
      this.dataSourceItems.set(key, copy({ ...record, sweep }));
      return true;
    },
    remove: async (workspace, id) => void this.dataSourceItems.delete(keys.dataSource(workspace, id)),
  };

  readonly digests: DigestStore = {
    load: async (workspace, id) => copy(this.digestItems.get(keys.digest(workspace, id))),
    join: async (workspace, id, members, dueAt) => {
      const key = keys.digest(workspace, id);
      const known = this.digestItems.get(key);
      if (known && known.progress.state !== 'pending') return false;
      const progress = known?.progress ?? { state: 'pending' as const, dueAt, attempts: 0, since: dueAt };
      const all = [...new Set([...(known?.members ?? []), ...members])];
      this.digestItems.set(key, copy({ members: all, progress }));
      return true;
    },
    move: async (workspace, id, from, progress, left = []) => {
      const key = keys.digest(workspace, id);
      const known = this.digestItems.get(key);
      if (known?.progress.dueAt !== from) return false;
      const members = known.members.filter((member) => !left.includes(member));
      this.digestItems.set(key, copy({ members, progress }));
      return true;
    },
    remove: async (workspace, id, from) => {
      const key = keys.digest(workspace, id);
      if (this.digestItems.get(key)?.progress.dueAt === from) this.digestItems.delete(key);
    },
  };

  readonly overdue: OverdueStore = {
    load: async (workspace, id) => copy(this.overdueItems.get(keys.overdue(workspace, id))),
    add: async (workspace, id, dueAt) => {
      const key = keys.overdue(workspace, id);
      if (!this.overdueItems.has(key)) this.overdueItems.set(key, { dueAt, attempts: 0, since: dueAt });
    },
    move: async (workspace, id, from, to) => {
      const key = keys.overdue(workspace, id);
      if (this.overdueItems.get(key)?.dueAt !== from) return false;
      this.overdueItems.set(key, copy(to));
      return true;
    },
    remove: async (workspace, id) => void this.overdueItems.delete(keys.overdue(workspace, id)),
  };

  readonly users: UserStore = {
    load: async (workspace, userId) => copy(this.userItems.get(keys.user(workspace, userId))?.user),
    save: async (workspace, user, expiresAt) => {
      this.userItems.set(keys.user(workspace, user.id), { user: copy(user), expiresAt });
    },
    loadSlack: async (workspace, userId) => copy(this.slackItems.get(keys.slackUser(workspace, userId))),
    saveSlack: async (workspace, userId, identity) =>
      void this.slackItems.set(keys.slackUser(workspace, userId), copy(identity)),
  };

  readonly journal: JournalWriter = {
    write: async (lines) => void this.journalLines.push(...lines),
    writeHour: async (workspace, hour, counts) =>
      void this.hourItems.set(keys.hour(workspace, hour), copy(counts)),
  };

  readonly handshakes: HandshakeStore = {
    keep: async (workspace, setupKeyHash, token, now) => {
      const item = this.waiting.get(workspace);
      if (item?.setupKeyHash !== setupKeyHash || item.expiresAt <= Math.floor(now / 1000)) return false;
      this.waiting.set(workspace, { ...item, token });
      return true;
    },
  };

  readonly items: DueItems = {
    look: async (workspace, now) => {
      const { closedUntil = 0, searchDueAt } = this.workspaceItems.get(workspace) ?? {};
      return { isClosed: closedUntil > now, isNew: searchDueAt === undefined };
    },
    due: (workspace, now) => this.#due(workspace, now),
  };

  readonly dueTimes: DueTimes = {
    putOff: async (key, from, to) => {
      const page = this.records.get(key);
      if (page && this.#dueAtOf(key, page) === from)
        this.#putOff.set(key, { version: page.version, dueAt: to });
      const dataSource = this.dataSourceItems.get(key);
      if (dataSource?.sweep.dueAt === from)
        this.dataSourceItems.set(key, { ...dataSource, sweep: { ...dataSource.sweep, dueAt: to } });
      const digest = this.digestItems.get(key);
      if (digest?.progress.dueAt === from)
        this.digestItems.set(key, { ...digest, progress: { ...digest.progress, dueAt: to } });
      const overdue = this.overdueItems.get(key);
      if (overdue?.dueAt === from) this.overdueItems.set(key, { ...overdue, dueAt: to });
    },
  };

  #dueAtOf(key: string, { version, outbox }: PageRecord): number | undefined {
    const putOff = this.#putOff.get(key);
    return putOff?.version === version ? putOff.dueAt : dueAt(outbox);
  }

  async *#due(workspace: string, now: number) {
    const pages = [...this.records].map(([key, record]) => ({ key, dueAt: this.#dueAtOf(key, record) }));
    const dataSources = [...this.dataSourceItems].map(([key, { sweep }]) => ({ key, dueAt: sweep.dueAt }));
    const digests = [...this.digestItems].map(([key, { progress }]) => ({ key, dueAt: progress.dueAt }));
    const overdue = [...this.overdueItems].map(([key, { dueAt }]) => ({ key, dueAt }));
    const { searchDueAt } = this.workspaceItems.get(workspace) ?? {};
    const all = [
      ...pages,
      ...dataSources,
      ...digests,
      ...overdue,
      { key: keys.workspace(workspace), dueAt: searchDueAt },
    ];
    yield all
      .flatMap(({ key, dueAt: at }) => (at !== undefined && at <= now ? [{ key, dueAt: at }] : []))
      .filter(({ key }) => key.split('#')[1] === workspace)
      .sort((a, b) => a.dueAt - b.dueAt);
  }
}

const NO_SINGLES: SinglesCount = { minute: 0, byDestination: {} };

/** As the real table does: what was handed out, or in, changes nothing that is stored. */
function copy<Value>(value: Value): Value {
  // Not by structuredClone, whose objects are of another realm than a test's: nothing equals them strictly.
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
