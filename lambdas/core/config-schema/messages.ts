import { z } from 'zod';

/**
 * A message template with its placeholders: `true` for those that it must hold. None may be there twice: a
 * comment has room for one list of mentions.
 *
 * @param most characters
 */
const template = (placeholders: Readonly<Record<string, boolean>>, most = 1000) =>
  z
    .string()
    .max(most)
    .check(({ value, issues }) => {
      const message = faultsOf(value, placeholders).join('; ');
      if (message) issues.push({ code: 'custom', input: value, message });
    })
    .optional();

function faultsOf(text: string, placeholders: Readonly<Record<string, boolean>>): string[] {
  const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const known = Object.keys(placeholders);
  const missing = known.filter((name) => placeholders[name] && !names.includes(name));
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
  const unknown = [...new Set(names.filter((name) => !known.includes(name)))];
  const there = known.length === 0 ? 'no placeholders' : `no placeholders but ${listed(known)}`;
  return [
    ...(missing.length > 0 ? [`expected ${listed(missing)} in it`] : []),
    ...(repeated.length > 0 ? [`expected ${listed(repeated)} once only`] : []),
    ...(unknown.length > 0 ? [`expected ${there}, not ${listed(unknown)}`] : []),
  ];
}

function listed(names: readonly string[]): string {
  return `{${names.join('}, {')}}`;
}

/** @param more placeholders that only notices of the rule have */
const templates = (more: Readonly<Record<string, boolean>> = {}) =>
  z.strictObject({
    comment: template({ people: true, pagebell: true, title: false, ...more }),
    slack: template({ people: true, title: false, url: false, ...more }),
    subject: template({ title: false, ...more }),
    email: template({ people: false, title: false, url: true, ...more }),
  });

/** For who is told as nobody in particular: `{people}` are the page's assignees. */
const placeTemplate = template({ people: false, title: false, url: true, status: false });

/** Short: it is part of a sentence. */
const phrase = (placeholders: Readonly<Record<string, boolean>> = {}) => template(placeholders, 100);

const words = z.strictObject({
  dueToday: phrase(),
  dueTomorrow: phrase(),
  dueInDays: phrase({ days: true }),
  overdueOneDay: phrase(),
  overdueDays: phrase({ days: true }),
  somebody: phrase(),
  nobody: phrase(),
  untitled: phrase(),
  andMore: phrase({ count: true }),
  manyPeople: phrase({ count: true }),
  part: phrase({ number: true, of: true }),
});

/** Single templates: of whatever is not there, another set says what it is. */
export const someMessages = z.strictObject({
  assigned: templates().optional(),
  unassigned: templates().optional(),
  reminder: templates({ when: false, date: false }).optional(),
  escalation: templates({ status: false })
    .extend({ toChannel: placeTemplate, toAddress: placeTemplate })
    .optional(),
  digest: template({ count: false }, 300),
  overdue: z
    .strictObject({
      header: template({ count: false }, 300),
      line: template({ title: false, url: false, people: false, when: false, date: false }),
    })
    .optional(),
  mute: z.string().max(300).optional(),
  words: words.optional(),
});

/** The same, in another language: which what is told to nobody in particular has not. */
export const someTranslations = someMessages.extend({
  escalation: z
    .strictObject(templates({ status: false }).shape, {
      error: ({ code }) => (code === 'unrecognized_keys' ? NO_PLACE : undefined),
    })
    .optional(),
});

const NO_PLACE = 'there is no such key; `toChannel` and `toAddress` are keys of `messages` only';
