import type { z } from 'zod';

/** Reports each entry of a list whose key has the value that an earlier one's has. */
export function once<Key extends string>(key: Key) {
  return ({ value, issues }: z.core.ParsePayload<readonly Readonly<Record<Key, string>>[]>): void => {
    if (issues.length > 0) return;
    const seen = new Set<string>();
    for (const [index, { [key]: own }] of value.entries()) {
      const message = `expected another than "${own}", which is there already`;
      if (seen.has(own)) issues.push({ code: 'custom', input: own, path: [index, key], message });
      seen.add(own);
    }
  };
}
