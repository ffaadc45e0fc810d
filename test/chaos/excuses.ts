import { decodeJob } from '../../lambdas/core/envelope.ts';
import { isPlace } from '../../lambdas/core/notices.ts';
import type { Channel, OutboxEntry, PageRecord, Place } from '../../lambdas/core/page-record.ts';
import type { ReceivedMessage } from '../../local/aws/sqs/fifo-queue.ts';
import { EVERYBODY } from './cast.ts';
import { isReachable } from './setup.ts';
import type { Counts } from './tally.ts';

/** Answers by which Notion says that it does not show a person: no address is known then, for an hour. */
const REFUSED_LOOK_UPS = ['notion.user: 403', 'notion.user: 404'];

/** Why somebody may not have been told: it was given up, and is the operator's, or there is no way to them. */
export class Excuses {
  readonly #records: readonly PageRecord[];
  /** Pages of events that are in the dead-letter queue as they came, since their records could not be read. */
  readonly #lost: ReadonlySet<string>;
  readonly #mayLackAddresses: boolean;

  /** @param faults that calls ran into */
  constructor(records: readonly PageRecord[], parked: readonly ReceivedMessage[], faults: Readonly<Counts>) {
    this.#records = records;
    this.#lost = new Set(parked.flatMap(({ message }) => eventPageOf(message.body) ?? []));
    this.#mayLackAddresses = REFUSED_LOOK_UPS.some((name) => faults[name] !== undefined);
  }

  cover(pageId: string, channel: Channel | Place, personId: string): boolean {
    const person = EVERYBODY.find(({ id }) => id === personId);
    const outbox = this.#records.find((record) => record.pageId === pageId)?.outbox ?? [];
    return (
      this.#lost.has(pageId) ||
      outbox.some((entry) => isParkedFor(entry, channel, personId)) ||
      (person !== undefined && !isReachable(person, channel)) ||
      (this.#mayLackAddresses && (channel === 'slack-dm' || channel === 'email'))
    );
  }
}

export function isFailed({ progress }: OutboxEntry): boolean {
  return progress.state === 'failed';
}

function eventPageOf(body: string): string | undefined {
  const decoded = decodeJob(body);
  return decoded.kind === 'job' && decoded.job.kind === 'event' ? decoded.job.pageId : undefined;
}

/** A notice to this person, or a read that would have told of them. */
function isParkedFor(entry: OutboxEntry, channel: Channel | Place, personId: string): boolean {
  if (!isFailed(entry)) return false;
  return (
    entry.kind !== 'notice' ||
    (entry.channel === channel && (isPlace(channel) || entry.people.some(({ id }) => id === personId)))
  );
}
