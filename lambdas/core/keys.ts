/** Keys of page records begin with this. */
export const PAGE_KEYS = 'page#';
/** And those of digests with this. */
export const DIGEST_KEYS = 'digest#';

/** Keys of the table's items. Workspace keys hold no `#`. */
export const keys = {
  page: (workspace: string, pageId: string) => `${PAGE_KEYS}${workspace}#${pageId}`,
  workspace: (workspace: string) => `workspace#${workspace}`,
  dataSource: (workspace: string, id: string) => `data-source#${workspace}#${id}`,
  /** See `digestIdOf`. */
  digest: (workspace: string, id: string) => `${DIGEST_KEYS}${workspace}#${id}`,
  /** See `overdueIdOf`. */
  overdue: (workspace: string, id: string) => `overdue#${workspace}#${id}`,
  user: (workspace: string, id: string) => `user#${workspace}#${id}`,
  slackUser: (workspace: string, id: string) => `slack-user#${workspace}#${id}`,
  handshake: (workspace: string) => `handshake#${workspace}`,
  journalLine: (workspace: string, id: string) => `journal#${workspace}#${id}`,
  hour: (workspace: string, hour: number | '*') => `hour#${workspace}#${hour}`,
} as const;

/** What a due item is. */
export type DueSubject =
  | { kind: 'page'; pageId: string }
  /** Due for its sweep. */
  | { kind: 'data-source'; dataSourceId: string }
  /** Due to be told. */
  | { kind: 'digest'; digestId: string }
  | { kind: 'overdue'; overdueId: string }
  /** Due for a search of its data sources. */
  | { kind: 'workspace' }
  | { kind: 'unknown' };

export function subjectOf(key: string, workspace: string): DueSubject {
  if (key === keys.workspace(workspace)) return { kind: 'workspace' };
  const pageId = idAfter(keys.page(workspace, ''), key);
  if (pageId !== undefined) return { kind: 'page', pageId };
  const dataSourceId = idAfter(keys.dataSource(workspace, ''), key);
  if (dataSourceId !== undefined) return { kind: 'data-source', dataSourceId };
  const digestId = idAfter(keys.digest(workspace, ''), key);
  if (digestId !== undefined) return { kind: 'digest', digestId };
  const overdueId = idAfter(keys.overdue(workspace, ''), key);
  if (overdueId !== undefined) return { kind: 'overdue', overdueId };
  return { kind: 'unknown' };
}

function idAfter(prefix: string, key: string): string | undefined {
  return key.startsWith(prefix) && key.length > prefix.length ? key.slice(prefix.length) : undefined;
}
