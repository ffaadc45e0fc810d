import { z } from 'zod';
import { DEFAULT_MESSAGES } from '../default-messages.ts';
import { withMessages } from '../wording.ts';

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
    .check((context) => {
      const report = (message: string) =>
        context.issues.push({ code: 'custom', input: context.value, message });
      const names = [...context.value.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const found = new Set(names);
      for (const [name, isNeeded] of Object.entries(placeholders)) {
        if (isNeeded && !found.has(name)) report(`{${name}} is missing`);
      }
      for (const name of found) {
        if (names.indexOf(name) !== names.lastIndexOf(name)) report(`{${name}} is there more than once`);
        if (name && !Object.hasOwn(placeholders, name)) {
          const known = Object.keys(placeholders);
          const there = known.length === 0 ? 'are none' : `are {${known.join('}, {')}}`;
          report(`{${name}} is unknown; there ${there}`);
        }
      }
    })
    .optional();

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

export const messages = someMessages.prefault({}).transform((own) => withMessages(DEFAULT_MESSAGES, own));
