import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { ConsumerBench, pageId, person } from '../../fakes/consumer-bench.ts';
import { sesAnswer } from '../../fakes/fake-mailer.ts';
import { notionAnswer } from '../../fakes/fake-notion.ts';
import { FakeSlackBot } from '../../fakes/fake-slack-bot.ts';

const PAGE = pageId(1);
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];
const MINUTE = 60_000;
const STATUS = 'XGe@';
const UNWATCHED_LIST = { propertyIds: undefined };
const QUIET = { from: '20:00', to: '10:00', timeZone: 'UTC' };

/** A page, what is done to it, and the events that tell of that. */
class Story {
  readonly bench: ConsumerBench;
  readonly bot = new FakeSlackBot();

  constructor(config: Partial<WorkspaceConfig>) {
    this.bench = new ConsumerBench(config);
    this.bench.slackBot = this.bot;
  }

  at(time: string): void {
    const { clock } = this.bench;
    clock.advance(Date.parse(`${time}:00Z`) - clock.now());
  }

  /** @param propertyId of the property that the event names */
  async edit(people: (typeof ana)[], status: string, due: string | null = null, propertyId = STATUS) {
    this.#set(people, status, due);
    await this.bench.deliver(this.bench.event(PAGE, { propertyIds: [propertyId] }));
  }

  async know(people: (typeof ana)[], status: string, due: string | null = null) {
    this.#set(people, status, due);
    await this.bench.deliver(this.bench.event(PAGE, { type: 'page.moved', ...UNWATCHED_LIST }));
    await this.pass(1); // an edit in the same second would be taken for one that this reading has seen
  }

  async trash(people: (typeof ana)[], status: string) {
    this.#set(people, status, null, true);
    await this.bench.deliver(this.bench.event(PAGE, { type: 'page.deleted', ...UNWATCHED_LIST }));
  }

  async restore(people: (typeof ana)[], status: string) {
    this.#set(people, status, null);
    await this.bench.deliver(this.bench.event(PAGE, { type: 'page.undeleted', ...UNWATCHED_LIST }));
  }

  async pass(minutes: number, step = minutes) {
    for (let passed = 0; passed < minutes; passed += step) {
      this.bench.clock.advance(step * MINUTE);
      await this.bench.tick();
    }
  }

  messages(): string[] {
    return this.bench.slack.posted.map(({ text }) => text);
  }

  #set(people: (typeof ana)[], status: string, due: string | null, inTrash = false) {
    this.bench.assign(PAGE, people, {
      inTrash,
      properties: [
        { name: 'Due', id: 'mN:x', type: 'date', date: due === null ? null : { start: due } },
        { name: 'Status', id: STATUS, type: 'status', option: status },
      ],
    });
  }
}

const LADDER: Partial<WorkspaceConfig> = {
  slack: false,
  escalations: [
    {
      status: 'Blocked',
      steps: [
        { after: '0h', tell: { assignees: true } },
        { after: '1h', tell: { channel: 'C0ONCALL' } },
      ],
    },
  ],
};

test.each([
  ['comments', { mute: [{ person: ana.id, channels: ['comment' as const] }] }],
  ['nothing, and no comments are posted', { comment: false }],
])(
  'a reminder that is taken back before it was told is told if it holds again: muted in %s',
  async (_, config) => {
    const story = new Story({
      ...config,
      reminders: { timeZone: 'UTC', daysBefore: [0], completed: ['Done'] },
      quietHours: QUIET,
    });
    story.at('2026-11-05T12:00');
    await story.know([ana], 'Doing', '2026-11-10');
    story.at('2026-11-10T09:00');
    await story.bench.tick();
    story.at('2026-11-10T09:20');
    await story.edit([ana], 'Done', '2026-11-10');
    story.at('2026-11-10T09:40');
    await story.edit([ana], 'Doing', '2026-11-10');
    story.at('2026-11-10T10:01');
    await story.bench.tick();
    expect(story.bench.notion.posted).toEqual([]);
    expect(story.messages()).toEqual([expect.stringMatching(/due today/)]);
  },
);

