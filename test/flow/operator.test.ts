import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { encodeJob } from '../../lambdas/core/envelope.ts';
import { keys } from '../../lambdas/core/keys.ts';
import { RECORD_VERSION } from '../../lambdas/core/record-version.ts';
import { PEOPLE, TASKS_DATA_SOURCE } from '../../local/notion/seed.ts';
import { SIMULATION_SECRET } from '../../local/settings.ts';
import { type Ended, PagebellProcess } from '../unit/bin/pagebell-process.ts';
import { describeOnTerminal, KEY, TerminalProcess } from '../unit/bin/terminal-process.ts';
import {
  assign,
  type LocalStack,
  makeTask,
  mentions,
  postSigned,
  settled,
  startStack,
  temporaryDirectory,
  until,
} from './support/local-stack.ts';

// The command as a process of its own, against a stack that runs here.

const { ana, ben, femi } = PEOPLE;
const NOBODY = '00000000-0000-4000-8000-00000000dead';

jest.setTimeout(120_000); // each case starts several processes

let place: ReturnType<typeof temporaryDirectory>;
let run: LocalStack;

beforeAll(async () => {
  place = temporaryDirectory();
  writeFileSync(join(place.path, 'pagebell.config.ts'), 'export default {};');
  run = await startStack(join(place.path, '.pagebell'));
});
afterAll(async () => {
  await run.close();
  place.remove();
});
afterEach(() => run.slack.faults.clear());

function start(...args: string[]): PagebellProcess {
  return new PagebellProcess([...args, '--local'], {}, place.path);
}

function pagebell(...args: string[]): Promise<Ended> {
  return start(...args).ended;
}

