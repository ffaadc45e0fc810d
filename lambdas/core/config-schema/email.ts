import { z } from 'zod';
import { parseSender, standsFor } from '../email-address.ts';
import { butNot, emailAddress } from './fields.ts';

export const email = z
  .strictObject({
    from: z
      .string()
      .refine(
        parseSender,
        butNot('expected an address such as bell@example.com or Pagebell <bell@example.com>'),
      ),
    replyTo: emailAddress.optional(),
    identity: z.string().min(1).optional(),
  })
  .check(({ value, issues }) => {
    const sender = parseSender(value.from);
    if (!sender || value.identity === undefined || standsFor(value.identity, sender.address)) return;
    const message = `expected ${sender.address}, its domain, or a domain above that`;
    issues.push({ code: 'custom', input: value.identity, path: ['identity'], message });
  });
