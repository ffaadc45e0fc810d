import type { Channel, Place } from '../../lambdas/core/page-record.ts';
import type { Announcement } from './announcement.ts';
import type { KnownState } from './knowledge.ts';
import type { Truth } from './truth.ts';

/** What one rule told of one page in one channel, and what is to be held against it. */
export interface RuleCase {
  pageId: string;
  channel: Channel | Place;
  /** Of that rule, page and channel, the earliest first. */
  announcements: readonly Announcement[];
  truth: Truth;
  /** What Pagebell read of the page, the earliest first. */
  reads: readonly KnownState[];
  /** What was to be told by now (ms) must be. */
  now: number;
  /** How late it may be (ms); infinite, where faults explain it. */
  mostLateMs: number;
  /** Whether they need not have been told: it was given up, or there is no way to them. */
  isExcused(personId: string): boolean;
}
