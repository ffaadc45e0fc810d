import { type GetParameterCommandInput, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { signWebhookPayload } from '@notionhq/client';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Secrets } from '../../../lambdas/adapters/secrets.ts';
import { webhookTokens } from '../../../lambdas/adapters/webhook-tokens.ts';
import type { PagebellConfig } from '../../../lambdas/core/config.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import type { Job } from '../../../lambdas/core/envelope.ts';
import { type IngressPorts, receive } from '../../../lambdas/ingress/receive.ts';
import { toRequest, toResult } from '../../../lambdas/ingress/request.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { MemoryTable } from '../../fakes/memory-table.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';

export const TOKEN = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl';

export const PAGE = '6513270e-269e-4d37-b2a7-4de452e6b438';
export const EVENT = '0fd630f1-f29d-4da9-953f-48f1a09f76b5';
export const DATA_SOURCE = '9531985d-5d9d-49f8-9818-e811892f902b';
export const AUTHOR = '6b0d549b-6f03-475a-9600-a35a099950d8';

/** An edit of one property, as Notion tells of it. */
export const payload = {
  id: EVENT,
  timestamp: '2026-11-02T08:59:58.123Z',
  workspace_name: 'Northlight Studio',
  authors: [{ id: AUTHOR, type: 'person' }],
  attempt_number: 2,
  type: 'page.properties_updated',
  entity: { id: PAGE, type: 'page' },
  data: {
    parent: { id: 'd', type: 'database', data_source_id: DATA_SOURCE },
    updated_properties: ['%7BLUX'],
  },
};
export const body = JSON.stringify(payload);

/** What API Gateway makes of a POST; header names come in lower case from it. */
export function gatewayEvent(more: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: 'POST /webhooks/notion',
    rawPath: '/webhooks/notion',
    rawQueryString: '',
    headers: {},
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method: 'POST', path: '/webhooks/notion', protocol: 'HTTP/1.1', sourceIp: '', userAgent: '' },
      requestId: 'request',
      routeKey: 'POST /webhooks/notion',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
    ...more,
  };
}

/** The body of an answer, parsed. */
export function bodyOf({ body }: APIGatewayProxyStructuredResultV2): unknown {
  return JSON.parse(body ?? '');
}

/** The receiver as its handler builds it, with memory where AWS would be. */
export class IngressBench {
  readonly clock = new FakeClock();
  readonly log = new RecordingLog();
  readonly table = new MemoryTable();
  /** Stored parameters by name; an error instead of a value is thrown. */
  readonly parameters = new Map<string, string | Error>([['/pagebell/test/main/webhook-token', TOKEN]]);
  readonly sent: { job: Job; deduplicationId: string }[] = [];
  readonly ports: IngressPorts;
  /** Reads of the parameter store. */
  reads = 0;
  /** Thrown by the queue, if set. */
  queueError: Error | undefined;
  readonly #workspaces;

  constructor(config: PagebellConfig = {}) {
    this.#workspaces = resolveConfig(config).workspaces;
    const now = () => this.clock.now();
    this.ports = {
      log: this.log,
      now,
      queue: {
        send: async (job, deduplicationId) => {
          if (this.queueError) throw this.queueError;
          this.sent.push({ job, deduplicationId });
        },
        sendAll: async () => {
          throw new Error('the receiver sends one job at a time');
        },
      },
      handshakes: this.table.handshakes,
      tokens: webhookTokens(new Secrets('/pagebell/test', this.#parameterStore(), now), now),
    };
  }

  async post(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
    return toResult(await receive(toRequest(event), this.#workspaces, this.ports));
  }

  /** Posts a body as it is, signed with the token. */
  async postSigned(
    body: string,
    token = TOKEN,
    more: Partial<APIGatewayProxyEventV2> = {},
  ): Promise<APIGatewayProxyStructuredResultV2> {
    const signature = await signWebhookPayload({ body, verificationToken: token });
    return this.post(gatewayEvent({ body, headers: { 'x-notion-signature': signature }, ...more }));
  }

  /** The one line that was logged, and all that was counted. */
  logLine() {
    expect(this.log.lines).toHaveLength(1);
    return { ...this.log.lines[0], counts: Object.fromEntries(this.log.counts) };
  }

  /** All that was logged, as one text. */
  logged(): string {
    return JSON.stringify(this.log.lines);
  }

  #parameterStore(): SSMClient {
    const client = new SSMClient({ region: 'eu-central-1' });
    client.middlewareStack.add(
      () => async (args) => {
        this.reads += 1;
        // The receiver reads parameters and does nothing else with the store.
        const { Name = '' } = args.input as GetParameterCommandInput;
        const stored = this.parameters.get(Name);
        if (stored instanceof Error) throw stored;
        if (stored === undefined) throw new ParameterNotFound({ message: Name, $metadata: {} });
        return { response: {}, output: { $metadata: {}, Parameter: { Value: stored } } };
      },
      { step: 'initialize' },
    );
    return client;
  }
}
