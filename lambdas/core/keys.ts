/** Keys of the table's items. Workspace keys hold no `#`. */
export const keys = {
  page: (workspace: string, pageId: string) => `page#${workspace}#${pageId}`,
  workspace: (workspace: string) => `workspace#${workspace}`,
  dataSource: (workspace: string, id: string) => `data-source#${workspace}#${id}`,
  user: (workspace: string, id: string) => `user#${workspace}#${id}`,
  handshake: (workspace: string) => `handshake#${workspace}`,
} as const;

/** The page id in a page's key; undefined for the key of another kind of item. */
export function pageIdOf(key: string, workspace: string): string | undefined {
  const prefix = keys.page(workspace, '');
  return key.startsWith(prefix) && key.length > prefix.length ? key.slice(prefix.length) : undefined;
}
