import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dataSourceStore } from '../../lambdas/adapters/table/data-sources.ts';
import { dueItems } from '../../lambdas/adapters/table/due-items.ts';
import { encodeJob, type Job } from '../../lambdas/core/envelope.ts';
import { Cleanup } from '../../local/cleanup.ts';
import { LocalClock } from '../../local/clock.ts';
import type { SimulatedConnection } from '../../local/notion/connection.ts';
import { readAssembly } from '../../local/runtime/assembly.ts';
import { closeClients, openClients } from '../../local/runtime/aws-access.ts';
import { lambdaEnvironment } from '../../local/runtime/lambda-environment.ts';
import { openScope } from '../../local/runtime/physical-resources.ts';
import { provision } from '../../local/runtime/provision.ts';
import { readFunctions, readOutput } from '../../local/runtime/stack.ts';
import { readLocalSettings } from '../../local/settings.ts';
import { collectSecrets, startSurroundings } from '../../local/surroundings.ts';
import { lambdaNode } from '../lambda-node.ts';
import { FunctionProcess, type Reply } from './function-process.ts';

export const WORKSPACE = 'main';
/** Invocations: by then all is loaded and compiled that such work needs. */
const WARMED_UP = 10;
/** Nobody calls the address: the function does not serve it. */
const ADDRESS = 'http://127.0.0.1:9';

/** The consumer that would deploy, in a process of its own, beside all that it calls in this one. */
export class MemoryStack {
  readonly clock: LocalClock;
  readonly notion: SimulatedConnection;
  readonly dataSources: ReturnType<typeof dataSourceStore>;
  /** Once warmed up (bytes). */
  liveAtFirst = 0;
  peak = 0;
  #invocations = 0;
  readonly #items: ReturnType<typeof dueItems>;
  readonly #consumer: FunctionProcess;
  readonly #cleanup: Cleanup;

  private constructor(parts: {
    clock: LocalClock;
    notion: SimulatedConnection;
    table: Parameters<typeof dueItems>[0];
    consumer: FunctionProcess;
    cleanup: Cleanup;
  }) {
    this.clock = parts.clock;
    this.notion = parts.notion;
    this.dataSources = dataSourceStore(parts.table);
    this.#items = dueItems(parts.table);
    this.#consumer = parts.consumer;
    this.#cleanup = parts.cleanup;
  }

  static async open(assemblyDirectory: string): Promise<MemoryStack> {
    const cleanup = new Cleanup();
    const clock = new LocalClock();
    const assembly = readAssembly(assemblyDirectory);
    const { workspaces } = assembly.settings;
    const settings = readLocalSettings({});
    const around = await startSurroundings({ settings, dataDir: undefined, clock, cleanup, workspaces });
    const { aws, sesUrl, notionBaseUrl, slackApiUrl } = around;
    const notion = around.notions.values().next().value;
    if (!notion) throw new Error('Notion is to be simulated');
    const clients = openClients(aws);
    cleanup.add(() => closeClients(clients));
    const scope = openScope(assembly, aws.region, ADDRESS);
    const secrets = collectSecrets(workspaces, {}, around);
    await provision({
      assembly,
      scope,
      clients,
      secrets,
      dashboardKey: undefined,
      foreignEndpoint: undefined,
    });

    const definition = readFunctions(assembly, scope).find(({ logicalId }) => /^Consumer/.test(logicalId));
    if (!definition) throw new Error('the template has no consumer');
    const environment = lambdaEnvironment(definition, aws, {
      AWS_ENDPOINT_URL_SESV2: sesUrl,
      ...(notionBaseUrl && { NOTION_BASE_URL: notionBaseUrl }),
      ...(slackApiUrl && { SLACK_API_URL: slackApiUrl }),
    });
    const consumer = await FunctionProcess.start(lambdaNode(), definition, environment);
    cleanup.add(() => consumer.stop());
    const client = DynamoDBDocumentClient.from(clients.dynamodb);
    const table = { client, name: readOutput(assembly.template, scope, 'TableName') };
    return new MemoryStack({ clock, notion, table, consumer, cleanup });
  }

  /** Hands over a batch, at most ten jobs. */
  async invoke(jobs: readonly Job[]): Promise<Reply> {
    const Records = jobs.map((job) => ({
      messageId: crypto.randomUUID(),
      body: encodeJob(job),
      receiptHandle: 'none',
      attributes: { MessageGroupId: WORKSPACE, ApproximateReceiveCount: '1' },
    }));
    const reply = await this.#consumer.invoke({ Records }, this.clock.offset);
    this.peak = Math.max(this.peak, reply.peak);
    this.#invocations += 1;
    if (this.#invocations === WARMED_UP) this.liveAtFirst = await this.#consumer.liveHeap();
    return reply;
  }

  liveHeap(): Promise<number> {
    return this.#consumer.liveHeap();
  }

  /** A minute passes, and what is due then is worked on. */
  async tick(): Promise<void> {
    this.clock.advance(60_000);
    for await (const items of this.#items.due(WORKSPACE, this.clock.now())) {
      for (const { key, dueAt } of items)
        await this.invoke([{ kind: 'due', workspace: WORKSPACE, key, dueAt }]);
    }
  }

  close(): Promise<void> {
    return this.#cleanup.run();
  }
}
