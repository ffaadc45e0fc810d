import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startAws } from '../../local/aws/start-aws.ts';
import { LocalClock } from '../../local/clock.ts';

export interface QueueEndpoint {
  url: string;
  close(): Promise<void>;
}

export async function startStandIn(): Promise<QueueEndpoint> {
  const aws = await startAws({ dataDir: undefined, clock: new LocalClock() });
  return { url: aws.endpoints.sqs, close: () => aws.close() };
}

/** Undefined where moto is not installed. */
export function motoExecutable(): string | undefined {
  const candidates = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'moto_server'));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Starts moto on a free port, which it tells on its standard error. */
export async function startMoto(executable: string): Promise<QueueEndpoint> {
  const server = spawn(executable, ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const close = async () => {
    server.kill();
    await exited;
  };
  const lines: string[] = [];
  for await (const line of createInterface(server.stderr)) {
    lines.push(line);
    const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (url) {
      server.stderr.resume();
      return { url, close };
    }
  }
  await close();
  throw new Error(`moto ended before it listened:\n${lines.join('\n')}`);
}

export function sqsClient(url: string): SQSClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new SQSClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
}
