import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Table } from '../lambdas/adapters/table/table.ts';
import type { VirtualTime } from '../test/chaos/virtual-time.ts';
import {
  bytesOf,
  copiesOf,
  isOfWorkspace,
  itemsPut,
  type TableCall,
  UnitCount,
  WRITES,
} from './table-units.ts';

/** DynamoDB adds as much to each stored item, in the table and in each index. */
export const OVERHEAD_BYTES = 100;
/** As long as the other requests take on average. Nothing reads the journal here, so none of its lines is kept. */
const JOURNAL_MS = 16;

/** What its users took of it so far. */
export interface Bill {
  writeUnits: number;
  readUnits: number;
  /** Of the workspace's own item. */
  workspaceWrites: number;
  /** Lines of the journal, as they are stored in the table. */
  journalBytes: number;
  /** The same in its indexes. */
  journalCopyBytes: number;
}

type Plain = Record<string, unknown>;

/** Of a command and of its answer, where the SDK's client for documents leaves plain what DynamoDB wants typed. */
interface Documents {
  Item?: Plain;
  Items?: readonly Plain[];
  Key?: Plain;
  ExpressionAttributeValues?: Plain;
  RequestItems?: Readonly<Record<string, readonly PutRequest[] | { Keys: readonly Plain[] }>>;
  Responses?: Readonly<Record<string, readonly Plain[]>>;
}

interface PutRequest {
  PutRequest: { Item: Plain };
}

/** Another table, which says what its users took of it. */
export class BilledTable {
  readonly table: Table;
  readonly bill: Bill = {
    writeUnits: 0,
    readUnits: 0,
    workspaceWrites: 0,
    journalBytes: 0,
    journalCopyBytes: 0,
  };
  readonly #units = new UnitCount();
  readonly #inner: Table;
  readonly #time: VirtualTime;

  constructor(inner: Table, time: VirtualTime) {
    this.#inner = inner;
    this.#time = time;
    const send = (command: { input: object }) => this.#send(command);
    // The paginator of the SDK wants an instance; nothing of the client but `send` is used.
    const client = Object.assign(Object.create(DynamoDBDocumentClient.prototype), { send });
    this.table = { client, name: inner.name };
  }

  async #send(command: { input: object }): Promise<object> {
    let answer: object = {};
    try {
      answer = await this.#answerTo(command);
      return answer;
    } finally {
      // A condition that does not hold costs as much as a write.
      this.#add(callOf(command, answer));
    }
  }

  async #answerTo(command: { input: object }): Promise<object> {
    if (!(command instanceof BatchWriteCommand)) return this.#inner.client.send(command as never); // as it came
    await this.#time.sleep(JOURNAL_MS);
    return {};
  }

  #add(call: TableCall): void {
    const { writes, reads } = this.#units.of([call]);
    this.bill.writeUnits += writes;
    this.bill.readUnits += reads;
    if (WRITES.includes(call.operation) && isOfWorkspace(call)) this.bill.workspaceWrites += 1;
    if (call.operation !== 'BatchWriteItem') return;
    for (const item of itemsPut(call.body)) {
      const bytes = bytesOf(item) + OVERHEAD_BYTES;
      this.bill.journalBytes += bytes;
      this.bill.journalCopyBytes += bytes * copiesOf(item);
    }
  }
}

/** What the SDK would send, and would be answered. */
function callOf(command: { input: object }, answered: object): TableCall {
  const operation = command.constructor.name.replace(/Command$/, '');
  return {
    operation: ['Query', 'Scan'].includes(operation) ? operation : `${operation}Item`,
    body: JSON.stringify(typed(command.input)),
    answer: JSON.stringify(typed(answered)),
  };
}

function typed(documents: Documents): object {
  const { Item, Items, Key, ExpressionAttributeValues, RequestItems, Responses } = documents;
  return {
    ...documents,
    ...(Item && { Item: wired(Item) }),
    ...(Items && { Items: Items.map(wired) }),
    ...(Key && { Key: wired(Key) }),
    ...(ExpressionAttributeValues && { ExpressionAttributeValues: wired(ExpressionAttributeValues) }),
    ...(RequestItems && {
      RequestItems: ofEach(RequestItems, (asked) =>
        'Keys' in asked
          ? { ...asked, Keys: asked.Keys.map(wired) }
          : asked.map(({ PutRequest }) => ({ PutRequest: { Item: wired(PutRequest.Item) } })),
      ),
    }),
    ...(Responses && { Responses: ofEach(Responses, (items) => items.map(wired)) }),
  };
}

function ofEach<In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function wired(plain: Plain) {
  return marshall(plain, { removeUndefinedValues: true });
}
