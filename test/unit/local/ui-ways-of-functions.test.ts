import { TASKS } from '../../../local/notion/seed.ts';
import { NO_NAMES } from '../../../local/ui/directory.ts';
import type { Way } from '../../../local/ui/state.ts';
import { waysOf } from '../../../local/ui/ways.ts';
import { ASSIGNEE_PROPERTY_ID, ConsumerBench, DATA_SOURCE, person } from '../../fakes/consumer-bench.ts';
import { notionAnswer } from '../../fakes/fake-notion.ts';
import { slackAnswer } from '../../fakes/fake-slack.ts';
import { IngressBench } from '../ingress/ingress-bench.ts';
import { stepsOf, tracesOf, written } from './ui-support.ts';

const PAGE = TASKS.invoices;
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];

/** The functions themselves, with memory where AWS and Notion would be: what they log is what is joined. */
async function bench(workspace: ConstructorParameters<typeof ConsumerBench>[0] = {}) {
  const ingress = new IngressBench();
  const consumer = new ConsumerBench(workspace);
  await consumer.known(PAGE, []);
  consumer.log.lines.length = 0;
  return {
    consumer,
    /** Posts an event about the page to the receiver; what it queues is delivered with `deliver`. */
    post: (id: string, type = 'page.properties_updated') =>
      ingress.postSigned(
        JSON.stringify({
          id,
          type,
          entity: { id: PAGE, type: 'page' },
          data: {
            parent: { id: 'x', type: 'database', data_source_id: DATA_SOURCE },
            updated_properties: [encodeURIComponent(ASSIGNEE_PROPERTY_ID)],
          },
        }),
      ),
    deliver: async () => {
      const now = consumer.clock.now();
      const jobs = ingress.sent.splice(0).map(({ job }) => job);
      const received = jobs.map((job) => (job.kind === 'event' ? { ...job, receivedAt: now } : job));
      return consumer.deliver(...received);
    },
    ways: () => waysOf([], tracesOf(written(ingress.log, consumer.log)), NO_NAMES),
    way: (id: string) => only(waysOf([], tracesOf(written(ingress.log, consumer.log)), NO_NAMES), id),
  };
}

function only(ways: readonly Way[], id: string): Way {
  const found = ways.filter((way) => way.id === id);
  const [way] = found;
  if (!way || found.length > 1) throw new Error(`${found.length} ways with the id ${id}`);
  return way;
}

test('an event that led to a comment and a Slack message', async () => {
  const { consumer, post, deliver, way } = await bench();
  consumer.assign(PAGE, [ana]);
  await post('e1');
  expect(stepsOf(way('e1'))).toBe('queued done, consumed waiting, comment waiting, slack waiting');
  await deliver();
  expect(stepsOf(way('e1'))).toBe('queued done, consumed done, comment done, slack done');
  expect(way('e1')).toMatchObject({ pageId: PAGE, outcome: 'done', reason: '2 delivered' });
});

test('an event that is of no use', async () => {
  const { post, way } = await bench();
  await post('e1', 'comment.created');
  expect(way('e1')).toMatchObject({ outcome: 'ignored', reason: 'type not watched' });
});

test('an event that assigned nobody', async () => {
  const { post, deliver, way } = await bench();
  await post('e1');
  await deliver();
  expect(stepsOf(way('e1'))).toBe('queued done, consumed done, comment none, slack none');
  expect(way('e1')).toMatchObject({ outcome: 'skipped', reason: 'nobody is newly assigned' });
});

test('two events of one batch share what their page led to', async () => {
  const { consumer, post, deliver, ways } = await bench();
  consumer.assign(PAGE, [ana, ben]);
  await post('e1');
  await post('e2');
  await deliver();
  expect(ways().map(stepsOf)).toEqual(Array(2).fill('queued done, consumed done, comment done, slack done'));
});

test('two runs with the same result are told apart', async () => {
  const { consumer, post, deliver, way } = await bench();
  for (const [id, people] of [
    ['e1', [ana]],
    ['e2', [ana, ben]],
  ] as const) {
    consumer.assign(PAGE, [...people]);
    await post(id);
    await deliver();
    consumer.clock.advance(60_000);
  }
  const [first, second] = [way('e1'), way('e2')];
  expect(second).toMatchObject({ reason: first.reason, durationMs: first.durationMs });
  const commentedAt = ({ steps }: Way) => steps.find(({ name }) => name === 'comment')?.at ?? 0;
  expect(commentedAt(second)).toBeGreaterThan(commentedAt(first));
});

test('a Slack message that was delivered only later', async () => {
  const { consumer, post, deliver, way, ways } = await bench();
  consumer.assign(PAGE, [ana]);
  consumer.slack.failNext(slackAnswer(503));
  await post('e1');
  await deliver();
  expect(stepsOf(way('e1'))).toBe('queued done, consumed done, comment done, slack waiting');
  expect(way('e1').outcome).toBe('deferred');

  consumer.clock.advance(3_600_000);
  await consumer.tick();
  expect(stepsOf(way('e1'))).toBe('queued done, consumed done, comment done, slack done');
  expect(way('e1')).toMatchObject({ outcome: 'done', reason: 'delivered in the end' });
  const [due] = ways().filter(({ id }) => id !== 'e1');
  expect(due).toMatchObject({ what: 'The timer found something due', pageId: PAGE, outcome: 'done' });
  expect(due && stepsOf(due)).toBe('consumed done, comment none, slack done');
});

test('a comment that is not allowed, and a Slack message that is', async () => {
  const { consumer, post, deliver, way } = await bench();
  consumer.assign(PAGE, [ana]);
  consumer.notion.failNext('comment', notionAnswer(403, 'no comments'));
  await post('e1');
  await deliver();
  expect(stepsOf(way('e1'))).toBe('queued done, consumed done, comment failed, slack done');
  expect(way('e1').outcome).toBe('parked');
  expect(way('e1').steps.find(({ name }) => name === 'comment')?.note).toContain('no comments');
});

test('a page that cannot be read is parked by the consumer itself', async () => {
  const { consumer, post, deliver, way } = await bench();
  consumer.notion.failNext('page', notionAnswer(403, 'no reading'));
  await post('e1');
  await deliver();
  expect(stepsOf(way('e1'))).toBe('queued done, consumed failed, comment none, slack none');
});

test('a message that goes back to the queue is still to come', async () => {
  const { consumer, post, deliver, way } = await bench();
  consumer.assign(PAGE, [ana]);
  consumer.notion.failNext('page', notionAnswer(429, 'slow down', { retryAfterMs: 5000 }));
  await post('e1');
  await deliver();
  expect(stepsOf(way('e1'))).toBe('queued done, consumed done, comment waiting, slack waiting');
  expect(way('e1').outcome).toBe('halted');
});

test('what is only observed says so', async () => {
  const { consumer, post, deliver, way } = await bench({ mode: 'observe' });
  consumer.assign(PAGE, [ana]);
  await post('e1');
  await deliver();
  expect(way('e1').steps.at(-1)).toMatchObject({ name: 'slack', state: 'done', note: 'observed, not sent' });
});
