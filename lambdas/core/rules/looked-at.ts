import type { Watch } from '../watch.ts';

/** A property that reminders or ladders look at. */
export interface LookedAt {
  /** Where its name is configured. */
  key: 'reminders.property' | 'statusProperty';
  property: string;
  kinds: readonly string[];
  /** Options that it must have for all of that to come about, and where they are configured. */
  options: readonly { key: 'escalations' | 'reminders.completed'; name: string }[];
}

/** A key that names something in Notion. */
export type RuleKey = LookedAt['key'] | LookedAt['options'][number]['key'];

/** A name that nobody configured, and that nothing needs, may be missing. */
const DEFAULT_STATUS = 'Status';

/** What the rules of a data source look at, all of which it ought to have. */
export function lookedAt({ reminders, escalations, statusProperty }: Watch): LookedAt[] {
  const { completed = [] } = reminders ?? {};
  const isReminding = reminders !== undefined && (reminders.daysBefore.length > 0 || reminders.overdue);
  const isCompletedAsked = isReminding && (completed.length > 0 || statusProperty !== DEFAULT_STATUS);
  const due: LookedAt[] = isReminding
    ? [{ key: 'reminders.property', property: reminders.property, kinds: ['date'], options: [] }]
    : [];
  if (escalations.length === 0 && !isCompletedAsked) return due;
  const options: LookedAt['options'] = [
    ...escalations.map(({ status }) => ({ key: 'escalations' as const, name: status })),
    ...(isReminding ? completed : []).map((name) => ({ key: 'reminders.completed' as const, name })),
  ];
  return [...due, { key: 'statusProperty', property: statusProperty, kinds: ['status', 'select'], options }];
}

/** Those of which a page, or a data source, has none. */
export function missingIn(properties: readonly { name: string; type: string }[], watch: Watch): LookedAt[] {
  return lookedAt(watch).filter(
    ({ property, kinds }) => !properties.some(({ name, type }) => name === property && kinds.includes(type)),
  );
}
