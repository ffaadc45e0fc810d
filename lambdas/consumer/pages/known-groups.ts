import { classify } from '../../core/classify.ts';
import { asksForGroups, showsUnknownStatus } from '../../core/completion.ts';
import type { DataSourceSchema } from '../../core/data-source-schema.ts';
import { type Result, success } from '../../core/failure.ts';
import type { NotionPage } from '../../core/notion-page.ts';
import type { Watch } from '../../core/watch.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { warnOnce } from '../warn-once.ts';

/**
 * The schema that tells in which group a page's status is, where that is asked. Undefined: it is not, or Notion
 * will not say it, which stops no reminder. A failure is a passing one.
 *
 * @param pages of one data source
 */
export async function schemaForGroups(
  pages: readonly NotionPage[],
  watch: Watch,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Result<DataSourceSchema | undefined>> {
  const { workspace } = turn;
  const dataSourceId = pages.find((page) => asksForGroups(page, watch))?.dataSourceId;
  if (dataSourceId === undefined) return success(undefined);
  const schema = await turn.dataSources.schema(dataSourceId);
  if (schema.ok) {
    // A status that it does not know delays nobody: what else the page tells is told.
    const again = await schemaKnowing(pages, dataSourceId, watch, turn);
    return again.ok ? again : schema;
  }
  const verdict = classify('read', schema.failure, ports.clock.now());
  if (verdict.kind !== 'parked' && verdict.kind !== 'gone') return schema;
  const fields = { workspace: workspace.key, dataSourceId, reason: verdict.reason };
  warnOnce(`groups of ${workspace.key} ${dataSourceId}`, NO_GROUPS, fields, ports);
  return success(undefined);
}

/** The schema of a data source, asked for again where it does not know the status of a page. */
export async function schemaKnowing(
  pages: readonly NotionPage[],
  dataSourceId: string,
  watch: Watch,
  { dataSources }: Turn,
): Promise<Result<DataSourceSchema>> {
  const schema = await dataSources.schema(dataSourceId);
  if (!schema.ok || !pages.some((page) => showsUnknownStatus(page, watch, schema.value))) return schema;
  return dataSources.schemaAgain(dataSourceId);
}

const NO_GROUPS =
  'Notion does not tell the groups of a status: only pages whose status is "Done" count as completed';
