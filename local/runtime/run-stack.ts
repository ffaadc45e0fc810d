import { setTimeout as sleep } from 'node:timers/promises';
import { ROUTES } from '../../lambdas/core/names.ts';
import type { LocalClock } from '../clock.ts';
import { SetupError } from '../setup-error.ts';
import type { Assembly } from './assembly.ts';
import type { AwsAccess, AwsClients } from './aws-access.ts';
import { EventSource } from './event-source.ts';
import type { FunctionLog } from './function-log.ts';
import { HttpApi } from './http-api.ts';
import type { Scope } from './intrinsics.ts';
import { lambdaEnvironment } from './lambda-environment.ts';
import { LambdaFunction } from './lambda-function.ts';
import type { ProvisionedQueue } from './provision-queues.ts';
import { parseRate, Schedule } from './schedules.ts';
import {
  checkTriggers,
  type FunctionDefinition,
  readEventSources,
  readFunctions,
  readRoutes,
  readSchedules,
} from './stack.ts';

export interface StackOptions {
  assembly: Assembly;
  /** Knows every resource that functions, routes and triggers refer to. */
  scope: Scope;
  queues: readonly ProvisionedQueue[];
  aws: AwsAccess;
  clients: AwsClients;
  clock: LocalClock;
  log: FunctionLog;
  /** Absolute path of worker-bootstrap.mjs. */
  bootstrap: string;
  /** What every function's environment holds besides the template's and Lambda's. */
  environment: Readonly<Record<string, string>>;
  onWarning: (message: string) => void;
}

/** The functions of a stack, and what starts them. */
export interface RunningStack {
  functions: readonly LambdaFunction[];
  /** Those of them that queues feed. */
  consumers: readonly LambdaFunction[];
  api: HttpApi;
  /** Gives what is in work a few seconds. */
  close(): Promise<void>;
}

const GRACE_MS = 5000;

/** @throws {SetupError} for what cannot run here, and for a receiver of webhooks that does not start */
export async function runStack(options: StackOptions): Promise<RunningStack> {
  const { assembly, scope, aws, clients, clock, queues, onWarning } = options;
  const { template } = assembly;
  const { region } = aws;

  checkTriggers(template, scope);
  const definitions = readFunctions(assembly, scope);
  const routes = readRoutes(template, scope);
  const eventSources = readEventSources(template, scope, definitions);
  const schedules = readSchedules(template, scope);
  for (const schedule of schedules) parseRate(schedule);

  const functions = new Map(
    definitions.map((definition) => [definition.arn, startFunction(definition, options)]),
  );
  const find = (arn: string) => {
    const target = functions.get(arn);
    if (!target) throw new SetupError(`the stack starts ${arn}, which is none of its functions`);
    return target;
  };
  const api = new HttpApi(routes, functions, clock);
  for (const { key, functionArn } of routes) {
    if (key.endsWith(` ${ROUTES.webhook}`)) await warm(find(functionArn));
  }

  const triggers = [
    ...eventSources.map(({ queueArn, functionArn, ...mapping }) => {
      const queue = queues.find(({ arn }) => arn === queueArn);
      if (!queue) throw new SetupError(`the stack polls ${queueArn}, which is none of its queues`);
      return new EventSource({
        ...mapping,
        client: clients.sqs,
        region,
        queue,
        target: find(functionArn),
        onTrouble: onWarning,
      });
    }),
    ...schedules.map(
      (definition) => new Schedule({ definition, target: find(definition.functionArn), clock, region }),
    ),
  ];
  return {
    functions: [...functions.values()],
    consumers: eventSources.map(({ functionArn }) => find(functionArn)),
    api,
    close: async () => {
      const ended = Promise.all(triggers.map((trigger) => trigger.close()));
      await Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })]);
      await Promise.all([...functions.values()].map((each) => each.close()));
      await ended;
    },
  };
}

function startFunction(definition: FunctionDefinition, options: StackOptions): LambdaFunction {
  const { aws, environment, bootstrap, clock, log } = options;
  return new LambdaFunction(
    definition,
    lambdaEnvironment(definition, aws, environment),
    { bootstrap, sharedClock: clock.shared },
    (line) => log.add(definition.name, line),
  );
}

async function warm(target: LambdaFunction): Promise<void> {
  const failure = await target.warm();
  if (failure?.kind === 'error') {
    throw new SetupError(`${target.definition.name} does not start: ${failure.errorMessage}`);
  }
  if (failure) throw new SetupError(`${target.definition.name} does not start in time`);
}
