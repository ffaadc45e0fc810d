import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { parseRetryAfter } from '../core/backoff.ts';
import { headerOf, parseSender } from '../core/email-address.ts';
import { type Failure, success } from '../core/failure.ts';
import type { Mailer } from '../core/ports/mailer.ts';
import { failureOfFetch } from './fetch-failure.ts';
import { requestTimeouts } from './request-timeouts.ts';

const Charset = 'UTF-8';

/** Without the SDK's own retries: whether and when to try again is the outbox's to know. */
export function openSes(timeoutMs = 10_000): SESv2Client {
  return new SESv2Client({ maxAttempts: 1, requestHandler: requestTimeouts(timeoutMs) });
}

/**
 * Amazon SES.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export function sesMailer(ses = openSes()): Mailer {
  return {
    async send(from, { to, replyTo, subject, text, html }) {
      const sender = parseSender(from);
      if (!sender) throw new Error(`"${from}" is no sender`);
      const Simple = {
        Subject: { Data: subject, Charset },
        Body: { Text: { Data: text, Charset }, Html: { Data: html, Charset } },
      };
      try {
        await ses.send(
          new SendEmailCommand({
            FromEmailAddress: headerOf(sender),
            Destination: { ToAddresses: [to] },
            ...(replyTo && { ReplyToAddresses: [replyTo] }),
            Content: { Simple },
          }),
        );
        return success(undefined);
      } catch (error) {
        const failure = failureOf(error, sender.address);
        return failure ? { ok: false, failure } : success(undefined);
      }
    },
  };
}

/** Undefined: it was sent, whatever could not be read of the answer. */
function failureOf(error: unknown, sender: string): Failure | undefined {
  const { status, retryAfter } = responseOf(error);
  if (status === undefined) return failureOfFetch('ses', error);
  if (status < 300) return undefined;
  const isService = error instanceof SESv2ServiceException;
  return {
    kind: 'answer',
    service: 'ses',
    status,
    code: isService ? error.name : undefined,
    message: withoutAddresses(error instanceof Error ? error.message : String(error), sender),
    retryAfterMs: parseRetryAfter(retryAfter, Date.now()),
  };
}

/** The SDK adds the response to every error that it throws for one. */
function responseOf(error: unknown): { status?: number; retryAfter?: string | undefined } {
  if (typeof error !== 'object' || error === null) return {};
  const response = '$response' in error ? error.$response : undefined;
  if (typeof response !== 'object' || response === null) return {};
  const status = 'statusCode' in response ? response.statusCode : undefined;
  const headers = 'headers' in response ? response.headers : undefined;
  const hasRetryAfter = typeof headers === 'object' && headers !== null && 'retry-after' in headers;
  return {
    ...(typeof status === 'number' && { status }),
    ...(hasRetryAfter && { retryAfter: String(headers['retry-after']) }),
  };
}

/** SES names recipients, whose addresses belong neither into the table nor into a log. */
function withoutAddresses(message: string, sender: string): string {
  return message.replaceAll(/[^\s<>,;:"'/()]+@[^\s<>,;:"'/()]+/g, (address) =>
    address.toLowerCase().startsWith(sender.toLowerCase()) ? address : '(an address)',
  );
}
