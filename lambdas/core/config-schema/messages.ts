import { z } from 'zod';

/**
 * A message template with its placeholders: `true` for those that it must hold. None may be there twice: a
 * comment has room for one list of mentions.
 */
const template = (placeholders: Readonly<Record<string, boolean>>) =>
  z
    .string()
    .max(1000)
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
          report(`{${name}} is unknown; there are {${Object.keys(placeholders).join('}, {')}}`);
        }
      }
    });

/** With what is said where the team says nothing. */
const templates = (
  comment: string,
  slack: string,
  { subject, email }: { subject: string; email: string },
  more: Readonly<Record<string, boolean>> = {},
) =>
  z.strictObject({
    comment: template({ people: true, pagebell: true, title: false, ...more }).default(comment),
    slack: template({ people: true, title: false, url: false, ...more }).default(slack),
    subject: template({ title: false, ...more }).default(subject),
    email: template({ people: false, title: false, url: true, ...more }).default(email),
  });

/** For who is told as nobody in particular: `{people}` are the page's assignees. */
const placeTemplate = template({ people: false, title: false, url: true, status: false });

export const messages = z
  .strictObject({
    assigned: templates(
      '{people}, this page is now yours. ({pagebell})',
      '{people}, this page is now yours: *<{url}|{title}>*',
      { subject: 'Now yours: {title}', email: '{people}, this page is now yours: {title}\n\n{url}' },
    ).prefault({}),
    unassigned: templates(
      '{people}, this page is no longer yours. ({pagebell})',
      '{people}, this page is no longer yours: *<{url}|{title}>*',
      {
        subject: 'No longer yours: {title}',
        email: '{people}, this page is no longer yours: {title}\n\n{url}',
      },
    ).prefault({}),
    reminder: templates(
      '{people}, this page is {when}. ({pagebell})',
      '{people}, this page is {when} ({date}): *<{url}|{title}>*',
      { subject: '{when}: {title}', email: '{people}, this page is {when} ({date}): {title}\n\n{url}' },
      { when: false, date: false },
    ).prefault({}),
    escalation: templates(
      '{people}, this page is in the status “{status}”. ({pagebell})',
      '{people}, this page is in the status “{status}”: *<{url}|{title}>*',
      {
        subject: '{status}: {title}',
        email: '{people}, this page is in the status “{status}”: {title}\n\n{url}',
      },
      { status: false },
    )
      .extend({
        toChannel: placeTemplate.default(
          '*<{url}|{title}>* is in the status “{status}”. Assigned to: {people}.',
        ),
        toAddress: placeTemplate.default(
          'This page is in the status “{status}”: {title}\n\nAssigned to: {people}\n\n{url}',
        ),
      })
      .prefault({}),
    digest: template({ count: false }).max(300).default('*{count} more in the same minute:*'),
    mute: z.string().max(300).default('To be told no longer, ask who runs Pagebell to mute you.'),
  })
  .prefault({});
