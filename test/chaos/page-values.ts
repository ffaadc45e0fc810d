/** What a page shows besides its assignees. */
export interface Values {
  /** The local day on which it is due: `YYYY-MM-DD`. */
  due: string | undefined;
  status: Status;
  /** Somebody has ticked that nobody need be told of it. */
  isLeftOut: boolean;
}

export const STATUSES = ['Open', 'Blocked', 'Done'] as const;
export type Status = (typeof STATUSES)[number];

/** How a due date is written: a day, the end of a range, or a time just after midnight: the day before, in UTC. */
export type DueForm = 'day' | 'range' | 'time';

/** As a new page is. */
export const FRESH: Values = { due: undefined, status: 'Open', isLeftOut: false };

/** A stretch of time (ms) in which the values of a page stay as they are. */
export interface Stretch {
  from: number;
  values: Values;
}

/** The values of pages as they really were. */
export class PageValues {
  readonly #stretches = new Map<string, Stretch[]>();

  set(pageId: string, values: Values, at: number): void {
    this.#stretches.set(pageId, [...this.of(pageId), { from: at, values }]);
  }

  /** The earliest first; never none. */
  of(pageId: string): readonly Stretch[] {
    return this.#stretches.get(pageId) ?? [{ from: Number.NEGATIVE_INFINITY, values: FRESH }];
  }

  at(pageId: string, time: number): Values {
    return this.of(pageId).findLast(({ from }) => from <= time)?.values ?? FRESH;
  }

  now(pageId: string): Values {
    return this.of(pageId).at(-1)?.values ?? FRESH;
  }
}
