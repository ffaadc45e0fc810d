import { z } from 'zod';
import type { PersonSettings, WorkspaceSettings } from '../settings.ts';
import { butNot } from './fields.ts';
import { someTranslations } from './messages.ts';

/** A tag such as `de` or `pt-BR`: https://www.rfc-editor.org/info/bcp47 */
const TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;

export const language = z.string().regex(TAG, butNot('expected a language such as de or pt-BR'));

/** By language: each a set of its own, as far as it goes. */
export const languages = z
  .record(z.string(), someTranslations)
  .check(({ value, issues }) => {
    for (const name of Object.keys(value)) {
      if (TAG.test(name)) continue;
      issues.push({
        code: 'custom',
        input: name,
        path: [name],
        message: 'expected a language such as de or pt-BR',
      });
    }
  })
  .default({});

/** Whom a workspace would speak to in a language that it does not have. */
export function languageFaults({
  people,
  languages: known,
}: Pick<WorkspaceSettings, 'people' | 'languages'>) {
  return people.flatMap(({ language: spoken }: PersonSettings, index) => {
    if (spoken === undefined || Object.hasOwn(known, spoken)) return [];
    const there = Object.keys(known).map((name) => `"${name}"`);
    const message = `expected one of \`languages\`, ${there.length === 0 ? 'of which there are none' : there.join(' or ')}`;
    return [{ path: ['people', index, 'language'], message }];
  });
}
