import { kindsFor } from '../../../lambdas/core/rules/filter.ts';
import type { Condition, WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import type { DataSourceView } from '../notion-view.ts';
import { broken, ok, unchecked, type Verdict } from './finding.ts';
import { SHARE } from './notion-checks.ts';

/** Whether the conditions of data sources can be asked: one that cannot leaves nothing out, and no error tells. */
export function checkConditions(
  visible: readonly DataSourceView[],
  { dataSources = [] }: WorkspaceSettings,
): Verdict {
  const asked = visible.flatMap((source) =>
    (dataSources.find(({ id }) => id === source.id)?.only ?? []).map((condition) => ({ source, condition })),
  );
  if (asked.length === 0)
    return unchecked('no data source that has any is shared with the connection', SHARE);
  const [fault, ...others] = asked.flatMap(({ source, condition }) => faultsOf(source, condition));
  if (!fault) return ok(`${asked.length} can be asked`);
  const more = others.length > 0 ? `, and ${others.length} more like it` : '';
  return broken(`${fault.text}${more}`, fault.remedy);
}

interface Fault {
  text: string;
  remedy: string;
}

function faultsOf({ name, properties }: DataSourceView, condition: Condition): Fault[] {
  const property = properties.find((one) => one.name === condition.property);
  if (!property) return [{ text: `${name}: there is no property "${condition.property}"`, remedy: RENAME }];
  const kinds: readonly string[] = kindsFor(condition);
  if (!kinds.includes(property.type)) {
    const expected = kinds.length === 1 ? kinds.join() : `one of ${kinds.join(', ')}`;
    return [
      { text: `${name}: "${property.name}" is of type ${property.type}, not ${expected}`, remedy: RENAME },
    ];
  }
  const known = property.options;
  if (!known) return [];
  return optionsIn(condition)
    .filter((option) => !known.includes(option))
    .map((option) => ({ text: `${name}: "${property.name}" has no option "${option}"`, remedy: ADD }));
}

function optionsIn(condition: Condition): readonly string[] {
  if ('is' in condition) return condition.is;
  return 'isNot' in condition ? condition.isNot : [];
}

const RENAME = 'Mend the property in Notion, or its name under `only` in pagebell.config.ts.';
const ADD = 'Add the option in Notion, or mend its name under `only` in pagebell.config.ts.';
