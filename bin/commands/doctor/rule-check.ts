import { lookedAt, type RuleKey } from '../../../lambdas/core/rules/looked-at.ts';
import type { DataSourceSettings, WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import { watchOf } from '../../../lambdas/core/watch.ts';
import type { DataSourceView } from '../notion-view.ts';
import { listOf } from './data-source-checks.ts';
import { broken, ok, unchecked, type Verdict } from './finding.ts';
import { SHARE } from './notion-checks.ts';

/** Whether reminders and ladders are configured at all. */
export function hasTimedRules({ dataSources = [], ...workspace }: WorkspaceSettings): boolean {
  return [workspace, ...dataSources].some(
    ({ reminders, escalations = [] }) => reminders !== undefined || escalations.length > 0,
  );
}

/**
 * Whether reminders and ladders find what they look at: where they do not, nobody is told, and no error tells. What
 * a data source has of its own must be there; what it has from the workspace, in one of them at least.
 */
export function checkRules(visible: readonly DataSourceView[], workspace: WorkspaceSettings): Verdict {
  const { dataSources } = workspace;
  const watched = visible.filter(({ id }) => !dataSources || dataSources.some((one) => one.id === id));
  if (watched.length === 0) return unchecked('no data source to watch is shared with the connection', SHARE);
  const needs = watched.flatMap((source) => needsOf(source, workspace));
  const isNowhere = ({ what }: Need) => needs.every((one) => one.isOwn || one.what !== what || one.fault);
  const faults = needs.flatMap((need) => (need.fault && (need.isOwn || isNowhere(need)) ? [need.fault] : []));
  const [fault] = faults;
  if (fault) {
    const more = faults.length > 1 ? `, and ${faults.length - 1} more like it` : '';
    return broken(`${fault.text}${more}`, fault.remedy);
  }
  const found = needs.flatMap(({ found }) => found ?? []);
  return ok(found.length > 0 ? listOf(found) : 'they look at nothing');
}

/** Something that a rule needs of a data source. */
interface Need {
  /** The same for all that need it because of one word in the configuration. */
  what: string;
  /** It is configured for this data source alone. */
  isOwn: boolean;
  fault?: { text: string; remedy: string };
  /** The property that was found. */
  found?: string;
}

function needsOf({ id, name: where, properties }: DataSourceView, workspace: WorkspaceSettings): Need[] {
  const own = workspace.dataSources?.find((one) => one.id === id);
  return lookedAt(watchOf(workspace, id)).flatMap(({ key, property: wanted, kinds, options }): Need[] => {
    const need = { what: `${key} ${wanted}`, isOwn: isOwn(key, own) };
    const remedy = `Mend the property in Notion, or its name in \`${key}\` in pagebell.config.ts.`;
    const property = properties.find(({ name }) => name === wanted);
    if (!property)
      return [{ ...need, fault: { text: `${where}: there is no property "${wanted}"`, remedy } }];
    if (!kinds.includes(property.type)) {
      const expected = kinds.length === 1 ? kinds.join() : `one of ${kinds.join(', ')}`;
      const text = `${where}: "${wanted}" is of type ${property.type}, not ${expected}`;
      return [{ ...need, fault: { text, remedy } }];
    }
    const { options: known } = property;
    const asked = known ? options : [];
    return [
      { ...need, found: `${where}: ${wanted}` },
      ...asked.map((option): Need => {
        const of = { what: `${option.key} ${option.name}`, isOwn: isOwn(option.key, own) };
        if (known?.includes(option.name)) return of;
        const text = `${where}: "${wanted}" has no option "${option.name}"`;
        return { ...of, fault: { text, remedy: addHint(option.key) } };
      }),
    ];
  });
}

function addHint(key: RuleKey): string {
  return `Add the option in Notion, or mend its name in \`${key}\` in pagebell.config.ts.`;
}

function isOwn(key: RuleKey, own: DataSourceSettings | undefined): boolean {
  switch (key) {
    case 'reminders.property':
    case 'reminders.completed':
      return own?.reminders !== undefined;
    case 'escalations':
      return own?.escalations !== undefined;
    case 'statusProperty':
      return (own?.statusProperty ?? own?.escalations) !== undefined;
  }
}
