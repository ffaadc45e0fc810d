/** Why a page does not take over what the other side holds. */
export function lackingReason(names: readonly string[]): string {
  return `there is no property "${names.join('", "')}" that can be mirrored`;
}

export const LACKING_HINT =
  'Add the property, or mend its name in `mirrors` in pagebell.config.ts; then retry it.';
