import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { resolveConfig } from '../../lambdas/core/config-schema/resolve-config.ts';
import { PagebellStack } from '../../lib/pagebell-stack.ts';
import { openApp } from '../../test/infra/support.ts';
import { LIMITS } from './limits.ts';
import { policyCharacters } from './policy-characters.ts';

const FEW = 1;
const MORE = 11;

/** Up to how many workspaces a stack can be deployed at all, as its templates for a few and for more of them say. */
export interface Ceilings {
  resources: number;
  policies: number;
  concurrency: number;
}

export function ceilings(): Ceilings {
  const [few, more] = [sizesOf(FEW), sizesOf(MORE)];
  return {
    resources: mostBelow(LIMITS.resources, few.resources, more.resources),
    policies: mostBelow(LIMITS.policyCharacters, few.policyCharacters, more.policyCharacters),
    concurrency: LIMITS.concurrency,
  };
}

/** Both sizes grow by as much with each workspace; what does not grow sets no ceiling. */
function mostBelow(limit: number, few: number, more: number): number {
  const each = (more - few) / (MORE - FEW);
  return each === 0 ? Number.POSITIVE_INFINITY : Math.floor(FEW + (limit - few) / each);
}

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z
        .object({ Policies: z.array(z.object({ PolicyDocument: z.unknown() })).optional() })
        .optional(),
    }),
  ),
});

function sizesOf(workspaces: number): { resources: number; policyCharacters: number } {
  const keys = Array.from(
    { length: workspaces },
    (_, index) => `workspace-${String(index).padStart(5, '0')}`,
  );
  const settings = resolveConfig({ workspaces: keys.map((key) => ({ key })) });
  const template = Template.fromStack(new PagebellStack(openApp(), settings));
  const resources = Object.values(templateSchema.parse(template.toJSON()).Resources);
  const policies = resources.map(({ Properties }) => policyCharacters(Properties?.Policies ?? []));
  return { resources: resources.length, policyCharacters: Math.max(...policies) };
}
