import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { PEOPLE } from '../local/notion/seed.ts';
import { listen, stop } from '../local/simulation/listen.ts';
import { type Measurement, median, quantile } from './measurement.ts';
import {
  assign,
  type BenchStack,
  isAnnounced,
  knownTask,
  post,
  settled,
  startStack,
  until,
} from './stack.ts';

const { ana, femi } = PEOPLE;
const ASSIGNMENTS = 60;
/** The first ones load and compile code: what a cold start costs is measured by itself. */
const WARM_UP = 15;
/** Notion's answer to each call, and there are two one after the other: the read and the comment. */
const ANSWER_MS = 100;
const REQUESTS = 500;
const PER_SECOND = 50;

/** From the webhook to the comment, and how long the receiver takes to answer. */
export async function measureLatency(assembly: string): Promise<Measurement[]> {
  const stack = await startStack(assembly);
  try {
    const own = await toComment(stack);
    const answers = await ofReceiver(stack);
    const bare = await ofBareServer();
    return [
      ms('from webhook to comment, without what Notion takes: median', median(own), 30),
      ms(`the receiver answers at ${PER_SECOND} a second: median`, median(answers), 10),
      ms(`the receiver answers at ${PER_SECOND} a second: 99 %`, quantile(answers, 0.99), 50),
      // What else the machine has to do shows here as well.
      ms(`a server that does nothing, at ${PER_SECOND} a second: median`, median(bare)),
      ms(`a server that does nothing, at ${PER_SECOND} a second: 99 %`, quantile(bare, 0.99)),
    ];
  } finally {
    await stack.run.close();
  }
}

async function toComment(stack: BenchStack): Promise<number[]> {
  const { notion } = stack;
  const own: number[] = [];
  for (let index = 0; index < ASSIGNMENTS; index++) {
    const task = await knownTask(stack, femi);
    notion.faults.add({ operation: 'any', effect: { kind: 'delay', ms: ANSWER_MS } });
    const earlier = notion.calls().length;
    const begin = performance.now();
    assign(stack, femi, task, [ana]);
    await until(() => isAnnounced(stack, task), 'the comment is there');
    const calls = notion.calls().slice(earlier);
    if (calls.length !== 2) throw new Error(`expected a read and a comment, and not ${calls.length} calls`);
    const whole = (calls[1]?.answeredAt ?? Number.NaN) - begin;
    own.push(whole - calls.reduce((sum, { tookMs }) => sum + tookMs, 0));
    notion.faults.clear();
    await settled(stack);
  }
  return own.slice(WARM_UP);
}

/** Signed events of a page that does not exist. */
async function ofReceiver(stack: BenchStack): Promise<number[]> {
  const answers = await evenly(() =>
    post(stack, {
      id: crypto.randomUUID(),
      type: 'page.properties_updated',
      entity: { id: '00000000-0000-4000-8000-000000000001', type: 'page' },
      data: { updated_properties: ['title'] },
    }),
  );
  await settled(stack);
  return answers;
}

async function ofBareServer(): Promise<number[]> {
  const server = createServer((_, response) => response.end());
  const url = await listen(server);
  try {
    return await evenly(async () => (await fetch(url)).arrayBuffer());
  } finally {
    await stop(server);
  }
}

/** Sends requests as evenly as a timer can. Resolves to how long each took (ms). */
async function evenly(send: () => Promise<unknown>): Promise<number[]> {
  const begin = performance.now();
  return Promise.all(
    Array.from({ length: REQUESTS }, async (_, index) => {
      await sleep(begin + (index * 1000) / PER_SECOND - performance.now());
      const sent = performance.now();
      await send();
      return performance.now() - sent;
    }),
  );
}

function ms(what: string, figure: number, goal?: number): Measurement {
  return { area: 'latency', what, figure, unit: 'ms', ...(goal !== undefined && { goal }) };
}
