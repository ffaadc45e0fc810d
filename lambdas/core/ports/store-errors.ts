/** The table or a queue cannot be reached, or throttles: nothing of the workspace can go on for now. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** A stored item was written by a later release. */
export class NewerRecord extends Error {
  override readonly name = 'NewerRecord';
}

/** A record that does not fit into an item of the table. */
export class ItemTooLarge extends Error {
  override readonly name = 'ItemTooLarge';
}

/** Whether it says nothing of what was worked on: the same may succeed later. */
export function isOfTheStore(error: unknown): error is StoreUnavailable | NewerRecord {
  return error instanceof StoreUnavailable || error instanceof NewerRecord;
}
