import { Unreachable } from '../../../bin/commands/command-error.ts';
import { awaitOutcome } from '../../../bin/commands/send-test/await-outcome.ts';
import { tellOutcome } from '../../../bin/commands/send-test/send-test.ts';
import { testEvent } from '../../../bin/commands/send-test/test-event.ts';
import type { JournalLine, Outcome } from '../../../lambdas/core/journal.ts';
import { parseSignature, verifySignature } from '../../../lambdas/core/signature.ts';
import { parseWebhookEvent } from '../../../lambdas/core/webhook-event.ts';
import { NOW, PAGE } from '../core/builders.ts';

test('the event is signed, and reads as one of Notion’s', () => {
  const { id, body, headers } = testEvent({ pageId: PAGE, type: 'page.created' }, 'secret_test', NOW);
  const digest = parseSignature(headers['x-notion-signature']);
  expect(digest && verifySignature(Buffer.from(body), digest, ['secret_test'])).toBe(true);
  expect(parseWebhookEvent(body)).toMatchObject({
    kind: 'watched',
    event: { pageId: PAGE, type: 'page.created', eventId: id, eventTime: NOW },
  });
});

test('no two events are taken for one', () => {
  const [one, other] = [1, 2].map(() => testEvent({ pageId: PAGE, type: 'page.created' }, 's', NOW).id);
  expect(one).not.toBe(other);
});

describe('waiting for the outcome', () => {
  /** @param answers of the journal's reads, one a second; the last one stays */
  async function wait(answers: (Outcome | undefined | Error)[], interruptAt?: number) {
    const controller = new AbortController();
    let now = 0;
    const journal = {
      latest: async (): Promise<JournalLine[]> => {
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer instanceof Error) throw answer;
        const base = {
          id: 'l',
          workspace: 'main',
          endedAt: 1,
          job: 'event',
          reason: '',
          attempt: 1,
          durationMs: 1,
        } as const;
        const mine = answer === undefined ? [] : [{ ...base, outcome: answer, eventId: 'mine' }];
        return [{ ...base, outcome: 'parked', eventId: 'other' }, ...mine];
      },
    };
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms;
        if (now === interruptAt) controller.abort();
      },
    };
    const line = await awaitOutcome(
      'mine',
      { workspace: 'main', forMs: 30_000 },
      { journal, clock },
      controller.signal,
    );
    return { outcome: line?.outcome, after: now };
  }

  test.each<[string, (Outcome | undefined | Error)[], Outcome | undefined, number]>([
    ['is there at once', ['done'], 'done', 0],
    ['comes later', [undefined, undefined, 'skipped'], 'skipped', 2000],
    ['comes after it was given back', [undefined, 'halted', 'failed', 'done'], 'done', 3000],
    ['is that it was given back', [undefined, 'halted'], 'halted', 30_000],
    ['is not there in time', [undefined], undefined, 30_000],
    [
      'comes though the table does not answer for a while',
      [new Unreachable('Away', 'Wait.'), 'done'],
      'done',
      1000,
    ],
  ])('it %s', async (_, answers, outcome, after) => {
    expect(await wait(answers)).toEqual({ outcome, after });
  });

  test('ends with Ctrl-C', async () => {
    expect(await wait([undefined], 3000)).toEqual({ outcome: undefined, after: 3000 });
  });

  test('a fault is no wait', async () => {
    await expect(wait([new TypeError('a bug')])).rejects.toThrow('a bug');
  });
});

test.each<Outcome>(['halted', 'failed'])('%s is told in one line, whatever its reason holds', (outcome) => {
  const lines: string[] = [];
  const output = {
    isJson: false,
    line: (text = '') => void lines.push(text),
    style: (_: unknown, text: string) => text,
  };
  const reason = 'Unexpected token\n\u001b[31m  "page_id": …\n';
  const line: JournalLine = {
    id: 'l',
    workspace: 'main',
    endedAt: 1,
    job: 'event',
    outcome,
    reason,
    attempt: 1,
    durationMs: 1,
  };
  const message = 'The work on it stopped: Unexpected token [31m  "page_id": …';
  expect(() => tellOutcome(line, output)).toThrow(new Error(message));
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/\p{Cc}/u);
});
