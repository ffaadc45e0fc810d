/** Conditions and updates of DynamoDB, as far as the product's adapters write them. */

export type Item = Record<string, unknown>;

export interface ExpressionInput {
  ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
}

const TOKEN = /\s*(<=|>=|<>|[<>=(),+-]|[#:]?\w+)/y;

/**
 * Whether an item, or the absence of one, meets a condition.
 *
 * @throws {Error} on syntax that no adapter has used so far
 */
export function meets(condition: string, item: Item | undefined, input: ExpressionInput): boolean {
  const parser = new Parser(condition, item ?? {}, input);
  const result = parser.disjunction();
  parser.end();
  return result;
}

/** The item after `SET`, `REMOVE`, and `ADD` and `DELETE` of sets. */
export function updated(expression: string, item: Item, input: ExpressionInput): Item {
  const parser = new Parser(expression, item, input);
  const changed = parser.update();
  parser.end();
  return changed;
}

class Parser {
  readonly #tokens: string[];
  readonly #item: Item;
  readonly #input: ExpressionInput;
  #place = 0;

  constructor(text: string, item: Item, input: ExpressionInput) {
    this.#tokens = tokensOf(text);
    this.#item = item;
    this.#input = input;
  }

  end(): void {
    if (this.#place < this.#tokens.length) throw this.#unknown();
  }

  disjunction(): boolean {
    let result = this.#conjunction();
    while (this.#takes('OR')) result = this.#conjunction() || result;
    return result;
  }

  update(): Item {
    const changed = { ...this.#item };
    while (this.#place < this.#tokens.length) {
      if (this.#takes('SET')) this.#list(() => this.#assignment(changed));
      else if (this.#takes('REMOVE')) this.#list(() => delete changed[this.#name()]);
      else if (this.#takes('ADD')) this.#list(() => this.#changeSet(changed, (all, one) => all.add(one)));
      else if (this.#takes('DELETE'))
        this.#list(() => this.#changeSet(changed, (all, one) => all.delete(one)));
      else throw this.#unknown();
    }
    return changed;
  }

  #list(one: () => unknown): void {
    do one();
    while (this.#takes(','));
  }

  #assignment(changed: Item): void {
    const name = this.#name();
    this.#expect('=');
    changed[name] = this.#sum();
  }

  /** A set that is empty is not kept. */
  #changeSet(changed: Item, change: (all: Set<unknown>, one: unknown) => void): void {
    const name = this.#name();
    const [before, operand] = [changed[name] ?? new Set(), this.#operand()];
    if (!(before instanceof Set) || !(operand instanceof Set)) throw this.#unknown();
    const after = new Set(before);
    for (const one of operand) change(after, one);
    if (after.size > 0) changed[name] = after;
    else delete changed[name];
  }

  #sum(): unknown {
    let value = this.#operand();
    for (;;) {
      if (this.#takes('+')) value = Number(value) + Number(this.#operand());
      else if (this.#takes('-')) value = Number(value) - Number(this.#operand());
      else return value;
    }
  }

  #conjunction(): boolean {
    let result = this.#term();
    while (this.#takes('AND')) result = this.#term() && result;
    return result;
  }

  #term(): boolean {
    if (this.#takes('NOT')) return !this.#term();
    if (this.#takes('(')) {
      const result = this.disjunction();
      this.#expect(')');
      return result;
    }
    if (this.#takes('attribute_not_exists')) return this.#argument() === undefined;
    if (this.#takes('attribute_exists')) return this.#argument() !== undefined;
    const left = this.#operand();
    const operator = this.#take();
    return compare(left, operator, this.#operand());
  }

  #argument(): unknown {
    this.#expect('(');
    const value = this.#item[this.#name()];
    this.#expect(')');
    return value;
  }

  #operand(): unknown {
    if (this.#takes('if_not_exists')) {
      this.#expect('(');
      const value = this.#item[this.#name()];
      this.#expect(',');
      const otherwise = this.#sum();
      this.#expect(')');
      return value ?? otherwise;
    }
    const token = this.#peek() ?? '';
    if (!token.startsWith(':')) return this.#item[this.#name()];
    this.#place += 1;
    return this.#input.ExpressionAttributeValues?.[token];
  }

  #name(): string {
    const token = this.#take();
    if (token.startsWith('#')) return this.#input.ExpressionAttributeNames?.[token] ?? token;
    if (/^\w+$/.test(token)) return token;
    throw this.#unknown();
  }

  #peek(): string | undefined {
    return this.#tokens[this.#place];
  }

  #take(): string {
    const token = this.#peek();
    if (token === undefined) throw this.#unknown();
    this.#place += 1;
    return token;
  }

  #takes(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#place += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#takes(token)) throw this.#unknown();
  }

  #unknown(): Error {
    return new Error(
      `the chaos table cannot read "${this.#tokens.join(' ')}" at "${this.#peek() ?? 'its end'}"`,
    );
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let place = 0; text.slice(place).trim() !== ''; place = TOKEN.lastIndex) {
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new Error(`the chaos table cannot read "${text.slice(place)}"`);
    tokens.push(token);
  }
  return tokens;
}

/** A comparison with an attribute that is not there is false, but `<>` is true. */
function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === '<>') return left !== right;
  if (operator === '=') return left === right;
  const isComparable = typeof left === typeof right && (typeof left === 'number' || typeof left === 'string');
  if (!isComparable) return false;
  const [a, b] = [left as number, right as number]; // of one type, by the line above: numbers or texts
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      throw new Error(`the chaos table does not know the operator ${operator}`);
  }
}
