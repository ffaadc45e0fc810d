import type { Budget } from '../../core/budget.ts';
import { classify, type Verdict } from '../../core/classify.ts';
import type { Result } from '../../core/failure.ts';
import type { NotionUser } from '../../core/notion-user.ts';
import type { Assignee } from '../../core/page-record.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';

const USER_DAYS = 7;

/**
 * Fills in what a partial user lacks. A name that cannot be had stops nothing.
 *
 * @param known who need not be asked for again
 * @param share of the workspace's budget that asking may use, where nobody waits to be told
 */
export async function withNames(
  users: readonly NotionUser[],
  known: readonly Assignee[],
  turn: Turn,
  ports: ConsumerPorts,
  share?: Budget,
): Promise<Result<Assignee[]>> {
  const knownById = new Map(known.map((person) => [person.id, person]));
  const results = await Promise.all(
    users.map(async (user): Promise<Result<Assignee>> => {
      if (user.kind === 'group' || user.name) return { ok: true, value: user };
      const person = knownById.get(user.id);
      if (person) return { ok: true, value: person };
      return lookUp(user, turn, ports, share);
    }),
  );
  const assignees: Assignee[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    assignees.push(result.value);
  }
  return { ok: true, value: assignees };
}

async function lookUp(
  user: NotionUser,
  turn: Turn,
  ports: ConsumerPorts,
  share: Budget | undefined,
): Promise<Result<Assignee>> {
  const { key } = turn.workspace;
  const stored = await ports.users.load(key, user.id);
  if (stored) return { ok: true, value: stored };
  if (share?.spend(ports.clock.now()).kind === 'empty') return { ok: true, value: user };
  const answer = await turn.notion.user(user.id);
  if (answer.ok) {
    await ports.users.save(key, answer.value, ports.clock.now() + USER_DAYS * 24 * 60 * 60_000);
    return answer;
  }
  const verdict = classify('read', answer.failure, ports.clock.now());
  if (verdict.kind === 'halted') return answer;
  ports.log.info('A user has no name', { userId: user.id, reason: verdictReason(verdict) });
  return { ok: true, value: user };
}

function verdictReason(verdict: Verdict): string {
  return verdict.kind === 'committed' ? verdict.kind : verdict.reason;
}
