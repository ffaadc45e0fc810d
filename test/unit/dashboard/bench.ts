import { readFileSync } from 'node:fs';
import type { PagebellConfig } from '../../../lambdas/core/config.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import type { HourFigures, JournalLine } from '../../../lambdas/core/journal.ts';
import type { PageRecord } from '../../../lambdas/core/page-record.ts';
import type { QueueState } from '../../../lambdas/core/ports/queue.ts';
import type { Standing } from '../../../lambdas/core/ports/standing.ts';
import { NewerRecord, StoreUnavailable } from '../../../lambdas/core/ports/store-errors.ts';
import { dashboard } from '../../../lambdas/dashboard/app.ts';
import type { DashboardPorts } from '../../../lambdas/dashboard/ports.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';

const KEY = 'the key of the tests, which nobody guesses';
const file = (name: string) => readFileSync(`lambdas/dashboard/browser/${name}`, 'utf8');
const files = { style: file('style.css'), script: file('script.js'), icon: file('icon.svg') };

const NOTHING: Standing = { calls: {}, deferred: 0, parked: [], unreadable: 0, hasMoreParked: false };

/** A dashboard over plain arrays. */
export class DashboardBench {
  readonly clock = new FakeClock(Date.parse('2026-11-02T09:30:00Z'));
  readonly log = new RecordingLog();
  /** In any order. */
  readonly lines: JournalLine[] = [];
  readonly figures: HourFigures[] = [];
  readonly records: PageRecord[] = [];
  readonly standing = new Map<string, Partial<Standing>>();
  queue: QueueState | undefined = { waiting: 0, inFlight: 0, deadLetters: 0 };
  key: string | undefined = KEY;
  isTableDown = false;
  /** A later release wrote the records. */
  isNewer = false;
  /** How old an answer each question for the key allowed. */
  readonly keyAges: number[] = [];
  readonly slept: number[] = [];
  readonly app;
  #cookie: string | undefined;

  constructor(config: PagebellConfig = {}, { isOpenToLoopback = false } = {}) {
    const { workspaces } = resolveConfig(config);
    this.app = dashboard({ workspaces, isOpenToLoopback, files }, this.#ports());
  }

  #ports(): DashboardPorts {
    const newest = (lines: JournalLine[], limit: number, before = Number.POSITIVE_INFINITY) =>
      lines
        .filter(({ endedAt }) => endedAt < before)
        .sort((a, b) => b.endedAt - a.endedAt)
        .slice(0, limit);
    const table = async <Answer>(answer: () => Answer): Promise<Answer> => {
      if (this.isTableDown) throw new StoreUnavailable('the table is down');
      return answer();
    };
    const of = (workspace: string) => this.lines.filter((line) => line.workspace === workspace);
    return {
      log: this.log,
      clock: {
        now: () => this.clock.now(),
        sleep: async (ms) => void this.slept.push(ms),
      },
      journal: {
        latest: (workspace, limit, before) => table(() => newest(of(workspace), limit, before)),
        ofPage: (workspace, pageId, limit, before) =>
          table(() =>
            newest(
              of(workspace).filter((line) => line.pageId === pageId),
              limit,
              before,
            ),
          ),
        hours: (_, since) => table(() => this.figures.filter(({ hour }) => hour >= since)),
      },
      standing: {
        read: (workspace) => table(() => ({ ...NOTHING, ...this.standing.get(workspace) })),
      },
      pages: {
        load: (workspace, pageId) =>
          table(() => {
            if (this.isNewer) throw new NewerRecord('it is of version 2');
            return this.records.find((each) => each.workspace === workspace && each.pageId === pageId);
          }),
      },
      queues: {
        read: async () => {
          if (!this.queue) throw new StoreUnavailable('the queue is down');
          return this.queue;
        },
      },
      key: async (maxAgeMs) => {
        this.keyAges.push(maxAgeMs);
        return this.key;
      },
    };
  }

  /** Posts the key as the form does. */
  async signIn(key = KEY, headers: Record<string, string> = {}, to?: string): Promise<Response> {
    const response = await this.post('/dashboard/sign-in', { key, ...(to !== undefined && { to }) }, headers);
    const cookie = /^__Host-pagebell=([^;]*)/.exec(response.headers.get('set-cookie') ?? '')?.[1];
    if (cookie) this.#cookie = cookie;
    return response;
  }

  post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) {
    return this.app.request(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'sec-fetch-site': 'same-origin', ...this.#cookies(), ...headers },
    });
  }

  get(path: string, headers: Record<string, string> = {}) {
    return this.app.request(path, { headers: { ...this.#cookies(), ...headers } });
  }

  /** The text of a page for who is signed in. */
  async page(path: string): Promise<string> {
    if (this.#cookie === undefined) await this.signIn();
    return (await this.get(path)).text();
  }

  #cookies(): Record<string, string> {
    return this.#cookie === undefined ? {} : { cookie: `__Host-pagebell=${this.#cookie}` };
  }
}

let count = 0;

export function line(more: Partial<JournalLine> = {}): JournalLine {
  count += 1;
  return {
    id: `m${count}-1`,
    workspace: 'main',
    endedAt: Date.parse('2026-11-02T09:00:00Z') + count,
    job: 'event',
    type: 'page.properties_updated',
    outcome: 'done',
    reason: 'all delivered',
    attempt: 1,
    durationMs: 400,
    pageId: '7a500000-0000-4000-8000-000000000001',
    title: 'Write the launch post',
    url: 'https://www.notion.so/p',
    ...more,
  };
}
