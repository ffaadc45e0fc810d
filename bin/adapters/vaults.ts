import type { SecretName } from '../commands/doctor/doctor-ports.ts';
import type { Candidate, Vault } from '../commands/setup/setup-ports.ts';
import { readVariables, writeVariables } from './env-file.ts';
import { ENV_FILE, environmentSecrets } from './environment-secrets.ts';
import type { ParameterStore } from './parameter-store.ts';

/** `.env`, for `npm start`. */
export function environmentVault(): Vault {
  return {
    place: ENV_FILE,
    variableOf,

    async candidates(workspaces, workspace, name) {
      const kept = readVariables(ENV_FILE);
      return fromEnvironment(workspaces, workspace, name).map((found) => ({
        ...found,
        // What only this terminal's environment holds would be gone with it.
        isStored: kept[found.from] === found.value,
      }));
    },

    async store(workspaces, workspace, secrets) {
      const variables = environmentSecrets(workspaces, workspace);
      const values = secrets.map(({ name, value }) => [variables[name].variable, value] as const);
      await writeVariables(ENV_FILE, Object.fromEntries(values));
      return values.map(([variable]) => variable);
    },
  };
}

/** SecureString parameters below a prefix, for a deployed stack. */
export function parameterVault(parameters: ParameterStore, prefix: string): Vault {
  const pathOf = (workspace: string, name: SecretName) => `${prefix}/${workspace}/${name}`;
  return {
    place: 'Parameter Store',
    variableOf,

    async candidates(workspaces, workspace, name) {
      const path = pathOf(workspace, name);
      const value = await parameters.read(path);
      const given = fromEnvironment(workspaces, workspace, name).filter((one) => one.value !== value);
      return [...given, ...(value === undefined ? [] : [{ value, from: path, isStored: true }])];
    },

    async store(_, workspace, secrets) {
      const stored: string[] = [];
      for (const { name, value } of secrets) {
        const path = pathOf(workspace, name);
        await parameters.write(path, value);
        stored.push(path);
      }
      return stored;
    },
  };
}

function variableOf(workspaces: readonly string[], workspace: string, name: SecretName): string {
  return environmentSecrets(workspaces, workspace)[name].variable;
}

function fromEnvironment(workspaces: readonly string[], workspace: string, name: SecretName): Candidate[] {
  const { variable, value } = environmentSecrets(workspaces, workspace)[name];
  return value === undefined ? [] : [{ value, from: variable, isStored: false }];
}
