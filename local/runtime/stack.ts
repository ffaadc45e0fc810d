import { basename } from 'node:path';
import * as z from 'zod';
import { SetupError } from '../setup-error.ts';
import type { Assembly } from './assembly.ts';
import type { Scope } from './intrinsics.ts';
import { readProperties, resourcesOf } from './resources.ts';
import type { Template } from './template.ts';

export interface FunctionDefinition {
  logicalId: string;
  name: string;
  arn: string;
  /** Absolute, of the bundle. */
  directory: string;
  /** `<file without extension>.<export>` */
  handler: string;
  environment: Readonly<Record<string, string>>;
  timeoutMs: number;
  memoryMegabytes: number;
  reservedConcurrency: number | undefined;
  logFormat: 'JSON' | 'Text';
}

export interface RouteDefinition {
  /** As in the template: `POST /webhooks/notion`, `ANY /dashboard/{proxy+}`, `$default`. */
  key: string;
  functionArn: string;
}

export interface EventSourceDefinition {
  queueArn: string;
  functionArn: string;
  batchSize: number;
  reportsBatchItemFailures: boolean;
}

export interface ScheduleDefinition {
  name: string;
  /** `rate(1 minute)` */
  expression: string;
  functionArn: string;
  /** What the function is given; undefined: EventBridge Scheduler's own event. */
  input: string | undefined;
}

/** Triggers that would be missing here without anybody noticing. */
const TRIGGERS_NOT_RUN = [
  'AWS::Events::Rule',
  'AWS::Lambda::Url',
  'AWS::Pipes::Pipe',
  'AWS::SNS::Subscription',
];

/** @throws {SetupError} naming a resource that would start a function, and does not here */
export function checkTriggers(template: Template, scope: Scope): void {
  for (const type of TRIGGERS_NOT_RUN) {
    // An alarm's e-mail starts nothing: there is no alarm on this machine.
    const trigger = resourcesOf(template, scope, type).find(
      ({ properties }) => properties['Protocol'] !== 'email',
    );
    if (trigger)
      throw new SetupError(`the local run does not know how to run ${trigger.logicalId} (${type})`);
  }
}

const functionSchema = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string().regex(/^[\w./-]+\.\w+$/),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()) }).optional(),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  ReservedConcurrentExecutions: z.int().positive().optional(),
  LoggingConfig: z.object({ LogFormat: z.enum(['JSON', 'Text']).default('Text') }).optional(),
});

/** Call it when everything that a function's environment refers to is defined. */
export function readFunctions({ template, assets }: Assembly, scope: Scope): FunctionDefinition[] {
  return resourcesOf(template, scope, 'AWS::Lambda::Function').map((resource) => {
    const { logicalId } = resource;
    const { Code, ...properties } = readProperties(resource, functionSchema, scope);
    const directory = assets.get(Code.S3Key);
    if (!directory) throw new SetupError(`${logicalId}: ${Code.S3Key} is not an asset of this assembly`);
    return {
      logicalId,
      name: String(scope.resolve({ Ref: logicalId }, logicalId)),
      arn: String(scope.resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }, logicalId)),
      directory,
      handler: properties.Handler,
      environment: properties.Environment?.Variables ?? {},
      timeoutMs: properties.Timeout * 1000,
      memoryMegabytes: properties.MemorySize,
      reservedConcurrency: properties.ReservedConcurrentExecutions,
      logFormat: properties.LoggingConfig?.LogFormat ?? 'Text',
    };
  });
}

const routeSchema = z.object({ RouteKey: z.string(), Target: z.string() });
const integrationSchema = z.object({
  IntegrationType: z.literal('AWS_PROXY', 'only Lambda integrations run here'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});

export function readRoutes(template: Template, scope: Scope): RouteDefinition[] {
  const integrations = new Map(
    resourcesOf(template, scope, 'AWS::ApiGatewayV2::Integration').map((resource) => [
      resource.logicalId,
      readProperties(resource, integrationSchema, scope).IntegrationUri,
    ]),
  );
  return resourcesOf(template, scope, 'AWS::ApiGatewayV2::Route').map((resource) => {
    const { RouteKey: key, Target } = readProperties(resource, routeSchema, scope);
    const functionArn = integrations.get(basename(Target)); // integrations/<id>
    if (!functionArn) throw new SetupError(`the route ${key} has no integration ${Target}`);
    return { key, functionArn };
  });
}

const eventSourceSchema = z.object({
  EventSourceArn: z.string().regex(/^arn:[^:]+:sqs:/, 'only queues are event sources here'),
  FunctionName: z.string(),
  BatchSize: z.int().min(1).max(10).default(10),
  Enabled: z.boolean().default(true),
  FunctionResponseTypes: z.array(z.string()).default([]),
});

export function readEventSources(
  template: Template,
  scope: Scope,
  functions: readonly FunctionDefinition[],
): EventSourceDefinition[] {
  return resourcesOf(template, scope, 'AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const mapping = readProperties(resource, eventSourceSchema, scope);
    const target = functions.find(({ name, arn }) => [name, arn].includes(mapping.FunctionName));
    if (!target)
      throw new SetupError(`${resource.logicalId} feeds ${mapping.FunctionName}, which is not there`);
    if (!mapping.Enabled) return [];
    return [
      {
        queueArn: mapping.EventSourceArn,
        functionArn: target.arn,
        batchSize: mapping.BatchSize,
        reportsBatchItemFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      },
    ];
  });
}

const scheduleSchema = z.object({
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.object({ Arn: z.string(), Input: z.string().optional() }),
});

export function readSchedules(template: Template, scope: Scope): ScheduleDefinition[] {
  return resourcesOf(template, scope, 'AWS::Scheduler::Schedule').flatMap((resource) => {
    const { ScheduleExpression, State, Target } = readProperties(resource, scheduleSchema, scope);
    if (State === 'DISABLED') return [];
    return [
      {
        name: resource.logicalId,
        expression: ScheduleExpression,
        functionArn: Target.Arn,
        input: Target.Input,
      },
    ];
  });
}

/** @throws {SetupError} when the stack has no such output */
export function readOutput(template: Template, scope: Scope, name: string): string {
  const output = template.Outputs[name];
  if (!output) throw new SetupError(`the stack has no output ${name}`);
  return String(scope.resolve(output.Value, `Outputs.${name}`));
}
