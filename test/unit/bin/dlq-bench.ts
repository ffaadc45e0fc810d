import { Unreachable } from '../../../bin/commands/command-error.ts';
import type { DlqPorts, Letter } from '../../../bin/commands/dlq/ports.ts';
import { survey } from '../../../bin/commands/dlq/survey.ts';
import { encodeJob, type RetryJob } from '../../../lambdas/core/envelope.ts';
import {
  emptyRecord,
  type Notice,
  type OutboxEntry,
  type PageRecord,
} from '../../../lambdas/core/page-record.ts';
import { MemoryTable } from '../../fakes/memory-table.ts';
import { NOW, notice, PAGE, person, state } from '../core/builders.ts';

export function failed(channel: Notice['channel'], reason: string, more: Partial<Notice> = {}): Notice {
  const id = `${PAGE}-1-assigned-${channel}`;
  const progress = { state: 'failed', failedAt: NOW, reason, hint: `mend ${channel}` } as const;
  return notice([person(1)], { id, channel, progress, ...more });
}

/** The dead-letter queue and the ledger in memory; what is sent and removed is written down in its order. */
export class DlqBench {
  readonly table = new MemoryTable();
  /** In the queue. */
  readonly letters: Letter[] = [];
  /** Taken out, not given back. */
  readonly held = new Set<string>();
  readonly acts: string[] = [];
  readonly sent: RetryJob[] = [];
  readonly resent: { workspace: string; body: string }[] = [];
  /** How many sends succeed before one fails. */
  sendsLeft = Number.POSITIVE_INFINITY;
  removalsFail = false;
  unseen = 0;
  /** In each workspace's ledger. */
  unreadable = 0;
  /** Called before each save of a record: somebody else is faster. */
  beforeSave: () => Promise<void> = async () => undefined;

  readonly ports: DlqPorts = {
    ledger: {
      parked: async (workspace) => ({
        records: [...this.table.records.values()].filter(
          (record) =>
            record.workspace === workspace &&
            record.outbox.some(({ progress }) => progress.state === 'failed'),
        ),
        unreadable: this.unreadable,
      }),
    },
    pages: {
      load: this.table.pages.load,
      save: async (record) => {
        await this.beforeSave();
        return this.table.pages.save(record);
      },
    },
    letters: {
      take: async () => {
        const taken = this.letters.filter(({ messageId }) => !this.held.has(messageId));
        for (const { messageId } of taken) this.held.add(messageId);
        return { letters: taken, unseen: this.unseen };
      },
      giveBack: async (letters) => {
        for (const { messageId } of letters) this.held.delete(messageId);
      },
      remove: async ({ messageId }) => {
        if (this.removalsFail) throw new Unreachable('Could not remove', 'Try again.');
        this.acts.push(`remove ${messageId}`);
        this.held.delete(messageId);
        this.letters.splice(
          this.letters.findIndex((letter) => letter.messageId === messageId),
          1,
        );
      },
    },
    queue: {
      retry: async (job) => {
        this.#spend();
        this.acts.push(`retry ${job.notices.join()}`);
        this.sent.push(job);
      },
      resend: async (workspace, body) => {
        this.#spend();
        this.acts.push(`resend ${body}`);
        this.resent.push({ workspace, body });
      },
    },
  };

  async store(outbox: OutboxEntry[], more: Partial<PageRecord> = {}): Promise<void> {
    await this.table.pages.save({ ...emptyRecord('main', PAGE), state: state([person(1)]), outbox, ...more });
  }

  letter(messageId: string, body: string, more: Partial<Letter> = {}): Letter {
    const letter = { messageId, receiptHandle: `handle of ${messageId}`, body, failedAt: NOW, ...more };
    this.letters.push(letter);
    return letter;
  }

  /** What parking a page's entries leaves in the queue. */
  copyOf(messageId: string, ...notices: string[]): Letter {
    return this.letter(messageId, encodeJob({ kind: 'retry', workspace: 'main', pageId: PAGE, notices }));
  }

  look<Answer>(work: Parameters<typeof survey<Answer>>[3], only?: string): Promise<Answer> {
    return survey(only === undefined ? ['main', 'ops'] : [only], only, this.ports, work);
  }

  #spend(): void {
    if (this.sendsLeft === 0) throw new Unreachable('Could not send', 'Try again.');
    this.sendsLeft -= 1;
  }
}
