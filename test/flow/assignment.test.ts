import { PEOPLE, TASK_PROPERTY } from '../../local/notion/seed.ts';
import {
  assign,
  type LocalStack,
  makeTask,
  mentions,
  postSigned,
  settled,
  startStack,
  temporaryDirectory,
} from './support/local-stack.ts';

const { ana, ben, chloe, femi } = PEOPLE;

describe('somebody is assigned in Notion', () => {
  let run: LocalStack;
  beforeAll(async () => {
    run = await startStack();
  });
  afterAll(() => run.close());

  /** A task that Pagebell has seen, and nobody has. */
  async function knownTask(): Promise<string> {
    const task = makeTask(run, femi);
    await postSigned(run, { type: 'page.moved', entity: { id: task, type: 'page' } });
    await settled(run);
    return task;
  }

  test('a comment mentions them, Slack hears of it, the record remembers', async () => {
    const task = await knownTask();
    assign(run, femi, task, [ana]);
    await settled(run);
    expect(mentions(run, task)).toEqual([[ana]]);
    const message = run.slack.messages().at(-1);
    expect(message?.text).toMatch(/^Ana Ferreira, this page is now yours: Try the flow https:/);
    expect(await run.health()).toEqual({ queued: 0, inFlight: 0, deadLetters: 0, due: 0 });
  });

  test('two at once are mentioned in one comment', async () => {
    const task = await knownTask();
    assign(run, femi, task, [ana, ben]);
    await settled(run);
    expect(mentions(run, task)).toEqual([[ana, ben]]);
  });

  test('only the added one is mentioned when one leaves and another comes', async () => {
    const task = await knownTask();
    assign(run, femi, task, [ana, ben]);
    await settled(run);
    assign(run, femi, task, [ben, chloe]);
    await settled(run);
    expect(mentions(run, task)).toEqual([[ana, ben], [chloe]]);
  });

  test('a page that was there before, and never seen, is announced when its assignees are edited', async () => {
    const task = makeTask(run, femi, [ana]);
    assign(run, femi, task, [ana, ben]);
    await settled(run);
    expect(mentions(run, task)).toEqual([[ana, ben]]);
  });

  test('an edit of another property costs no call of Notion', async () => {
    const task = await knownTask();
    const before = run.notion.calls().length;
    const event = { type: 'page.properties_updated', entity: { id: task, type: 'page' } };
    await postSigned(run, {
      ...event,
      data: { updated_properties: [encodeURIComponent(TASK_PROPERTY.status)] },
    });
    await settled(run);
    expect(run.notion.calls()).toHaveLength(before);
  });

  test('thirty people are all found and mentioned', async () => {
    const crowd = Array.from(
      { length: 30 },
      (_, index) => `c0de0000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    );
    for (const id of crowd) {
      const name = `Guest ${id.slice(-2)}`;
      run.notion.workspace.addMember({
        object: 'user',
        id,
        name,
        avatar_url: null,
        type: 'person',
        person: {},
      });
    }
    const task = await knownTask();
    assign(run, femi, task, crowd);
    await settled(run);
    expect(mentions(run, task)).toEqual([crowd]);
  });
});

test('the same event five times, and again after a restart, is announced once', async () => {
  const data = temporaryDirectory();
  let run = await startStack(data.path);
  try {
    const task = makeTask(run, femi, [ana]);
    const event = {
      id: '11111111-2222-4333-8444-555555555555',
      type: 'page.properties_updated',
      entity: { id: task, type: 'page' },
      data: { updated_properties: [encodeURIComponent(TASK_PROPERTY.assignee)] },
    };
    const messages = run.slack.messages().length;
    for (let attempt = 1; attempt <= 5; attempt++)
      await postSigned(run, { ...event, attempt_number: attempt });
    await settled(run);
    // Without an id the queue cannot know it again: then the record does.
    for (let time = 0; time < 3; time++) {
      await postSigned(run, { ...event, id: undefined });
      await settled(run);
    }
    await run.close();

    run = await startStack(data.path);
    run.clock.advance(10 * 60_000);
    await postSigned(run, { ...event, attempt_number: 6 });
    await settled(run);
    expect(mentions(run, task)).toEqual([[ana]]);
    expect(run.slack.messages()).toHaveLength(messages + 1);
  } finally {
    await run.close();
    data.remove();
  }
});
