import type { DurableMap } from '../../durable-map.ts';
import { ssmError } from './errors.ts';

export const PARAMETER_TYPES = ['String', 'StringList', 'SecureString'] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

export interface Parameter {
  name: string;
  type: ParameterType;
  value: string;
  /** Counts from 1. */
  version: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

export interface NewParameter {
  name: string;
  /** Undefined: that of the parameter that is overwritten. */
  type: ParameterType | undefined;
  value: string;
  overwrite: boolean;
}

/** Of the standard tier. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const LARGEST_VALUE_BYTES = 4096;
const LONGEST_NAME = 1011;
const MOST_LEVELS = 15;
const NAME = /^(?:\/?[\w.-]+|(?:\/[\w.-]+)+)$/;
const RESERVED = /^\/?(?:aws|ssm)/i;

/** Parameters of the standard tier, without history, labels or policies. */
export class ParameterStore {
  readonly #parameters: DurableMap<Parameter>;
  readonly #clock: { now(): number };

  constructor(parameters: DurableMap<Parameter>, clock: { now(): number }) {
    this.#parameters = parameters;
    this.#clock = clock;
  }

  /** @throws {AwsError} ParameterAlreadyExists unless it may be overwritten, or for what SSM would not take */
  put({ name, type, value, overwrite }: NewParameter): Parameter {
    checkName(name);
    const existing = this.#parameters.get(name);
    if (existing && !overwrite) {
      throw ssmError('ParameterAlreadyExists', `${name} exists: set Overwrite to true to replace its value`);
    }
    const bytes = Buffer.byteLength(value);
    if (bytes < 1 || bytes > LARGEST_VALUE_BYTES) {
      throw ssmError(
        'ValidationException',
        `${name}: the value has ${bytes} bytes, not 1 to ${LARGEST_VALUE_BYTES}`,
      );
    }
    const itsType = type ?? existing?.type;
    if (!itsType) throw ssmError('ValidationException', `${name}: a new parameter needs a Type`);
    if (existing && existing.type !== itsType) {
      throw ssmError(
        'ValidationException',
        `${name} is a ${existing.type}: a parameter's Type cannot be changed`,
      );
    }
    const version = (existing?.version ?? 0) + 1;
    const parameter = { name, type: itsType, value, version, modifiedAt: this.#clock.now() };
    this.#parameters.set(name, parameter);
    return parameter;
  }

  find(name: string): Parameter | undefined {
    checkName(name);
    return this.#parameters.get(name);
  }

  /** @throws {AwsError} ParameterNotFound */
  get(name: string): Parameter {
    const parameter = this.find(name);
    if (!parameter) throw ssmError('ParameterNotFound', `there is no parameter ${name}`);
    return parameter;
  }

  /**
   * @param recursive the whole tree below the path; else its direct children only
   * @returns in the order of their names
   */
  below(path: string, recursive: boolean): Parameter[] {
    if (path !== '/') checkName(path.replace(/\/$/, ''));
    if (!path.startsWith('/'))
      throw ssmError('ValidationException', `the path ${path} does not begin with a slash`);
    const prefix = path.endsWith('/') ? path : `${path}/`;
    return [...this.#parameters.values()]
      .filter(
        ({ name }) => name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes('/')),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws {AwsError} ParameterNotFound */
  delete(name: string): void {
    this.get(name);
    this.#parameters.delete(name);
  }
}

function checkName(name: string): void {
  const fault = nameFault(name);
  if (fault) throw ssmError('ValidationException', `the parameter name ${JSON.stringify(name)} ${fault}`);
}

function nameFault(name: string): string | undefined {
  if (name.includes(':')) return 'has a colon: versions, labels and ARNs are not offered by the local run';
  if (!NAME.test(name))
    return 'is not made of letters, digits and . - _ in levels that each begin with a slash';
  if (RESERVED.test(name)) return 'begins with aws or ssm, which are reserved';
  if (name.length > LONGEST_NAME) return `is longer than ${LONGEST_NAME} characters`;
  if (name.split('/').length - 1 > MOST_LEVELS) return `has more than ${MOST_LEVELS} levels`;
  return undefined;
}
