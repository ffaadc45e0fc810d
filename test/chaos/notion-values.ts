import { DUE_PROPERTY, LEFT_OUT_PROPERTY, STATUS_PROPERTY } from './cast.ts';
import { STATUSES, type Status, type Values } from './page-values.ts';

/** A day, the end of a range, or a time just after midnight: the day before, in UTC. */
export type DueForm = 'day' | 'range' | 'time';

/** Name of the property. */
export const LEFT_OUT = 'Left out';

const DAY = 24 * 60 * 60_000;

/** The groups are Notion's own: by them it is known what is done. */
const GROUPS = { 'To-do': 'Open', 'In progress': 'Blocked', Complete: 'Done' } as const satisfies Record<
  string,
  Status
>;

/** Of the data source. */
export const SCHEMA = {
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
export function propertiesOf({ due, status, isLeftOut }: Values, form: DueForm): object {
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

function dateOf(day: string, form: DueForm): object {
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
