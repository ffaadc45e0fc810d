import type { EventJob } from './envelope.ts';
import type { PageRecord } from './page-record.ts';
import { mayBeginStay } from './rules/escalation.ts';
import { mayRelease } from './rules/passed-over.ts';
import { sightingOf } from './sightings.ts';

/**
 * Whether the page is to be read because of the event though it was since the event was received: it may tell
 * something of what that reading saw that the reading could not know.
 */
export function isAwaited(event: EventJob, { state, memory }: Pick<PageRecord, 'state' | 'memory'>): boolean {
  const sighting = sightingOf(event);
  return mayRelease(sighting, memory?.passedOver) || mayBeginStay([sighting], state, memory?.escalation);
}
