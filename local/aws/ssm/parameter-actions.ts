import { createHash } from 'node:crypto';
import * as z from 'zod';
import { arn } from '../identity.ts';
import type { Action } from '../json-protocol.ts';
import { parseInput } from '../parse-input.ts';
import { SSM_INPUT_ERRORS, ssmError } from './errors.ts';
import { PARAMETER_TYPES, type Parameter, type ParameterStore } from './parameter-store.ts';

/** GetParameters and one page of GetParametersByPath. */
const MOST_AT_ONCE = 10;

const decryption = { WithDecryption: z.boolean().optional() };
const nameInput = z.object({ Name: z.string() });
const getInput = nameInput.extend(decryption);
const getManyInput = z.object({ Names: z.array(z.string()), ...decryption });
const byPathInput = z.object({
  Path: z.string(),
  Recursive: z.boolean().optional(),
  MaxResults: z.number().optional(),
  NextToken: z.string().optional(),
  ...decryption,
});
const putInput = z.object({
  Name: z.string(),
  Value: z.string(),
  Type: z.enum(PARAMETER_TYPES).optional(),
  Overwrite: z.boolean().optional(),
  Tier: z.enum(['Standard', 'Intelligent-Tiering']).optional(),
});

export function parameterActions(store: ParameterStore): Record<string, Action> {
  return {
    PutParameter(input) {
      const { Name, Value, Type, Overwrite = false } = parse(putInput, input);
      const { version } = store.put({ name: Name, value: Value, type: Type, overwrite: Overwrite });
      return { Version: version, Tier: 'Standard' };
    },
    GetParameter(input) {
      const { Name, WithDecryption = false } = parse(getInput, input);
      return { Parameter: view(store.get(Name), WithDecryption) };
    },
    GetParameters(input) {
      const { Names, WithDecryption = false } = parse(getManyInput, input);
      requireCount('Names', Names.length);
      const found = [...new Set(Names)].map((name) => ({ name, parameter: store.find(name) }));
      return {
        Parameters: found.flatMap(({ parameter }) => (parameter ? [view(parameter, WithDecryption)] : [])),
        InvalidParameters: found.flatMap(({ name, parameter }) => (parameter ? [] : [name])),
      };
    },
    GetParametersByPath(input) {
      const request = parse(byPathInput, input);
      const {
        Path,
        Recursive = false,
        WithDecryption = false,
        MaxResults = MOST_AT_ONCE,
        NextToken = '',
      } = request;
      requireCount('MaxResults', MaxResults);
      const left = store.below(Path, Recursive).filter(({ name }) => name > NextToken);
      const shown = left.slice(0, MaxResults);
      return {
        Parameters: shown.map((parameter) => view(parameter, WithDecryption)),
        NextToken: shown.length < left.length ? shown.at(-1)?.name : undefined,
      };
    },
    DeleteParameter(input) {
      store.delete(parse(nameInput, input).Name);
      return {};
    },
  };
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  return parseInput(schema, input, SSM_INPUT_ERRORS);
}

function view({ name, type, value, version, modifiedAt }: Parameter, decrypted: boolean): object {
  return {
    Name: name,
    Type: type,
    Value: type === 'SecureString' && !decrypted ? ciphertext(name, version) : value,
    Version: version,
    LastModifiedDate: modifiedAt / 1000,
    ARN: arn('ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`),
    DataType: 'text',
  };
}

/** Stands for what KMS would make of the value, and tells nothing about it. */
function ciphertext(name: string, version: number): string {
  return createHash('sha512').update(`${name}:${version}`).digest('base64');
}

function requireCount(parameter: string, count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= MOST_AT_ONCE) return;
  throw ssmError('ValidationException', `${parameter}: ${count} is not 1 to ${MOST_AT_ONCE}`);
}
