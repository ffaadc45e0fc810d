import type { Template } from 'aws-cdk-lib/assertions';
import { readable, resourcesOf } from './support.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: unknown;
}

/** All that a role may do, inline or by a policy of its own, as `actions on resource (condition)`. */
export function permissionsOf(roleId: string, template: Template): string[] {
  const resources = Object.entries(resourcesOf(template));
  const [, role] = resources.find(([id]) => id.replace(/[0-9A-F]{8}$/, '') === roleId) ?? [];
  if (!role) throw new Error(`there is no role ${roleId}`);
  const attached = resources.filter(
    ([, { Type, Properties }]) =>
      Type === 'AWS::IAM::Policy' && JSON.stringify(readable(Properties['Roles'])).includes(`<${roleId}>`),
  );
  // Both hold documents of the one shape that IAM has.
  const inline = (role.Properties['Policies'] ?? []) as { PolicyDocument: unknown }[];
  const documents = [...inline, ...attached.map(([, { Properties }]) => Properties)].map(
    (policy) => readable(policy['PolicyDocument']) as { Statement: Statement[] },
  );
  return documents.flatMap(({ Statement }) => Statement.flatMap(lines));
}

function lines({ Effect, Action, Resource, Condition }: Statement): string[] {
  const actions = [Action].flat().join(', ');
  const condition = Condition ? ` if ${JSON.stringify(Condition)}` : '';
  return [Resource].flat().map((resource) => `${Effect} ${actions} on ${resource}${condition}`);
}
