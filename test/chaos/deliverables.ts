import { CLIENT_DATA_SOURCE, deliverableIdOf, PAGES, POINTS_PROPERTY, STATUS_PROPERTY } from './cast.ts';
import type { DataSourceModel } from './notion-objects.ts';
import { STATUSES, type Status } from './page-values.ts';

/** What statuses are called in the other workspace. */
export const OVER_THERE = { Open: 'New', Blocked: 'Stuck' } as const;

/** Two for each page. */
export const DELIVERABLES = 2 * PAGES;

/** What a page links to: one of the two that are its own, or one of the next page's, which that may link to, too. */
export const LINK_TARGETS = ['own', 'spare', 'neighbour'] as const;
export type LinkTarget = (typeof LINK_TARGETS)[number];

/**
 * Where the pages of the other workspace are.
 *
 * @param options that are there
 */
export function deliverablesSource(options: ReadonlySet<Status>): DataSourceModel {
  return {
    id: CLIENT_DATA_SOURCE,
    get schema() {
      const named = [...options].map((status) => ({ id: `option-${status}`, name: nameThere(status) }));
      return {
        State: { id: encodeURIComponent(STATUS_PROPERTY), type: 'select', select: { options: named } },
        Points: { id: encodeURIComponent(POINTS_PROPERTY), type: 'number', number: {} },
      };
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
}

function nameThere(status: Status): string {
  return status === 'Done' ? status : OVER_THERE[status];
}

/** @param page from 0 */
export function deliverableOf(page: number, to: LinkTarget): string {
  switch (to) {
    case 'own':
      return deliverableIdOf(page + 1);
    case 'spare':
      return deliverableIdOf(page + 1 + PAGES);
    case 'neighbour':
      return deliverableIdOf(((page + 1) % PAGES) + 1);
  }
}

/** The address of a page in Notion. */
export function addressOf(pageId: string): string {
  return `https://www.notion.so/Deliverable-${pageId.replaceAll('-', '')}`;
}
