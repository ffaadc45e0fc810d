import type { EventJob } from '../../../lambdas/core/envelope.ts';
import type { Assignee, Notice, OwedRead, PageState, Sighting } from '../../../lambdas/core/page-record.ts';
import type { PlanInput, PlanSettings, Reading } from '../../../lambdas/core/plan-input.ts';

const BOTH = ['comment', 'slack'] as const;
export const NOW = Date.parse('2026-11-02T09:00:30Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ASSIGNEE_PROPERTY = '{LUX';
export const PAGE = uuid(1);

/** A canonical id, the same for the same number. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

export function person(number: number, name = `Person ${number}`): Assignee {
  return { id: uuid(1000 + number), kind: 'person', name };
}

export function people(count: number): Assignee[] {
  return Array.from({ length: count }, (_, index) => person(index));
}

export function idsOf(assignees: readonly Assignee[]): string[] {
  return assignees.map(({ id }) => id);
}

export function state(assignees: readonly Assignee[], more: Partial<PageState> = {}): PageState {
  return {
    title: 'Write the launch post',
    url: 'https://www.notion.so/p',
    assignees: [...assignees],
    ...more,
  };
}

export function notice(assignees: readonly Assignee[], more: Partial<Notice> = {}): Notice {
  return {
    kind: 'notice',
    id: `${PAGE}-1-assigned-comment`,
    rule: 'assigned',
    channel: 'comment',
    people: [...assignees],
    progress: { state: 'pending', at: NOW },
    attempts: 0,
    since: NOW,
    ...more,
  };
}

export function owedReadEntry(more: Partial<OwedRead> = {}): OwedRead {
  return {
    kind: 'read',
    id: 'read',
    sightings: [],
    progress: { state: 'pending', at: NOW },
    attempts: 1,
    since: NOW,
    ...more,
  };
}

/** An edit of the assignee property by somebody who is not told. */
export function sighting(more: Partial<Sighting> = {}): Sighting {
  return {
    type: 'page.properties_updated',
    propertyIds: [ASSIGNEE_PROPERTY],
    authors: [uuid(9)],
    receivedAt: NOW - 1000,
    ...more,
  };
}

export function eventJob(more: Partial<EventJob> = {}): EventJob {
  return {
    kind: 'event',
    workspace: 'main',
    pageId: PAGE,
    eventId: uuid(7),
    type: 'page.properties_updated',
    eventTime: NOW - 2000,
    receivedAt: NOW - 1000,
    propertyIds: [ASSIGNEE_PROPERTY],
    authors: [uuid(9)],
    ...more,
  };
}

export function planSettings(more: Partial<PlanSettings> = {}): PlanSettings {
  return {
    firstSight: 'notify',
    notifySelf: false,
    mute: { comment: [], slack: [], 'slack-dm': [], email: [] },
    channels: { assigned: BOTH, unassigned: [], reminder: BOTH, escalation: BOTH },
    watch: { only: [], statusProperty: 'Status', escalations: [] },
    ...more,
  };
}

export function reading(assignees: readonly Assignee[], more: Partial<Reading> = {}): Reading {
  return {
    state: state(assignees),
    createdAt: NOW - 30 * DAY,
    assigneePropertyId: ASSIGNEE_PROPERTY,
    watchedIds: [ASSIGNEE_PROPERTY],
    startedAt: NOW,
    ...more,
  };
}

/** A known page without assignees whose assignee property was edited; it now has these. */
export function planInput(assignees: readonly Assignee[], more: Partial<PlanInput> = {}): PlanInput {
  return {
    pageId: PAGE,
    version: 5,
    previous: state([]),
    current: reading(assignees),
    outbox: [],
    sightings: [sighting()],
    settings: planSettings(),
    baseline: NOW - DAY,
    now: NOW,
    ...more,
  };
}
