import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { PagebellConfig } from '../../lambdas/core/config.ts';
import { resolveConfig } from '../../lambdas/core/config-schema/resolve-config.ts';
import { PagebellStack } from '../../lib/pagebell-stack.ts';

/**
 * The app as `cdk synth` sets it up, feature flags included, but without bundles, and without CloudFormation's
 * schemas unless asked for: they take seconds to load.
 */
export function openApp({ validate = false } = {}): App {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  return new App({
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: validate,
    outdir: mkdtempSync(join(tmpdir(), 'pagebell-infra-')),
  });
}

export function synthesise(config: PagebellConfig = {}): Template {
  return Template.fromStack(new PagebellStack(openApp(), resolveConfig(config)));
}

/** A resource as the template has it. */
interface Resource {
  Type: string;
  // Whatever CloudFormation allows there: the tests say what they expect of it.
  Properties: Record<string, unknown>;
}

export function resourcesOf(template: Template): Record<string, Resource> {
  return template.toJSON()['Resources'];
}

/**
 * Writes a value of the template the way a person would: `Events.Arn` for an attribute, `<Events>` for a
 * reference, joins as one string, logical ids without the hash at their end.
 */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, operand] = []] = Object.entries(value);
  switch (key) {
    case 'Ref':
      return `<${withoutHash(String(operand))}>`;
    case 'Fn::GetAtt':
      return operand.map(withoutHash).join('.');
    case 'Fn::Join':
      return operand[1].map(readable).join(operand[0]);
    default:
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, readable(inner)]));
  }
}

function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
