import { isPlace } from './notices.ts';
import type { Notice, OutboxEntry, PageRecord, PageState } from './page-record.ts';

/** Raised when a stored record changes in a way that older code would misread. */
export const RECORD_VERSION = 4;

/**
 * The lowest version whose code misreads nothing of the record. It says no more than that, so that a release
 * that is rolled back leaves to the one before whatever uses nothing new.
 */
export function versionFor({ state, memory, mirrors, outbox }: PageRecord): number {
  return Math.max(
    mirrors && Object.keys(mirrors).length > 0 ? 4 : 1,
    memory?.reminder || memory?.escalation || asksForTimes(state) ? 2 : 1,
    ...outbox.map(versionForEntry),
  );
}

/** Code of version 1 forgets them when it saves. */
function asksForTimes(state: PageState | undefined): boolean {
  return state?.due !== undefined || state?.status !== undefined;
}

function versionForEntry(entry: OutboxEntry): number {
  switch (entry.kind) {
    case 'read':
      return 1;
    case 'wake':
      return 2;
    case 'notice':
      return versionForNotice(entry);
    case 'hand-over':
    case 'take-over':
      return 4;
  }
}

function versionForNotice({ rule, channel }: Notice): number {
  if (isPlace(channel)) return 3;
  return OLDEST_RULES.has(rule) && OLDEST_CHANNELS.has(channel) ? 1 : 2;
}

const OLDEST_RULES: ReadonlySet<Notice['rule']> = new Set(['assigned', 'unassigned']);
const OLDEST_CHANNELS: ReadonlySet<Notice['channel']> = new Set(['comment', 'slack']);