/** What a command that succeeds says as JSON: one value, and nothing else on stdout. */
async function json(...args: string[]) {
  const { code, stdout, stderr } = await pagebell(...args, '--json');
  if (code !== 0) throw new Error(`pagebell ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

const idsOf = (list: { entries: { id: string }[] }) => list.entries.map(({ id }) => id);

/** A task whose Slack message was refused for good. */
async function parkedTask(): Promise<string> {
  const task = makeTask(run, femi);
  await postSigned(run, { type: 'page.moved', entity: { id: task, type: 'page' } });
  await settled(run);
  run.slack.faults.add({
    operation: 'post',
    times: 1,
    effect: { kind: 'answer', when: 'before', status: 403, code: 'action_prohibited' },
  });
  assign(run, femi, task, [ana]);
  await until(() => run.slack.faults.list().length === 0, 'Slack has refused');
  await settled(run);
  return task;
}

/** A message that nothing of a record's belongs to. */
async function deadLetter(body: string): Promise<string> {
  const { endpoints, region, credentials } = run.aws;
  const sqs = new SQSClient({ region, credentials: { ...credentials }, endpoint: endpoints.sqs });
  const { MessageId = '' } = await sqs.send(
    new SendMessageCommand({
      QueueUrl: run.deadLetterQueueUrl,
      MessageBody: body,
      MessageGroupId: 'operator',
      MessageDeduplicationId: randomUUID(),
    }),
  );
  sqs.destroy();
  return MessageId;
}

/** A record of a later release's in the ledger, and an item that is no record. */
async function unreadableRecords(): Promise<{ remove(): Promise<void> }> {
  const { endpoints, region, credentials } = run.aws;
  const access = { region, credentials: { ...credentials }, endpoint: endpoints.dynamodb };
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(access));
  const TableName = run.tableName;
  const common = { workspace: 'main', parkedAt: 1 };
  const items = [
    { ...common, pk: keys.page('main', NOBODY), pageId: NOBODY, recordVersion: RECORD_VERSION + 1 },
    { ...common, pk: keys.page('main', 'broken'), pageId: 'broken' },
    { ...common, pk: keys.page('main', 'nameless') },
  ];
  for (const Item of items) await documents.send(new PutCommand({ TableName, Item }));
  return {
    async remove() {
      for (const { pk } of items) await documents.send(new DeleteCommand({ TableName, Key: { pk } }));
      documents.destroy();
    },
  };
}

describe('send-test', () => {
  test('goes all the way, and tells nobody', async () => {
    const { code, stdout } = await pagebell('send-test');
    expect(code).toBe(0);
    expect(stdout).toContain('200 {"ok":true}');
    expect(stdout).toMatch(/skipped .*404/);
    expect(stdout).toMatch(/\nThe way works: .* does not exist, so nobody was told\.\n$/);
  });

  test('of a page that has new assignees announces them', async () => {
    const task = makeTask(run, femi, [ben]);
    const sent = await json('send-test', '--page', task.replaceAll('-', ''));
    expect(sent).toMatchObject({
      pageId: task,
      status: 200,
      outcome: { outcome: 'done', eventId: sent.eventId },
    });
    expect(mentions(run, task)).toEqual([[ben]]);
  });

  test('of a type that is not watched waits for nothing', async () => {
    expect(await json('send-test', '--type', 'comment.created')).toMatchObject({
      status: 200,
      outcome: null,
    });
  });

  test('signs with the token of a file, for any address', async () => {
    const url = `${run.url}/webhooks/notion`;
    const file = (token: string) => {
      const path = join(place.path, 'token');
      writeFileSync(path, `${token}\n`);
      return ['send-test', '--url', url, '--secret-file', path, '--config', 'none.ts'];
    };
    const right = await new PagebellProcess(file(SIMULATION_SECRET), {}, place.path).ended;
    expect(right).toMatchObject({ code: 0, stdout: expect.stringContaining('200 {"ok":true}') });
    const wrong = await new PagebellProcess(file('secret_forged'), {}, place.path).ended;
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/^pagebell: The event was refused with 401\. /);
    expect(wrong.stdout + wrong.stderr).not.toContain('secret_forged');
  });
});

describe('dlq', () => {
  test('lists, shows, retries and forgets', async () => {
    const task = await parkedTask();
    const posted = run.slack.messages().length;
    const [entry] = (await json('dlq', 'list')).entries;
    expect(entry).toMatchObject({
      pageId: task,
      what: 'slack',
      title: 'Try the flow',
      people: ['Ana Ferreira'],
    });
    expect(entry.deadLetters).toHaveLength(1);

    const shown = await pagebell('dlq', 'show', entry.id);
    expect(shown.stdout).toContain(entry.deadLetters[0]);
    expect(shown.stdout).toContain(entry.hint);

    expect((await json('dlq', 'retry', '--dry-run')).retried).toHaveLength(1);
    expect((await json('dlq', 'retry', '--reason', 'no such reason')).retried).toEqual([]);
    await settled(run);
    expect(run.slack.messages()).toHaveLength(posted);

    expect((await json('dlq', 'retry', '--reason', 'PROHIBITED')).retried).toHaveLength(1);
    await settled(run);
    expect(run.slack.messages()).toHaveLength(posted + 1);
    expect(mentions(run, task)).toEqual([[ana]]);
    expect(await json('dlq', 'list')).toEqual({ entries: [], unseen: 0, unreadable: 0 });
    expect((await run.health()).deadLetters).toBe(0);
  });

  test('lists what it can, though other records cannot be read, and the doctor counts both', async () => {
    const task = await parkedTask();
    const unreadable = await unreadableRecords();
    try {
      const { code, stdout, stderr } = await pagebell('dlq', 'list');
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: expect.stringMatching(/^3 records cannot be read \(written by a later release\?\)\. /),
      });
      expect(stdout).toContain('1 parked.');
      const list = await json('dlq', 'list');
      expect(list).toMatchObject({ entries: [{ pageId: task }], unreadable: 3 });
      const { stdout: findings } = await pagebell('doctor');
      expect(findings).toMatch(/✘ Dead letters: 4 pages with .*, 1 message in the dead-letter queue\n/);
      expect(await json('dlq', 'drop', idsOf(list)[0] ?? '', '--yes')).toMatchObject({
        dropped: { pageId: task },
      });
    } finally {
      await unreadable.remove();
    }
  });

  test('a dry run refuses what the retry would', async () => {
    const id = await deadLetter(encodeJob({ kind: 'due', workspace: 'gone', key: 'k', dueAt: 1 }));
    for (const args of [['--dry-run'], []]) {
      const { code, stdout, stderr } = await pagebell('dlq', 'retry', ...args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(
        `The message ${id} is of the workspace gone, which is not in the configuration`,
      );
    }
    expect((await pagebell('dlq', 'drop', id, '--yes')).code).toBe(0);
  });

  test('drops one for good, only if told so', async () => {
    await parkedTask();
    const [id = ''] = idsOf(await json('dlq', 'list'));
    const refused = await pagebell('dlq', 'drop', id);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Add --yes') });
    expect(idsOf(await json('dlq', 'list'))).toEqual([id]);
    expect((await json('dlq', 'drop', id, '--yes')).dropped).toMatchObject({
      id,
      entry: { channel: 'slack' },
    });
    expect(idsOf(await json('dlq', 'list'))).toEqual([]);
    expect((await run.health()).deadLetters).toBe(0);
    const again = await pagebell('dlq', 'drop', id, '--yes');
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining(`has the id ${id}`) });
  });

  describeOnTerminal('at a terminal', () => {
    test.each<[string, string, number, boolean]>([
      ['Ctrl-C', KEY.ctrlC, 130, true],
      ['the given answer, which is no', KEY.enter, 0, true],
      ['yes', 'y', 0, false],
    ])('a drop is asked for: %s', async (_, key, exitCode, isLeft) => {
      if (idsOf(await json('dlq', 'list')).length === 0) await parkedTask();
      const [id = ''] = idsOf(await json('dlq', 'list'));
      const running = new TerminalProcess(['dlq', 'drop', id, '--local'], {}, place.path);
      await running.shown(/action_prohibited/);
      await running.shown(/Drop it for good\?/);
      running.type(key);
      expect((await running.ended).code).toBe(exitCode);
      expect(idsOf(await json('dlq', 'list'))).toEqual(isLeft ? [id] : []);
    });
  });
});

describe('events', () => {
  test('are shown as lines, by outcome and page, and as JSON', async () => {
    const task = makeTask(run, femi, [ana]);
    await json('send-test', '--page', task);
    const { code, stdout } = await pagebell('events', '--page', task);
    expect(code).toBe(0);
    expect(stdout).toMatch(/done .*page\.properties_updated.*"Try the flow".*to Ana Ferreira.*after \d/);
    expect(await json('events', '--page', task, '--limit', '1')).toMatchObject({
      pageId: task,
      outcome: 'done',
    });
    expect((await pagebell('events', '--page', task, '--outcome', 'parked')).stdout).toBe('');
    expect((await pagebell('events', '--limit', '2')).stdout.trim().split('\n')).toHaveLength(2);
  });

  test('are followed until Ctrl-C', async () => {
    const following = start('events', '--follow', '--limit', '1', '--json');
    await following.printed(/"outcome"/);
    const { eventId } = await json('send-test', '--page', NOBODY);
    await following.printed(new RegExp(eventId));
    following.interrupt();
    const { code, stdout } = await following.ended;
    expect(code).toBe(130);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter((line) => line.eventId === eventId)).toHaveLength(1);
  });
});

test('people are told with the ids that the configuration wants', async () => {
  const { people } = await json('people');
  expect(people.map(({ id }: { id: string }) => id)).toEqual(Object.values(PEOPLE));
});

describe('backfill', () => {
  test('looks at every page, and says when it has', async () => {
    await until(async () => {
      run.clock.advance(60_000); // the timer lets the data sources be searched for
      return (await pagebell('backfill', '--no-wait')).code === 0;
    }, 'a data source is known');
    const { dataSources } = await json('backfill', TASKS_DATA_SOURCE);
    expect(dataSources).toEqual([
      expect.objectContaining({ workspace: 'main', dataSourceId: TASKS_DATA_SOURCE, state: 'ended' }),
    ]);
    expect(dataSources[0].rows).toBeGreaterThanOrEqual(8);
    const { stdout } = await pagebell('backfill');
    expect(stdout).toMatch(/Looked at \d+ pages\./);
  });

  test('and what searched for its data source are left out of the events, unless they are asked for', async () => {
    const events = async (...args: string[]) => (await pagebell('events', '--limit', '1000', ...args)).stdout;
    const searched = / done +due +1 data source found$/m;
    expect(await events()).not.toMatch(searched);
    expect(await events('--all')).toMatch(searched);
    expect(await events('--outcome', 'done')).toMatch(searched);
  });

  test('names the data sources that are known', async () => {
    const { code, stderr } = await pagebell('backfill', NOBODY);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `pagebell: No data source ${NOBODY} is known. Known: ${TASKS_DATA_SOURCE}. A new one is found within a day, or by the first event of a page in it.\n`,
    );
  });
});

test.each([
  [['dlq', 'show'], /missing required argument 'id'/],
  [['dlq', 'retry', '--rason', 'x'], /unknown option '--rason'/],
  [['events', '--limit', '0'], /whole number from 1/],
  [['events', '--outcome', 'lost'], /Allowed choices are done, skipped/],
  [['send-test', '--page', 'plan'], /id of Notion/],
  [['send-test', '--url', 'ftp://x'], /https:\/\/ or http:\/\//],
  [['backfill', 'Tasks'], /id of Notion/],
])('%s is wrong usage', async (args, line) => {
  const { code, stdout, stderr } = await pagebell(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(line);
});

test('a workspace that is not configured is told in one line', async () => {
  for (const args of [['dlq', 'list'], ['events'], ['backfill'], ['send-test']]) {
    const { code, stderr } = await pagebell(...args, '--workspace', 'ops');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'pagebell: There is no workspace ops. Known: main. Another one is added in the configuration, and deployed.\n',
    });
  }
});
