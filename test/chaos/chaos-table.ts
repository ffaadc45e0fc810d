import {
  ConditionalCheckFailedException,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../lambdas/adapters/table/table.ts';
import { type ExpressionInput, type Item, meets, updated } from './expressions.ts';
import type { Faults } from './faults.ts';
import { between, type Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

export type TableFault =
  | { kind: 'throttled' }
  /** Done, but the answer is an error. */
  | { kind: 'lost-answer' }
  /** Done; the client repeats what was not answered, and then the condition fails. */
  | { kind: 'repeated' }
  /** Done; the client had sent it twice, and the other one arrives so much later. */
  | { kind: 'echo'; delayMs: number }
  | { kind: 'slow'; delayMs: number };

interface Input extends ExpressionInput {
  Key?: { pk?: string };
  Item?: Item;
  ConditionExpression?: string;
  UpdateExpression?: string;
  KeyConditionExpression?: string;
  IndexName?: string;
  ReturnValues?: string;
  RequestItems?: Readonly<Record<string, { Keys: readonly { pk: string }[] }>>;
}

const SET = ' set';

/** The table in memory, behind the client that the product's own adapters use. */
export class ChaosTable {
  readonly items = new Map<string, Item>();
  readonly table: Table;
  /** Told of each item that is put. */
  onPut: (item: Item) => void = () => {};
  readonly #faults: Faults<TableFault>;
  readonly #time: VirtualTime;
  readonly #random: Random;

  constructor(faults: Faults<TableFault>, time: VirtualTime, random: Random) {
    this.#faults = faults;
    this.#time = time;
    this.#random = random;
    const send = (command: { input: object }) => this.#send(command);
    // The paginator of the SDK wants an instance; nothing of the client but `send` is used.
    const client = Object.assign(Object.create(DynamoDBDocumentClient.prototype), { send });
    this.table = { client, name: 'table' };
  }

  /** The earliest time at which an item whose key begins so is due (ms). */
  earliestDue(prefix = ''): number | undefined {
    const times = [...this.items].flatMap(([key, { dueAt }]) =>
      typeof dueAt === 'number' && key.startsWith(prefix) ? [dueAt] : [],
    );
    return times.length === 0 ? undefined : Math.min(...times);
  }

  async #send(command: { input: object }): Promise<object> {
    const act = this.#actionOf(command);
    const fault = this.#faults.next(act.name);
    await this.#time.sleep(between(this.#random, 1, 15) + (fault?.kind === 'slow' ? fault.delayMs : 0));
    if (fault?.kind === 'throttled') throw throttled();
    const answer = act.run();
    await this.#time.sleep(between(this.#random, 1, 15));
    if (fault?.kind === 'lost-answer') throw throttled();
    if (fault?.kind === 'repeated') return act.run();
    if (fault?.kind === 'echo') this.#time.at(this.#time.now() + fault.delayMs, () => ignoreRefusal(act.run));
    return answer;
  }

  #actionOf(command: { input: object }): { name: string; run: () => object } {
    const input: Input = command.input; // of one of the commands below
    if (command instanceof GetCommand) {
      const key = input.Key?.pk ?? '';
      return { name: `table.get.${kindOf(key)}`, run: () => ({ Item: copy(this.items.get(key)) }) };
    }
    if (command instanceof PutCommand) {
      const key = String(input.Item?.['pk']);
      return { name: `table.put.${kindOf(key)}`, run: () => this.#put(key, input) };
    }
    if (command instanceof UpdateCommand) {
      const key = input.Key?.pk ?? '';
      return { name: `table.update.${kindOf(key)}`, run: () => this.#update(key, input) };
    }
    if (command instanceof DeleteCommand) {
      const key = input.Key?.pk ?? '';
      return { name: `table.delete.${kindOf(key)}`, run: () => this.#delete(key, input) };
    }
    if (command instanceof BatchGetCommand) {
      return { name: 'table.get.many', run: () => this.#getMany(input) };
    }
    if (command instanceof QueryCommand) return { name: 'table.query.due', run: () => this.#query(input) };
    throw new Error(`the chaos table does not know ${command.constructor.name}`);
  }

  #delete(key: string, input: Input): object {
    this.#check(key, input);
    this.items.delete(key);
    return {};
  }

  /** Now and then only a part is handed out, and the rest named. */
  #getMany({ RequestItems = {} }: Input): object {
    const [[name, { Keys }] = ['', { Keys: [] }]] = Object.entries(RequestItems);
    const most = this.#random() < 0.1 ? Math.ceil(Keys.length / 2) : Keys.length;
    const found = Keys.slice(0, most).flatMap(({ pk }) => copy(this.items.get(pk)) ?? []);
    const rest = Keys.slice(most);
    return {
      Responses: { [name]: found },
      UnprocessedKeys: rest.length === 0 ? {} : { [name]: { Keys: rest } },
    };
  }

  #put(key: string, input: Input): object {
    this.#check(key, input);
    const item = copy(input.Item ?? {});
    this.items.set(key, item);
    this.onPut(item);
    return {};
  }

  #update(key: string, input: Input): object {
    const before = this.#check(key, input);
    const changed = updated(input.UpdateExpression ?? '', before ?? { pk: key }, input);
    this.items.set(key, copy(changed));
    return input.ReturnValues === 'ALL_OLD' && before ? { Attributes: before } : {};
  }

  #check(key: string, input: Input): Item | undefined {
    const before = this.items.get(key);
    const { ConditionExpression: condition } = input;
    if (condition === undefined || meets(condition, before, input)) return before;
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  }

  /** In an index is what has its sort attribute. */
  #query(input: Input): object {
    const sortBy = input.IndexName === 'parked' ? 'parkedAt' : 'dueAt';
    const found = [...this.items.values()]
      .filter((item) => typeof item[sortBy] === 'number')
      .filter((item) => meets(input.KeyConditionExpression ?? '', item, input))
      .sort((a, b) => Number(a[sortBy]) - Number(b[sortBy]));
    return { Items: copy(found) };
  }
}

/** `page#main#…` is a page. */
function kindOf(key: string): string {
  return key.split('#')[0] ?? key;
}

/** What is handed out, or in, changes nothing that is stored; what is undefined is not stored. */
function copy<Value>(value: Value): Value {
  return value === undefined ? value : JSON.parse(JSON.stringify(value, setAsList), setOfList);
}

/** JSON has no sets. */
function setAsList(_: string, value: unknown): unknown {
  return value instanceof Set ? { [SET]: [...value] } : value;
}

function setOfList(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(SET in value)) return value;
  return Array.isArray(value[SET]) ? new Set(value[SET]) : value;
}

function throttled(): Error {
  return new ProvisionedThroughputExceededException({ message: 'injected', $metadata: {} });
}

function ignoreRefusal(run: () => object): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
