import { CLIENT_DATA_SOURCE, deliverableIdOf, PAGES, POINTS_PROPERTY, STATUS_PROPERTY } from './cast.ts';
import type { DataSourceModel } from './notion-objects.ts';
import { STATUSES, type Status } from './page-values.ts';

/** What statuses are called in the other workspace. */
export const OVER_THERE = { Open: 'New', Blocked: 'Stuck' } as const;

/** Each page links to one of two, which no other page links to. */
export const DELIVERABLES = 2 * PAGES;

/** Where the pages of the other workspace are. */
export const DELIVERABLES_SOURCE: DataSourceModel = {
  id: CLIENT_DATA_SOURCE,
  schema: {
    State: {
      id: encodeURIComponent(STATUS_PROPERTY),
      type: 'select',
      select: { options: STATUSES.map((status) => ({ id: `option-${status}`, name: nameThere(status) })) },
    },
    Points: { id: encodeURIComponent(POINTS_PROPERTY), type: 'number', number: {} },
  },
  propertiesOf: ({ values, points }) => ({
    State: {
      id: encodeURIComponent(STATUS_PROPERTY),
      type: 'select',
      select: { name: nameThere(values.status) },
    },
    Points: { id: encodeURIComponent(POINTS_PROPERTY), type: 'number', number: points },
  }),
  statusIn: ({ State }) => STATUSES.find((status) => nameThere(status) === State?.select?.name),
};

function nameThere(status: Status): string {
  return status === 'Done' ? status : OVER_THERE[status];
}

/** @param isSpare the other one of the two that are a page's own */
export function deliverableOf(page: number, isSpare: boolean): string {
  return deliverableIdOf(page + 1 + (isSpare ? PAGES : 0));
}

/** The address of a page in Notion. */
export function addressOf(pageId: string): string {
  return `https://www.notion.so/Deliverable-${pageId.replaceAll('-', '')}`;
}
