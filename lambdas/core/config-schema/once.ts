import type { z } from 'zod';

/** Reports each entry of a list whose key has the value that an earlier one's has. */
export function once<Key extends string>(key: Key) {
  return ({ value, issues }: z.core.ParsePayload<readonly Readonly<Record<Key, string>>[]>): void => {
    if (issues.length > 0) return;
    const values = value.map(({ [key]: own }) => own);
    issues.push(...repeatsIn(values, key));
  };
}

/** Reports each text of a list that an earlier one is. */
export function eachOnce({ value, issues }: z.core.ParsePayload<readonly string[]>): void {
  if (issues.length > 0) return;
  issues.push(...repeatsIn(value));
}

/** @param below the path from an entry of the list to its value */
function repeatsIn(values: readonly string[], ...below: string[]) {
  return values.flatMap((own, index) => {
    if (values.indexOf(own) === index) return [];
    const message = `expected another than "${own}", which is there already`;
    return [{ code: 'custom' as const, input: own, path: [index, ...below], message }];
  });
}
