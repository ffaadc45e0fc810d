/** An item of the table whose time has come. */
export interface DueItem {
  key: string;
  dueAt: number;
}

export interface DueItems {
  /** Whether a halt keeps the workspace from working now, and whether its data sources were ever searched for. */
  look(workspace: string, now: number): Promise<{ isClosed: boolean; isNew: boolean }>;
  /** All items of a workspace that are due, the earliest first, a page at a time. */
  due(workspace: string, now: number): AsyncIterable<DueItem[]>;
}

export interface DueTimes {
  /**
   * Makes an item due at `to` (ms) without reading it: what else is in it may be the trouble. Nothing happens if
   * it has another due time than `from` by now.
   */
  putOff(key: string, from: number, to: number): Promise<void>;
}
