import type { RetryJob } from '../../../lambdas/core/envelope.ts';
import type { PageRecord } from '../../../lambdas/core/page-record.ts';
import type { PageStore } from '../../../lambdas/core/ports/pages.ts';

/** All that mending dead letters touches. Each may throw a CommandError. */
export interface DlqPorts {
  ledger: {
    /**
     * The records of a workspace that hold a given-up entry, the longest parked first, and how many others
     * cannot be read.
     */
    parked(workspace: string): Promise<{ records: PageRecord[]; unreadable: number }>;
  };
  pages: Pick<PageStore, 'load' | 'save'>;
  letters: DeadLetterBox;
  queue: {
    /** Each call is a message of its own, however often the same is sent. */
    retry(job: RetryJob): Promise<void>;
    /** @param body as it was received */
    resend(workspace: string, body: string): Promise<void>;
  };
}

/** A message of the dead-letter queue, in our hands. */
export interface Letter {
  messageId: string;
  receiptHandle: string;
  body: string;
  /** What parked it wrote beside it; absent where SQS moved it here by itself. */
  workspace?: string | undefined;
  reason?: string | undefined;
  hint?: string | undefined;
  /** When it was parked, or came into the queue (ms). */
  failedAt: number;
}

export interface DeadLetterBox {
  /** Takes all that can be received: nobody else sees it until it is given back, or a few minutes have passed. */
  take(): Promise<Taken>;
  giveBack(letters: readonly Letter[]): Promise<void>;
  remove(letter: Letter): Promise<void>;
}

export interface Taken {
  letters: Letter[];
  /** About how many others there are, which somebody else has in hand, or which wait behind their group's. */
  unseen: number;
}
