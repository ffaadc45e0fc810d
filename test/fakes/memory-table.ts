import { keys } from '../../lambdas/core/keys.ts';
import type { NotionUser } from '../../lambdas/core/notion-page.ts';
import { dueAt, type PageRecord } from '../../lambdas/core/page-record.ts';
import type {
  DataSourceRecord,
  DataSourceStore,
  DueItems,
  HandshakeStore,
  PageStore,
  UserStore,
  WorkspaceStore,
} from '../../lambdas/core/ports.ts';

interface WorkspaceItem {
  calls?: Readonly<Record<string, number>>;
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
  readonly userItems = new Map<string, { user: NotionUser; expiresAt: number }>();
  readonly waiting = new Map<string, WaitingHandshake>();

  readonly pages: PageStore = {
    load: async (workspace, pageId) => copy(this.records.get(keys.page(workspace, pageId))),
    save: async (record) => {
      const key = keys.page(record.workspace, record.pageId);
      if ((this.records.get(key)?.version ?? 0) !== record.version) return undefined;
      const saved = copy({ ...record, version: record.version + 1 });
      this.records.set(key, saved);
      return copy(saved);
    },
  };

  readonly workspaces: WorkspaceStore = {
    take: async (workspace, now, until, inWork) => {
      const item = this.workspaceItems.get(workspace) ?? {};
      const { heldUntil, closedUntil = 0, calls = {}, deaths = {}, inWork: before = [] } = item;
      if (closedUntil > now) return { kind: 'closed', until: closedUntil };
      if (heldUntil !== undefined && heldUntil > now) return { kind: 'held', until: heldUntil };
      this.workspaceItems.set(workspace, { ...item, heldUntil: until, inWork });
      const died = heldUntil === undefined ? undefined : { heldUntil, inWork: before };
      return { kind: 'taken', workspace: { calls, deaths, ...(died && { died }) } };
    },
    rewrite: async (workspace, heldUntil, inWork, deaths) => {
      const item = this.workspaceItems.get(workspace);
      if (item?.heldUntil === heldUntil) this.workspaceItems.set(workspace, { ...item, inWork, deaths });
    },
    free: async (workspace, heldUntil, { calls, deaths, closedUntil }) => {
      if (this.workspaceItems.get(workspace)?.heldUntil !== heldUntil) return;
      this.workspaceItems.set(workspace, { calls, deaths, closedUntil });
    },
  };

  readonly dataSources: DataSourceStore = {
    load: async (workspace, id) => copy(this.dataSourceItems.get(keys.dataSource(workspace, id))),
    save: async (workspace, id, record) => {
      const key = keys.dataSource(workspace, id);
      const baseline = this.dataSourceItems.get(key)?.baseline ?? record.baseline;
      this.dataSourceItems.set(key, copy({ ...record, baseline }));
    },
  };

  readonly users: UserStore = {
    load: async (workspace, userId) => copy(this.userItems.get(keys.user(workspace, userId))?.user),
    save: async (workspace, user, expiresAt) => {
      this.userItems.set(keys.user(workspace, user.id), { user: copy(user), expiresAt });
    },
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
    isClosed: async (workspace, now) => (this.workspaceItems.get(workspace)?.closedUntil ?? 0) > now,
    due: (workspace, now) => this.#due(workspace, now),
  };

  async *#due(workspace: string, now: number) {
    const found = [...this.records].flatMap(([key, record]) => {
      const at = record.workspace === workspace ? dueAt(record.outbox) : undefined;
      return at !== undefined && at <= now ? [{ key, dueAt: at }] : [];
    });
    yield found.sort((a, b) => a.dueAt - b.dueAt);
  }
}

/** As the real table does: what was handed out, or in, changes nothing that is stored. */
function copy<Value>(value: Value): Value {
  return structuredClone(value);
}
