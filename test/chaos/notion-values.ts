import {
  DATA_SOURCE,
  DUE_PROPERTY,
  LEFT_OUT_PROPERTY,
  LINK_PROPERTY,
  POINTS_PROPERTY,
  STATUS_PROPERTY,
} from './cast.ts';
import type { DataSourceModel } from './notion-objects.ts';
import { type DueForm, STATUSES, type Status, type Values } from './page-values.ts';

/** Name of the property. */
export const LEFT_OUT = 'Left out';

const DAY = 24 * 60 * 60_000;

/** The groups are Notion's own: by them it is known what is done. */
const GROUPS = { 'To-do': 'Open', 'In progress': 'Blocked', Complete: 'Done' } as const satisfies Record<
  string,
  Status
>;

/** Of the data source. */
const SCHEMA = {
  Due: { id: encodeURIComponent(DUE_PROPERTY), type: 'date' },
  Status: {
    id: encodeURIComponent(STATUS_PROPERTY),
    type: 'status',
    status: {
      options: STATUSES.map((name) => ({ id: `option-${name}`, name })),
      groups: Object.entries(GROUPS).map(([name, status]) => ({ name, option_ids: [`option-${status}`] })),
    },
  },
};

/** What a page shows of its values. */
function propertiesOf({ due, status, isLeftOut }: Values, form: DueForm): object {
  return {
    Due: {
      id: encodeURIComponent(DUE_PROPERTY),
      type: 'date',
      date: due === undefined ? null : dateOf(due, form),
    },
    Status: { id: encodeURIComponent(STATUS_PROPERTY), type: 'status', status: { name: status } },
    [LEFT_OUT]: { id: encodeURIComponent(LEFT_OUT_PROPERTY), type: 'checkbox', checkbox: isLeftOut },
  };
}

/** Where the team's tasks are. */
export const TASKS: DataSourceModel = {
  id: DATA_SOURCE,
  schema: SCHEMA,
  propertiesOf: ({ values, dueForm, points, link }) => ({
    ...propertiesOf(values, dueForm),
    Points: { id: encodeURIComponent(POINTS_PROPERTY), type: 'number', number: points },
    'Client page': { id: encodeURIComponent(LINK_PROPERTY), type: 'url', url: link },
  }),
  statusIn: ({ Status }) => STATUSES.find((status) => status === Status?.status?.name),
};

/** As a page shows it. */
export function dateOf(day: string, form: DueForm): { start: string; end: string | null; time_zone: null } {
  switch (form) {
    case 'day':
      return { start: day, end: null, time_zone: null };
    case 'range':
      return { start: dayAfter(day, -1), end: day, time_zone: null };
    case 'time':
      return { start: `${day}T00:30:00.000+01:00`, end: null, time_zone: null };
  }
}

/** @param day `YYYY-MM-DD` */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, day.length);
}
