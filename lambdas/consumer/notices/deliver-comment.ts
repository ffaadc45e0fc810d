import { backoff } from '../../core/backoff.ts';
import { classify, type Verdict } from '../../core/classify.ts';
import { commentText, isMarkedWith, noticeLinkOf } from '../../core/comment-text.ts';
import type { Failure, Result } from '../../core/failure.ts';
import { wordingOf } from '../../core/wording.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { warnOnce } from '../warn-once.ts';
import { type Delivered, type Delivery, settlementOf } from './delivery.ts';

/**
 * What became of an earlier try, as far as the page shows it.
 *
 * @returns undefined: there is no such comment on the page, or comments cannot be looked up
 */
export async function lookForComment(
  delivery: Delivery,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered | undefined> {
  const found = await findComment(delivery, turn);
  if (found.ok) return found.value ? { settlement: { kind: 'delivered' } } : undefined;
  const verdict = classify('look-up', found.failure, ports.clock.now());
  if (verdict.kind !== 'parked') return stillUnknown(verdict, delivery, ports);
  const { reason, hint } = verdict;
  const workspace = turn.workspace.key;
  warnOnce(`look-ups of ${workspace}`, NO_LOOK_UP, { workspace, reason, hint }, ports);
  return undefined;
}

const NO_LOOK_UP = 'Comments cannot be looked up: one whose outcome is unknown may be repeated';

/** Whether our bot's comment with this notice's mark is on the page. */
async function findComment({ notice, pageId }: Delivery, turn: Turn): Promise<Result<boolean>> {
  const me = await turn.notion.me();
  if (!me.ok) return me;
  let cursor: string | undefined;
  do {
    const page = await turn.notion.comments(pageId, cursor);
    if (!page.ok) return page;
    const { comments, next } = page.value;
    const isOurs = comments.some(
      ({ createdBy, links }) => createdBy === me.value.id && isMarkedWith(links, notice.id),
    );
    if (isOurs) return { ok: true, value: true };
    cursor = next;
  } while (cursor !== undefined);
  return { ok: true, value: false };
}

/** The look-up itself failed, so the comment's outcome stays unknown. */
function stillUnknown(
  verdict: Exclude<Verdict, { kind: 'parked' }>,
  delivery: Delivery,
  ports: ConsumerPorts,
): Delivered {
  const now = ports.clock.now();
  switch (verdict.kind) {
    case 'halted': {
      const at = now + verdict.forMs;
      return { settlement: { kind: 'returned', to: 'sending', at, reason: verdict.reason }, haltUntil: at };
    }
    case 'deferred':
    case 'unknown': {
      const retryAfterMs = verdict.kind === 'deferred' ? verdict.retryAfterMs : undefined;
      const at = now + backoff(delivery.notice.attempts + 1, ports.random(), retryAfterMs);
      return { settlement: { kind: 'sending', at, reason: verdict.reason } };
    }
    case 'gone':
    case 'committed':
      return settlementOf(verdict, delivery, ports);
  }
}

/** Posts one comment. */
export async function deliverComment(
  delivery: Delivery,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered> {
  const { notice, pageId, page } = delivery;
  const wording = wordingOf(turn.workspace, page.dataSourceId, notice.people);
  const template = wording[notice.rule].comment;
  const link = noticeLinkOf(ports.dashboardUrl, notice.id);
  const asText = new Set<string>();
  for (;;) {
    const posted = await turn.notion.comment(
      pageId,
      commentText(template, notice, page, wording.words, link, asText),
    );
    if (posted.ok) return { settlement: { kind: 'delivered' } };

    const unmentionable = namedIn(posted.failure, delivery).filter((id) => !asText.has(id));
    if (unmentionable.length > 0) {
      for (const id of unmentionable) asText.add(id);
      continue;
    }
    const verdict = classify('comment', posted.failure, ports.clock.now());
    if (verdict.kind === 'unknown') {
      return { settlement: { kind: 'sending', at: turn.claimUntil, reason: verdict.reason } };
    }
    return settlementOf(verdict, delivery, ports);
  }
}

/** The people of the notice whom Notion's refusal names: they left the workspace, or cannot be mentioned. */
function namedIn(failure: Failure, { notice }: Delivery): string[] {
  if (failure.kind !== 'answer' || (failure.status !== 400 && failure.status !== 404)) return [];
  const message = failure.message.toLowerCase();
  return notice.people
    .map(({ id }) => id)
    .filter((id) => message.includes(id) || message.includes(id.replaceAll('-', '')));
}
