import { notionApi } from '../../lambdas/adapters/notion.ts';
import { openQueues } from '../../lambdas/adapters/queue.ts';
import { slackWebhook } from '../../lambdas/adapters/slack.ts';
import { slackBot } from '../../lambdas/adapters/slack-bot.ts';
import { storesIn } from '../../lambdas/adapters/table/stores.ts';
import type { Table } from '../../lambdas/adapters/table/table.ts';
import { consume } from '../../lambdas/consumer/consume.ts';
import { RememberedDataSources } from '../../lambdas/consumer/data-sources/remembered.ts';
import type { Message } from '../../lambdas/consumer/message.ts';
import type { ConsumerPorts } from '../../lambdas/consumer/turn.ts';
import type { Connection } from '../../lambdas/core/ports/connection.ts';
import type { JournalWriter } from '../../lambdas/core/ports/journal.ts';
import type { Email, Mailer } from '../../lambdas/core/ports/mailer.ts';
import type { SlackMessage } from '../../lambdas/core/slack-message.ts';
import { DEAD_LETTERS_URL, EVENTS_URL } from './chaos-queues.ts';
import { faultyFetch } from './faulty-fetch.ts';
import { Invocation } from './invocation.ts';
import type { Surroundings } from './surroundings.ts';

/** The function's time-out, as the stack sets it. */
const TIMEOUT_MS = 60_000;

/** Runs the consumer, each time as a process of its own that can die in any of its calls. */
export class ConsumerRuns {
  /** How many run now. */
  running = 0;
  readonly #around: Surroundings;
  readonly #table: Table;
  readonly #journal: JournalWriter;
  /** What is in the memory of execution environments that take turns. */
  readonly #environments = [new RememberedDataSources(), new RememberedDataSources()];

  /** @param own what it reaches instead of the table that all share, and of a journal that keeps nothing */
  constructor(around: Surroundings, own: { table?: Table; journal?: JournalWriter } = {}) {
    this.#around = around;
    this.#table = own.table ?? around.table.table;
    this.#journal = own.journal ?? {
      write: () => this.#writeJournal(),
      writeHour: () => this.#writeJournal(),
    };
  }

  /** Resolves to the ids of the messages that were given back; undefined, if the function ended badly. */
  async invoke(messages: Message[]): Promise<ReadonlySet<string> | undefined> {
    const { time, faults, tally, workspaces } = this.#around;
    const invocation = new Invocation(faults.crashes, (call, crash) => tally.crash(call, crash));
    const deadline = time.now() + TIMEOUT_MS;
    time.at(deadline, () => {
      if (!invocation.isAlive) return;
      tally.fault('function: time-out');
      invocation.kill();
    });
    this.running += 1;
    const remembered = this.#environments.shift() ?? new RememberedDataSources();
    const ports = this.#ports(invocation, remembered);
    const run = consume(messages, workspaces, deadline, ports).catch((error) => {
      tally.thrown.push(String(error));
    });
    const givenBack = await Promise.race([run, invocation.died]);
    this.running -= 1;
    this.#environments.push(givenBack ? remembered : new RememberedDataSources());
    invocation.isAlive = false;
    return givenBack ? new Set(givenBack.map(({ message }) => message.id)) : undefined;
  }

  #ports(invocation: Invocation, remembered: RememberedDataSources): ConsumerPorts {
    const { time, log, queues, knowledge, random } = this.#around;
    const table = this.#table;
    const { journal: _, ...stores } = storesIn(table);
    const open = {
      ...stores,
      ...openQueues(EVENTS_URL, DEAD_LETTERS_URL, queues.client),
    };
    const guarded = Object.entries(open).map(([name, port]) => [
      name,
      invocation.guard<object>(name, port, (call, args, value) => {
        if (call === 'digests.move' && value === true && isTold(args[3])) knowledge.savedDigest(invocation);
        if (call === 'overdue.move') knowledge.savedList(invocation);
        if (call === 'pages.save' && isRecord(value)) knowledge.saved(invocation, value.pageId);
        if (call === 'workspaces.free') this.#around.ratesOf(String(args[0])).endedWell(invocation);
      }),
    ]);
    const ports: typeof open = Object.fromEntries(guarded); // the same names, each guarded
    return {
      ...ports,
      log,
      random,
      warned: new Set(),
      addresses: new Map(),
      remembered,
      mailer: this.#mailer(invocation),
      journal: {
        write: async (lines) =>
          void (await invocation.call('journal.write', () => this.#journal.write(lines))),
        writeHour: async (...hour) =>
          void (await invocation.call('journal.writeHour', () => this.#journal.writeHour(...hour))),
      },
      dashboardUrl: 'https://pagebell.example/dashboard',
      clock: {
        now: () => time.now(),
        sleep: async (ms) => void (await invocation.call('clock.sleep', () => time.sleep(ms))),
      },
      connect: ({ key }) => this.#connect(key, invocation),
    };
  }

  #mailer(invocation: Invocation): Mailer {
    const { mail, knowledge } = this.#around;
    if (!mail) return { send: async () => Promise.reject(new Error('no e-mail is configured')) };
    const onDemand: Mailer = { send: (from, email) => mail.mailer.send(from, email) };
    return invocation.guard('mailer', onDemand, (_, args, value) => {
      const { to, text } = args[1] as Email; // as the port has it
      if (isSuccess(value)) knowledge.sent(invocation, mail.sent.last(to, text));
    });
  }

  /** Of the journal nothing is promised but that its failure does no harm. */
  async #writeJournal(): Promise<void> {
    const { time, random } = this.#around;
    await time.sleep(5);
    if (random() < 0.05) throw new Error('injected: the journal cannot be written');
  }

  async #connect(workspace: string, invocation: Invocation): Promise<Connection> {
    const { time, faults, slack, random, hasSlackBot } = this.#around;
    const refused = await invocation.call('connect', async () => {
      await time.sleep(5);
      return faults.secrets.next('secrets');
    });
    if (refused) return { kind: 'refused', reason: 'injected: the secret store does not answer' };
    const watch = this.#around.ratesOf(workspace).watch(invocation, () => time.now());
    const toNotion = faultyFetch(this.#around.notionOf(workspace), faults.http, time, random, watch);
    const toSlack = faultyFetch(slack, faults.http, time, random);
    const webhook = slackWebhook('https://slack.example/hook', toSlack);
    const bot = hasSlackBot ? slackBot('xoxb-chaos', 'https://slack.example/api/', toSlack) : undefined;
    const posted = (value: unknown, to: string, message: unknown) =>
      isSuccess(value) && this.#posted(invocation, to, message);
    return {
      kind: 'connected',
      notion: invocation.guard('notion', notionApi('secret', 'https://notion.example', toNotion)),
      slack: invocation.guard('slack', webhook, (_, [message], value) => posted(value, '', message)),
      slackBot:
        bot &&
        invocation.guard('slackBot', bot, (call, [to, message], value) => {
          if (call === 'slackBot.post') posted(value, String(to), message);
        }),
    };
  }

  #posted(invocation: Invocation, to: string, message: unknown): void {
    const { knowledge, slack } = this.#around;
    const { text } = message as SlackMessage; // as the port has it
    knowledge.sent(invocation, slack.sent.last(to, text));
    const list = slack.sent.answerList(to, text);
    if (list) knowledge.sentList(invocation, list);
  }
}

function isRecord(value: unknown): value is { pageId: string } {
  return typeof value === 'object' && value !== null && 'pageId' in value;
}

function isTold(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'state' in value && value.state === 'told';
}

function isSuccess(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === true;
}
