import { classify, type Verdict } from '../../core/classify.ts';
import type { Assignee } from '../../core/page-record.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';

/** How long an address that Notion told is used again, or that it told none. */
const KNOWN_MS = 60 * 60_000;

export type FoundAddress =
  | { kind: 'found'; address: string }
  | { kind: 'none'; reason: string }
  /** Passing: it may be found later. */
  | { kind: 'failed'; verdict: Extract<Verdict, { kind: 'deferred' | 'halted' }> };

/** A person's e-mail address: the configuration's, else Notion's. */
export async function addressOf(person: Assignee, turn: Turn, ports: ConsumerPorts): Promise<FoundAddress> {
  const { key, people } = turn.workspace;
  const configured = people.find(({ notion }) => notion === person.id)?.email;
  if (configured) return { kind: 'found', address: configured };
  if (person.kind === 'group') return { kind: 'none', reason: 'a group has no e-mail address' };

  const entry = `${key} ${person.id}`;
  const known = ports.addresses.get(entry);
  if (known && known.until > ports.clock.now()) return found(known.address);
  const answer = await turn.notion.email(person.id);
  if (answer.ok) {
    ports.addresses.set(entry, { address: answer.value, until: ports.clock.now() + KNOWN_MS });
    return found(answer.value);
  }
  const verdict = classify('read', answer.failure, ports.clock.now());
  switch (verdict.kind) {
    case 'deferred':
    case 'halted':
      return { kind: 'failed', verdict };
    case 'gone':
    case 'parked':
      return { kind: 'none', reason: `Notion does not tell the e-mail address: ${verdict.reason}` };
    case 'unknown':
    case 'committed':
      throw new Error(`a read cannot end as ${verdict.kind}`);
  }
}

function found(address: string | undefined): FoundAddress {
  return address === undefined ? { kind: 'none', reason: NONE_SHOWN } : { kind: 'found', address };
}

const NONE_SHOWN =
  "Notion shows no e-mail address of this person: enable 'Read user information including email addresses' for the connection, or name them under `people`";
