import * as z from 'zod';

/** What was sent, as a mail program would show it. */
export interface SentEmail {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  from: string;
  to: string[];
  replyTo: string[];
  subject: string;
  text: string | undefined;
  html: string | undefined;
}

const content = z.object({ Data: z.string(), Charset: z.string().optional() });
const schema = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()).min(1).max(50) }),
  ReplyToAddresses: z.array(z.string()).default([]),
  Content: z.object({
    Simple: z.object({
      Subject: content,
      Body: z.object({ Text: content.optional(), Html: content.optional() }),
    }),
  }),
});

/**
 * Reads a request of `SendEmail`, of which only simple content is offered.
 *
 * @returns why SES would refuse it, as text, or the e-mail
 */
export function parseMessage(body: string): Omit<SentEmail, 'id' | 'at'> | string {
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success) return z.prettifyError(parsed.error);
  const { FromEmailAddress, Destination, ReplyToAddresses, Content } = parsed.data;
  const { Subject, Body } = Content.Simple;
  const addresses = [FromEmailAddress, ...Destination.ToAddresses, ...ReplyToAddresses];
  const bad = addresses.find((address) => !isMailbox(address));
  if (bad !== undefined) return `Illegal address: ${bad}`;
  if (/\p{Cc}/u.test(Subject.Data)) return 'Header value contains control characters: Subject';
  if (!Body.Text?.Data && !Body.Html?.Data) return 'Message body is empty';
  return {
    from: decoded(FromEmailAddress),
    to: Destination.ToAddresses,
    replyTo: ReplyToAddresses,
    subject: Subject.Data,
    text: Body.Text?.Data,
    html: Body.Html?.Data,
  };
}

/** `"Name" <a@b.c>` or `a@b.c`. Other letters than ASCII's must be encoded. */
function isMailbox(value: string): boolean {
  return /^(?:[ -~]*<[!-;=?-~]+@[!-;=?-~]+\.[!-;=?-~]+>|[!-;=?-~]+@[!-;=?-~]+\.[!-;=?-~]+)$/.test(value);
}

/** https://www.rfc-editor.org/rfc/rfc2047 */
function decoded(mailbox: string): string {
  return mailbox
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, word: string) => Buffer.from(word, 'base64').toString());
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
