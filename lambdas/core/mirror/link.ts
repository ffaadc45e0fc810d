import { canonicalId } from '../ids.ts';

/** With or without dashes, at the end of the path or of what follows the title in it. */
const ID_AT_END = /([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * The page that an address of Notion leads to; undefined where it leads to none. A page that was opened in a
 * view of its database is named by `p` instead of the path: `…/<database>?v=…&p=<page>`.
 */
export function pageIdInLink(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const { protocol, pathname, searchParams } = new URL(link);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  const named = searchParams.get('p') ?? pathname.replace(/\/+$/, '');
  const found = ID_AT_END.exec(named)?.[1];
  return found === undefined ? undefined : canonicalId(found);
}
