/** Something that a person must mend before the local run can start: shown as its message alone. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
