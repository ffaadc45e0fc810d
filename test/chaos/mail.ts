import { SESv2Client } from '@aws-sdk/client-sesv2';
import { sesMailer } from '../../lambdas/adapters/email.ts';
import type { Mailer } from '../../lambdas/core/ports/mailer.ts';
import { EVERYBODY, hasAddress, ON_CALL } from './cast.ts';
import {
  type HttpCall,
  type HttpFault,
  type HttpReply,
  type HttpServer,
  USUAL_WAY_MS,
} from './faulty-fetch.ts';
import { SentMessages } from './sent-messages.ts';

const TIMEOUT_MS = 10_000;
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'MessageRejected',
  403: 'AccessDeniedException',
  429: 'TooManyRequestsException',
};

/** The part of a `SendEmail` that tells something. */
interface SendEmailBody {
  Destination: { ToAddresses: readonly [string] };
  Content: { Simple: { Body: { Text: { Data: string } } } };
}

/** Amazon SES. */
class MailServer implements HttpServer {
  readonly timeoutMs = TIMEOUT_MS;
  readonly wayMs = USUAL_WAY_MS;
  readonly sent = new SentMessages();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  nameOf(): string {
    return 'ses.send';
  }

  serve({ body }: HttpCall): HttpReply {
    const { Destination, Content } = body as SendEmailBody; // what the product's own adapter sends
    const [to] = Destination.ToAddresses;
    const text = Content.Simple.Body.Text.Data;
    const recipient = EVERYBODY.find((person) => hasAddress(person, to));
    const isOnCall = to === ON_CALL.address.to;
    const channel = isOnCall ? 'email-address' : 'email';
    const reader = isOnCall ? ON_CALL.address.id : (recipient?.id ?? 'a stranger');
    this.sent.add({ at: this.#now(), channel, to, text }, text, reader);
    return { status: 200, body: { MessageId: String(this.sent.count) } };
  }

  errorBody(status: number, _: HttpFault): unknown {
    return { __type: ERROR_TYPES[status] ?? 'InternalServiceErrorException', message: 'injected' };
  }
}

interface SdkRequest {
  method: string;
  path: string;
  body: Uint8Array;
}

/** The product's own mailer, and what it sent. */
export class Mail {
  readonly #server: MailServer;
  readonly #fetch: typeof globalThis.fetch;
  #mailer: Mailer | undefined;

  /** @param reach makes the `fetch` that leads to a server */
  constructor(now: () => number, reach: (server: HttpServer) => typeof globalThis.fetch) {
    this.#server = new MailServer(now);
    this.#fetch = reach(this.#server);
  }

  get sent(): SentMessages {
    return this.#server.sent;
  }

  /** Its client, which takes a while to make, is made with the first e-mail: as in the product. */
  get mailer(): Mailer {
    this.#mailer ??= sesMailer(sesClient(this.#fetch));
    return this.#mailer;
  }
}

interface SdkRequest {
  method: string;
  path: string;
  body: Uint8Array;
}

/** The SDK's client, whose requests go through a `fetch`. */
function sesClient(fetch: typeof globalThis.fetch): SESv2Client {
  return new SESv2Client({
    maxAttempts: 1,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIACHAOS', secretAccessKey: 'secret' },
    requestHandler: {
      handle: async ({ method, path, body }: SdkRequest) => {
        const text = new TextDecoder().decode(body);
        const response = await fetch(`https://ses.example${path}`, { method, body: text });
        const headers = Object.fromEntries(response.headers);
        return { response: { statusCode: response.status, headers, body: response.body } };
      },
    },
  });
}
