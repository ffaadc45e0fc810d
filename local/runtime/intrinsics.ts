import { SetupError } from '../setup-error.ts';
import type { Template } from './template.ts';

/** What `Ref` and `Fn::GetAtt` say about a resource. */
export interface PhysicalResource {
  ref: string;
  attributes?: Readonly<Record<string, string>>;
}

/** `AWS::Region` and the like. */
export type PseudoParameters = Readonly<Record<`AWS::${string}`, string>>;

const NO_VALUE = Symbol('AWS::NoValue');

/**
 * Resolves the intrinsic functions of a template, as far as stacks like ours use them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export class Scope {
  readonly #template: Template;
  readonly #pseudo: PseudoParameters;
  readonly #resources = new Map<string, PhysicalResource>();

  constructor(template: Template, pseudo: PseudoParameters) {
    this.#template = template;
    this.#pseudo = pseudo;
  }

  /** Says what a resource is on this machine, once it is known. */
  define(logicalId: string, resource: PhysicalResource): void {
    this.#resources.set(logicalId, resource);
  }

  /** @throws {SetupError} where the condition is not one of the template's */
  holds(condition: string): boolean {
    const value = this.#template.Conditions[condition];
    if (value === undefined) throw new SetupError(`the template has no condition ${condition}`);
    return this.#test(value, `condition ${condition}`);
  }

  /**
   * @param where the logical id and property, for errors
   * @throws {SetupError} for a function that is not supported, or a resource of which nothing is known
   */
  resolve(value: unknown, where: string): unknown {
    const resolved = this.#resolve(value, where);
    return resolved === NO_VALUE ? undefined : resolved;
  }

  #resolve(value: unknown, where: string): unknown {
    if (Array.isArray(value)) return this.#resolveAll(value, where);
    if (!isRecord(value)) return value;
    const call = intrinsicOf(value);
    if (call) return this.#call(...call, where);
    const entries = Object.entries(value).map(([key, each]) => [key, this.#resolve(each, where)] as const);
    return Object.fromEntries(entries.filter(([, each]) => each !== NO_VALUE));
  }

  #resolveAll(values: readonly unknown[], where: string): unknown[] {
    return values.map((each) => this.#resolve(each, where)).filter((each) => each !== NO_VALUE);
  }

  #call(name: string, argument: unknown, where: string): unknown {
    switch (name) {
      case 'Ref':
        return this.#ref(text(argument, name, where), where);
      case 'Fn::GetAtt':
        return this.#attribute(argument, where);
      case 'Fn::Sub':
        return this.#substitute(argument, where);
      case 'Fn::Join': {
        const [separator, parts] = this.#arguments(name, argument, where);
        return list(parts, name, where)
          .map(String)
          .join(text(separator, name, where));
      }
      case 'Fn::Split': {
        const [separator, joined] = this.#arguments(name, argument, where);
        return text(joined, name, where).split(text(separator, name, where));
      }
      case 'Fn::Select': {
        const [index, values] = this.#arguments(name, argument, where);
        const chosen = list(values, name, where)[Number(index)];
        if (chosen === undefined) throw malformed(name, where);
        return chosen;
      }
      case 'Fn::If': {
        const [condition, yes, no] = list(argument, name, where);
        return this.#resolve(this.holds(text(condition, name, where)) ? yes : no, where);
      }
      default:
        throw new SetupError(`${where}: the local run does not know the function ${name}`);
    }
  }

  #arguments(name: string, argument: unknown, where: string): unknown[] {
    return this.#resolveAll(list(argument, name, where), where);
  }

  #ref(name: string, where: string): unknown {
    if (name === 'AWS::NoValue') return NO_VALUE;
    const pseudo = this.#pseudo[name as keyof PseudoParameters]; // any text may be asked for
    if (pseudo !== undefined) return pseudo;
    const parameter = this.#template.Parameters[name];
    if (parameter?.Default !== undefined) return parameter.Default;
    return this.#resource(name, where).ref;
  }

  #attribute(argument: unknown, where: string): string {
    const [logicalId, attribute] = typeof argument === 'string' ? argument.split(/\.(.*)/s) : list(argument);
    const id = text(logicalId, 'Fn::GetAtt', where);
    const name = text(attribute, 'Fn::GetAtt', where);
    const value = this.#resource(id, where).attributes?.[name];
    if (value !== undefined) return value;
    throw new SetupError(`${where}: the local run knows no attribute ${name} of ${id}`);
  }

  #substitute(argument: unknown, where: string): string {
    const [template, own] = Array.isArray(argument) ? argument : [argument, {}];
    const variables = isRecord(own) ? own : {};
    return text(template, 'Fn::Sub', where).replace(/\$\{(!?)([^}]+)\}/g, (_, literal, name: string) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(variables, name)) return String(this.#resolve(variables[name], where));
      return String(name.includes('.') ? this.#attribute(name, where) : this.#ref(name, where));
    });
  }

  #resource(logicalId: string, where: string): PhysicalResource {
    const resource = this.#resources.get(logicalId);
    if (resource) return resource;
    const type = this.#template.Resources[logicalId]?.Type ?? 'nothing in the template';
    throw new SetupError(`${where} refers to ${logicalId} (${type}), which the local run does not have`);
  }

  #test(value: unknown, where: string): boolean {
    const condition = isRecord(value) ? value : {};
    if (typeof condition['Condition'] === 'string') return this.holds(condition['Condition']);
    const [name, argument] = intrinsicOf(condition) ?? ['', undefined];
    switch (name) {
      case 'Fn::Equals': {
        const [left, right] = this.#arguments(name, argument, where);
        return String(left) === String(right);
      }
      case 'Fn::And':
        return list(argument, name, where).every((each) => this.#test(each, where));
      case 'Fn::Or':
        return list(argument, name, where).some((each) => this.#test(each, where));
      case 'Fn::Not':
        return !this.#test(list(argument, name, where)[0], where);
      default:
        throw new SetupError(`${where}: the local run does not know the condition ${JSON.stringify(value)}`);
    }
  }
}

/** A call is an object whose only key is the function's name. */
function intrinsicOf(value: Record<string, unknown>): [name: string, argument: unknown] | undefined {
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0) return undefined;
  const [name] = entry;
  return name === 'Ref' || name.startsWith('Fn::') ? entry : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown, name: string, where: string): string {
  if (typeof value === 'string') return value;
  throw malformed(name, where);
}

function list(value: unknown, name = 'Fn::GetAtt', where = 'the template'): unknown[] {
  if (Array.isArray(value)) return value;
  throw malformed(name, where);
}

function malformed(name: string, where: string): SetupError {
  return new SetupError(`${where}: the arguments of ${name} are not those that CloudFormation takes`);
}
