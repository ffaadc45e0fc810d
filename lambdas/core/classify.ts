import { cut } from './cut.ts';
import type { Failure } from './failure.ts';
import { isPassingCode, MESSAGE_HINT, slackBotHintOf } from './slack-codes.ts';

/** What was being done when it failed. */
export type Operation = 'read' | 'look-up' | 'comment' | 'write' | 'slack' | 'email';

/** What a failure means for the work at hand. */
export type Verdict =
  /** The page is not there, or not shared any more: nothing to do. */
  | { kind: 'gone'; reason: string }
  /** Passing, and its own: later, while everything else goes on. Certainly not done. */
  | { kind: 'deferred'; reason: string; retryAfterMs?: number | undefined }
  /** It may have been done: look before repeating. */
  | { kind: 'unknown'; reason: string }
  /** It was done after all. */
  | { kind: 'committed' }
  /** Only a person can mend it. */
  | { kind: 'parked'; reason: string; hint: string }
  /** Nothing of this workspace can go on for `forMs`. Certainly not done. */
  | { kind: 'halted'; reason: string; forMs: number };

const MINUTE = 60_000;
/** A revoked token is a person's to mend, who then waits no longer than this. */
const UNAUTHORIZED_MS = 2 * MINUTE;
const UNREACHABLE_MS = MINUTE / 2;
const RATE_LIMITED_MS = MINUTE;

/** The failure table. Goes by status first: Notion's SDK reports several of its codes as unknown. */
export function classify(operation: Operation, failure: Failure, now: number): Verdict {
  switch (failure.kind) {
    case 'not-tried':
      return { kind: 'halted', reason: failure.message, forMs: Math.max(0, failure.until - now) };
    case 'unreachable':
      if (failure.service === 'notion')
        return { kind: 'halted', reason: reasonOf(failure), forMs: UNREACHABLE_MS };
      return { kind: 'deferred', reason: reasonOf(failure) };
    case 'no-answer':
      // An edit that nobody answered may show itself late, and take back one that was made meanwhile.
      return isRepeatable(operation) && operation !== 'write'
        ? { kind: 'deferred', reason: reasonOf(failure) }
        : { kind: 'unknown', reason: reasonOf(failure) };
    case 'answer':
      return ofAnswer(operation, failure);
  }
}

function ofAnswer(operation: Operation, failure: Answer): Verdict {
  switch (failure.service) {
    case 'notion':
      return ofNotion(operation, failure);
    case 'slack':
      return ofSlack(failure);
    case 'ses':
      return ofSes(failure);
  }
}

/** Reading twice does no harm, nor does setting a value twice; and neither a Slack message nor an e-mail can be looked up. */
function isRepeatable(operation: Operation): boolean {
  return operation !== 'comment';
}

type Answer = Extract<Failure, { kind: 'answer' }>;

function ofNotion(operation: Operation, failure: Answer): Verdict {
  const { status, retryAfterMs } = failure;
  const reason = reasonOf(failure);
  if (status === 401) return { kind: 'halted', reason, forMs: UNAUTHORIZED_MS };
  if (status === 429 || status === 529)
    return { kind: 'halted', reason, forMs: retryAfterMs ?? RATE_LIMITED_MS };
  if (status === 404) return { kind: 'gone', reason };
  if (status === 409) return { kind: 'deferred', reason, retryAfterMs };
  if (status >= 500) {
    if (failure.committedId) return { kind: 'committed' };
    return isRepeatable(operation) ? { kind: 'deferred', reason, retryAfterMs } : { kind: 'unknown', reason };
  }
  return { kind: 'parked', reason, hint: status === 403 ? FORBIDDEN_HINTS[operation] : REQUEST_HINT };
}

const REQUEST_HINT =
  'Notion refused the request itself. Read the reason, mend the page or the configuration, then retry it.';

const FORBIDDEN_HINTS: Record<Operation, string> = {
  read: "Enable 'Read content' for the connection in Notion's integration settings, then retry it.",
  'look-up': "Enable 'Read comments' for the connection in Notion's integration settings, then retry it.",
  comment: "Enable 'Insert comments' for the connection in Notion's integration settings, then retry it.",
  write: "Enable 'Update content' for the connection in Notion's integration settings, then retry it.",
  slack: REQUEST_HINT,
  email: REQUEST_HINT,
};

function ofSlack(failure: Answer): Verdict {
  const { status, retryAfterMs } = failure;
  const reason = reasonOf(failure);
  if (failure.code !== undefined) return ofSlackBot(failure.code, failure);
  if (status === 429 || status >= 500) return { kind: 'deferred', reason, retryAfterMs };
  return {
    kind: 'parked',
    reason,
    hint: SLACK_HINTS[status] ?? 'Read the reason, mend it in Slack, then retry it.',
  };
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
const SLACK_HINTS: Readonly<Record<number, string>> = {
  400: MESSAGE_HINT,
  403: "The webhook was revoked or may not post. Make a new one in Slack, store it as 'slack-webhook-url', then retry it.",
  404: "The webhook does not exist any more. Make a new one in Slack, store it as 'slack-webhook-url', then retry it.",
  410: "The webhook's channel is archived. Restore it or make a webhook for another channel, then retry it.",
};

/** What the Web API refuses it answers with a 200 and a code. */
function ofSlackBot(code: string, failure: Answer): Verdict {
  const reason = reasonOf(failure);
  if (isPassingCode(code)) return { kind: 'deferred', reason, retryAfterMs: failure.retryAfterMs };
  return { kind: 'parked', reason, hint: slackBotHintOf(code) };
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors */
function ofSes(failure: Answer): Verdict {
  const { status, code = '', retryAfterMs } = failure;
  const reason = reasonOf(failure);
  const isPassing = status === 429 || status >= 500 || SES_LIMITS.has(code);
  if (isPassing) return { kind: 'deferred', reason, retryAfterMs };
  return {
    kind: 'parked',
    reason,
    hint: SES_HINTS[code] ?? 'Read the reason, mend it in Amazon SES, then retry it.',
  };
}

/** The rate and the day's quota: both come back. */
const SES_LIMITS: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
]);

const SES_HINTS: Readonly<Record<string, string>> = {
  AccessDeniedException:
    "The consumer may send as `email.from` only, through that address's identity or its domain's. See which resource the reason names: set `email.identity` to it if it is a domain above, and ask AWS for production access if it is the recipient's. Deploy, then retry it.",
  AccountSuspendedException:
    'AWS has suspended sending for this account. Answer AWS in the Support Center, then retry it.',
  BadRequestException:
    'Amazon SES refused the request itself. Check `email` and the template in pagebell.config.ts, under `messages`, `languages` or its data source, then retry it.',
  MailFromDomainNotVerifiedException:
    "The identity's custom MAIL FROM domain is not verified. Mend its MX record or remove it in Amazon SES, then retry it.",
  MessageRejected:
    "Verify the address or domain of `email.from` in Amazon SES, in the stack's Region; in the SES sandbox each recipient as well, or ask AWS for production access. Then retry it.",
  NotFoundException:
    "Amazon SES does not know what the reason names in the stack's Region. Make it there, then retry it.",
  SendingPausedException:
    'Sending is paused for this account or configuration set. Resume it in Amazon SES, then retry it.',
};

/** One line for logs, records and operators. */
export function reasonOf(failure: Failure): string {
  if (failure.kind !== 'answer') return `${failure.service}: ${failure.message}`;
  const code = failure.code ? ` ${failure.code}` : '';
  return cut(`${failure.service}: ${failure.status}${code}: ${failure.message}`, 500);
}
