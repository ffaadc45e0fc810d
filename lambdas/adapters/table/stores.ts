import { dataSourceStore } from './data-sources.ts';
import { digestStore } from './digests.ts';
import { dueTimes } from './due-items.ts';
import { journalWriter } from './journal.ts';
import { overdueStore } from './overdue.ts';
import { pageStore } from './pages.ts';
import { openTable, type Table } from './table.ts';
import { userStore } from './users.ts';
import { workspaceStore } from './workspaces.ts';

/** All that the consumer keeps, in one table. */
export function openStores(tableName: string) {
  return storesIn(openTable(tableName));
}

/** The same in a table that is open already. */
export function storesIn(table: Table) {
  return {
    pages: pageStore(table),
    workspaces: workspaceStore(table),
    dataSources: dataSourceStore(table),
    digests: digestStore(table),
    overdue: overdueStore(table),
    dueTimes: dueTimes(table),
    users: userStore(table),
    journal: journalWriter(table),
  };
}
