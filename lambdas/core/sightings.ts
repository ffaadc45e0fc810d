import type { EventJob } from './envelope.ts';
import { decodePropertyId } from './ids.ts';
import type { Outbox, PageRecord, Sighting } from './page-record.ts';
import { isPending } from './pending-notices.ts';

/** More than this arrived while one read was owed: a storm, or a long outage. */
const MOST_SIGHTINGS = 50;
/** An edit reaches Notion's readers some time before its webhook reaches us. */
export const SAFETY_MS = 5000;
/** That of every title, whatever its name is (https://developers.notion.com/reference/property-object). */
const TITLE_ID = 'title';

const EDITS = new Set(['page.properties_updated', 'page.updated']);
const BIRTHS = new Set(['page.created', 'database.row_added']);

export function sightingOf(event: EventJob): Sighting {
  const { type, eventId, propertyIds, authors, eventTime, receivedAt } = event;
  return { type, eventId, propertyIds, authors, eventTime, receivedAt };
}

/**
 * Whether the event may be the one that told of an assignment: the page was made, or the assignee property
 * edited (which an event without a list does not deny).
 */
export function tellsOfAssignment(sighting: Sighting, assigneePropertyId: string | undefined): boolean {
  return isBirth(sighting) || tellsOfEdit(sighting, assigneePropertyId);
}

/** Whether the event may be the one that told of an edit of the property. */
export function tellsOfEdit(sighting: Sighting, propertyId: string | undefined): boolean {
  if (EDITS.has(sighting.type) && !sighting.propertyIds) return true;
  return namesEdit(sighting, propertyId);
}

/** Whether the event says that the property was edited. */
export function namesEdit({ type, propertyIds = [] }: Sighting, propertyId: string | undefined): boolean {
  return EDITS.has(type) && propertyId !== undefined && propertyIds.includes(propertyId);
}

export function isBirth({ type }: Sighting): boolean {
  return BIRTHS.has(type);
}

/**
 * Whether the page was read so long after the event was received that the read saw what it tells of. Event
 * times prove nothing: Notion aggregates.
 */
export function alreadySeen(event: EventJob, record: PageRecord | undefined): boolean {
  return record?.readStartedAt !== undefined && event.receivedAt + SAFETY_MS < record.readStartedAt;
}

/**
 * Whether an edit can be passed over without reading the page.
 *
 * @param watchedIds the watched properties of the page's data source; undefined where they are not known. None is no
 *   knowledge either: a property that is added tomorrow is not among those seen today
 * @param outbox of the page: what waits in it is to be told with the title that the page has by then, and one that is
 *   made on a board has none at first
 */
export function isIrrelevant(
  event: EventJob,
  watchedIds: readonly string[] | undefined,
  outbox: Outbox,
): boolean {
  if (!EDITS.has(event.type) || !event.propertyIds || !watchedIds?.length) return false;
  const watched = new Set(watchedIds.map(decodePropertyId));
  if (outbox.some(isPending)) watched.add(TITLE_ID);
  return !event.propertyIds.some((id) => watched.has(decodePropertyId(id)));
}

/** All that is known of why a page is to be read; each event once. */
export function mergeSightings(known: readonly Sighting[], more: readonly Sighting[]): Sighting[] {
  const merged = [...known];
  for (const sighting of more) {
    const isKnown =
      sighting.eventId !== undefined && merged.some(({ eventId }) => eventId === sighting.eventId);
    if (!isKnown) merged.push(sighting);
  }
  return merged.length <= MOST_SIGHTINGS ? merged : [summaryOf(merged)];
}

/** So many that only this is kept: something changed, whoever did it. A needless mention beats a lost one. */
function summaryOf(sightings: readonly Sighting[]): Sighting {
  const times = sightings.flatMap(({ eventTime }) => eventTime ?? []);
  return {
    type: 'page.updated',
    receivedAt: Math.max(...sightings.map(({ receivedAt }) => receivedAt)),
    ...(times.length === sightings.length && { eventTime: Math.max(...times) }),
  };
}
