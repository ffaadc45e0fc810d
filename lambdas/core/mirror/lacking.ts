/** Why a page does not take over what the other side holds. */
export function lackingReason(names: readonly string[]): string {
  return `the property "${names.join('", "')}" is not there, or cannot be mirrored`;
}

export const LACKING_HINT =
  'Add the property, mend its name in `mirrors` in pagebell.config.ts, or shorten its text to 10,000 characters; then retry it.';
