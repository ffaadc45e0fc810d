import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { jobQueue, openSqs } from '../../lambdas/adapters/queue.ts';
import { openSsm, Secrets, SecretsUnavailable } from '../../lambdas/adapters/secrets.ts';
import { pageStore } from '../../lambdas/adapters/table/pages.ts';
import { openTable } from '../../lambdas/adapters/table/table.ts';
import { StoreUnavailable } from '../../lambdas/core/ports/store-errors.ts';

/** So short that three tries are soon over. */
const TIMEOUT_MS = 30;

let silent: Server;
beforeAll(async () => {
  silent = createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo; // it listens on a port, not on a pipe
  const url = `http://127.0.0.1:${port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: url,
    AWS_ENDPOINT_URL_SSM: url,
    AWS_ENDPOINT_URL_DYNAMODB: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});
afterAll(() => new Promise<void>((resolve) => silent.close(() => resolve())));

describe('a service that takes a request and never answers is given up', () => {
  test('SQS', async () => {
    const sqs = openSqs(TIMEOUT_MS);
    const job = { kind: 'due', workspace: 'main', key: 'k', dueAt: 1 } as const;
    await expect(jobQueue(sqs, `${process.env['AWS_ENDPOINT_URL_SQS']}/q`).send(job, 'd')).rejects.toThrow(
      StoreUnavailable,
    );
    sqs.destroy();
  });

  test('Parameter Store', async () => {
    const ssm = openSsm(TIMEOUT_MS);
    await expect(new Secrets('/pagebell/prod', ssm).get('main', 'notion-token')).rejects.toThrow(
      SecretsUnavailable,
    );
    ssm.destroy();
  });

  test('DynamoDB', async () => {
    const table = openTable('pagebell', TIMEOUT_MS);
    await expect(pageStore(table).load('main', 'p1')).rejects.toThrow(StoreUnavailable);
    table.client.destroy();
  });
});
