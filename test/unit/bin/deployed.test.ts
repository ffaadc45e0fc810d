import { describeStack } from '../../../bin/adapters/deployed-stack.ts';
import { pendingHandshakes } from '../../../bin/adapters/pending-handshakes.ts';
import { storedTokens } from '../../../bin/adapters/stored-tokens.ts';
import { type DeployedStandIn, startDeployedStandIn, TABLE } from './deployed-stand-in.ts';

let aws: DeployedStandIn;

beforeAll(async () => {
  aws = await startDeployedStandIn();
});

afterAll(() => aws.close());

describe('the item that waits for a handshake', () => {
  const NOW = Date.parse('2026-11-22T10:00:00Z');
  const EXPIRES = NOW / 1000 + 3600;

  test('the receiver writes what the command looks for', async () => {
    const pending = pendingHandshakes(aws.access('dynamodb'), TABLE);
    expect(await pending.look('both', 'hash')).toEqual({ kind: 'gone' });
    await pending.open('both', 'hash', EXPIRES);
    expect(await pending.look('both', 'hash')).toEqual({ kind: 'waiting' });
    expect(await aws.handshakes.keep('both', 'wrong', 'secret_forged', NOW)).toBe(false);
    expect(await aws.handshakes.keep('both', 'hash', 'secret_late', EXPIRES * 1000)).toBe(false);
    expect(await pending.look('both', 'hash')).toEqual({ kind: 'waiting' });
    for (const token of ['secret_one', 'secret_two']) {
      expect(await aws.handshakes.keep('both', 'hash', token, NOW)).toBe(true);
      expect(await pending.look('both', 'hash')).toEqual({ kind: 'token', token });
    }
  });

  test('a new key replaces the older one, its token too, and only the new one removes it', async () => {
    const pending = pendingHandshakes(aws.access('dynamodb'), TABLE);
    await pending.open('again', 'old', EXPIRES);
    await aws.handshakes.keep('again', 'old', 'secret_old', NOW);
    await pending.open('again', 'new', EXPIRES);
    expect(await pending.look('again', 'old')).toEqual({ kind: 'gone' });
    expect(await pending.look('again', 'new')).toEqual({ kind: 'waiting' });
    await pending.close('again', 'old');
    expect(await pending.look('again', 'new')).toEqual({ kind: 'waiting' });
    await pending.close('again', 'new');
    expect(await aws.item('handshake#again')).toBeUndefined();
  });

  test('a table that is not there is named', async () => {
    const pending = pendingHandshakes(aws.access('dynamodb'), 'Gone');
    await expect(pending.open('main', 'hash', EXPIRES)).rejects.toThrow(
      /^Could not write to the table Gone: /,
    );
  });
});

describe('the stored tokens', () => {
  test('are read as they were written, encrypted', async () => {
    const tokens = storedTokens(aws.access('ssm'), '/pagebell/test');
    expect(await tokens.read('main')).toBeUndefined();
    for (const active of ['secret_one', 'secret_two']) {
      await tokens.write('main', JSON.stringify({ active }));
      expect(await tokens.read('main')).toEqual({ active });
    }
    expect(await aws.parameter('/pagebell/test/main/webhook-token')).toMatchObject({ type: 'SecureString' });
  });

  test('a parameter that holds something else is named, and not quoted', async () => {
    const tokens = storedTokens(aws.access('ssm'), '/pagebell/test');
    await tokens.write('broken', '{"aktive":"secret_broken"}');
    const failure = await tokens.read('broken').catch((error) => error);
    expect(failure.message).toContain('/pagebell/test/broken/webhook-token');
    expect(failure.cause).toBeUndefined();
    expect(`${failure.message}${failure.remedy}`).not.toContain('secret_broken');
  });
});

describe('the deployed stack', () => {
  test('tells its addresses and names', async () => {
    expect(await describeStack(aws.access('cloudformation'), 'Pagebell')).toEqual({
      tableName: TABLE,
      webhookUrl: expect.stringMatching(/\/webhooks\/notion$/),
      dashboardUrl: expect.stringMatching(/\/dashboard$/),
      queueUrl: expect.stringMatching(/-events\.fifo$/),
      deadLetterQueueUrl: expect.stringMatching(/-dead-letters\.fifo$/),
    });
  });

  test.each([
    ['Bell', 'There is no stack Bell in eu-west-1', /npm run deploy/],
    [
      'Other',
      'The stack Other has no output WebhookUrl, DashboardUrl, TableName, QueueUrl, DeadLetterQueueUrl',
      /--stack/,
    ],
  ])('%s is refused with a remedy', async (name, message, remedy) => {
    const failure = describeStack(aws.access('cloudformation'), name);
    await expect(failure).rejects.toMatchObject({ message, remedy: expect.stringMatching(remedy) });
  });
});
