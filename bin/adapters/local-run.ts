import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { RunFile } from '../../local/runtime/run-file.ts';
import { CommandError } from '../commands/command-error.ts';
import type { ServiceAccess } from './aws-access.ts';

/** Written by a local run while it runs. */
const RUN_FILE = '.pagebell/run.json';
const ANSWER_MS = 3000;

const runSchema = z.object({
  url: z.url(),
  dashboardUrl: z.url(),
  stackName: z.string(),
  tableName: z.string(),
  queueUrl: z.url(),
  deadLetterQueueUrl: z.url(),
  parameterPrefix: z.string(),
  notionUrl: z.url(),
  slackApiUrl: z.optional(z.url()),
  sesUrl: z.url(),
  region: z.string(),
  credentials: z.object({
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    sessionToken: z.string().exactOptional(),
  }),
  endpoints: z.object({ dynamodb: z.url(), sqs: z.url(), ssm: z.url(), cloudwatch: z.url() }),
}) satisfies z.ZodType<RunFile>;

/** What the command needs of a local run. */
export interface LocalRunAccess {
  /** Without a slash at its end. */
  url: string;
  dashboardUrl: string;
  stackName: string;
  tableName: string;
  queueUrl: string;
  deadLetterQueueUrl: string;
  parameterPrefix: string;
  notionBaseUrl: string;
  slackApiUrl: string | undefined;
  dynamodb: ServiceAccess;
  sqs: ServiceAccess;
  ssm: ServiceAccess;
  cloudwatch: ServiceAccess;
  ses: ServiceAccess;
}

/** @throws {CommandError} if none runs in this directory */
export async function findLocalRun(): Promise<LocalRunAccess> {
  const text = await readFile(RUN_FILE, 'utf8').catch(() => undefined);
  if (text === undefined) throw notRunning(`there is no ${RUN_FILE}`);
  const { url, endpoints, region, credentials, notionUrl, slackApiUrl, sesUrl, ...names } = parse(text);
  await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) }).catch((cause) => {
    throw notRunning(`${url} does not answer`, { cause });
  });
  const at = (endpoint: string): ServiceAccess => ({ region, credentials: { ...credentials }, endpoint });
  return {
    url,
    ...names,
    notionBaseUrl: notionUrl,
    slackApiUrl,
    dynamodb: at(endpoints.dynamodb),
    sqs: at(endpoints.sqs),
    ssm: at(endpoints.ssm),
    cloudwatch: at(endpoints.cloudwatch),
    ses: at(sesUrl),
  };
}

function parse(text: string): z.infer<typeof runSchema> {
  try {
    return runSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CommandError(
      `${RUN_FILE} holds something else than expected`,
      'Stop the local run and start it again with `npm start`.',
      { cause },
    );
  }
}

function notRunning(reason: string, options?: ErrorOptions): CommandError {
  return new CommandError(
    `No local run here: ${reason}`,
    'Start one with `npm start` in another terminal, or leave --local out for a deployed stack.',
    options,
  );
}