test('a step that nobody was assigned for is told to its channel though the page was in the trash meanwhile', async () => {
  const story = new Story({
    escalations: [
      { status: 'Blocked', steps: [{ after: '0h', tell: { channel: 'C0ONCALL', assignees: true } }] },
    ],
    quietHours: QUIET,
  });
  story.at('2026-11-05T12:00');
  await story.know([], 'Doing');
  story.at('2026-11-05T22:00');
  await story.edit([], 'Blocked');
  await story.pass(10);
  await story.trash([], 'Blocked');
  await story.pass(10);
  await story.restore([], 'Blocked');
  story.at('2026-11-06T10:01');
  await story.pass(120, 60);
  expect(story.bot.posted).toHaveLength(1);
});

test('a step that was given up, and is retried when it holds of nobody, repeats no later step', async () => {
  const story = new Story(LADDER);
  const { bench } = story;
  await story.know([ana], 'Doing');
  bench.notion.failNext('comment', notionAnswer(403, 'no', { code: 'restricted_resource' }));
  await story.edit([ana], 'Blocked');
  await story.pass(60);
  expect(story.bot.posted).toHaveLength(1);
  await story.edit([ben], 'Blocked', null, '{LUX');
  const outbox = bench.record(PAGE)?.outbox ?? [];
  const notices = outbox.flatMap(({ id, progress }) => (progress.state === 'failed' ? [id] : []));
  expect(notices).toHaveLength(1);
  await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices });
  await story.pass(60);
  await story.edit([ben], 'Blocked', null, '{LUX');
  await story.pass(60);
  expect(story.bot.posted).toHaveLength(1);
});

test('a step that is put off when its page goes to the trash is told afterwards, and no later step twice', async () => {
  const story = new Story(LADDER);
  const { bench } = story;
  await story.know([ana], 'Doing');
  const tries = () => bench.notion.calls.filter(({ operation }) => operation === 'comment').length;
  const conflict = notionAnswer(409, 'no', { code: 'conflict_error' });
  bench.notion.failNext('comment', conflict);
  await story.edit([ana], 'Blocked');
  for (let minute = 0, failed = 1; minute < 70; minute++) {
    if (tries() === failed) {
      bench.notion.failNext('comment', conflict);
      failed += 1;
    }
    await story.pass(1);
  }
  expect(story.bot.posted).toHaveLength(1);
  expect(tries()).toBeGreaterThan(2);
  await story.trash([ana], 'Blocked');
  await story.pass(1);
  await story.restore([ana], 'Blocked');
  await story.pass(60, 1);
  expect(bench.notion.posted).toHaveLength(1);
  expect(story.bot.posted).toHaveLength(1);
});

test('whoever has the page when a step is told in the morning is told', async () => {
  const story = new Story({
    comment: false,
    escalations: [{ status: 'Blocked', steps: [{ after: '0h', tell: { assignees: true } }] }],
    quietHours: QUIET,
  });
  story.at('2026-11-05T12:00');
  await story.know([ana], 'Doing');
  story.at('2026-11-05T22:00');
  await story.edit([ana], 'Blocked');
  await story.pass(10);
  await story.edit([ben], 'Blocked', null, '{LUX');
  story.at('2026-11-06T10:01');
  await story.pass(120, 60);
  expect(story.messages().filter((text) => text.includes('Blocked'))).toEqual([expect.stringMatching(/Ben/)]);
});

test('who cannot be reached in the first channel is told in the second, though the page was in the trash meanwhile', async () => {
  const story = new Story({
    comment: false,
    slack: false,
    slackDirectMessage: true,
    email: { from: 'bell@example.com' },
    people: [{ notion: ana.id, email: 'ana@example.com' }],
  });
  const { mailer } = story.bench;
  await story.know([], 'Doing');
  mailer.failNext(sesAnswer(503, 'ServiceUnavailable'));
  await story.edit([ana], 'Doing', null, '{LUX');
  expect(story.bench.record(PAGE)?.outbox).toHaveLength(1);
  await story.trash([ana], 'Doing');
  await story.pass(1);
  await story.restore([ana], 'Doing');
  await story.pass(24 * 60, 60);
  expect(mailer.sent).toHaveLength(1);
});

test('a message that waits when its page goes to the trash is not told again to whom the comment told', async () => {
  const story = new Story({ quietHours: QUIET });
  story.at('2026-11-05T22:00');
  await story.know([], 'Doing');
  await story.edit([ana], 'Doing', null, '{LUX');
  await story.trash([ana], 'Doing');
  await story.pass(1);
  await story.restore([ana], 'Doing');
  story.at('2026-11-06T10:01');
  await story.pass(60);
  expect(story.bench.notion.posted).toHaveLength(1);
});
