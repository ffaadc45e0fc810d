import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { reachAws, type ServiceAccess } from './aws-access.ts';
import { clockAhead } from './http.ts';

const answerSchema = z.object({ response: z.object({ headers: z.record(z.string(), z.string()) }) });

/** SecureString parameters. */
export interface ParameterStore {
  /**
   * Undefined where nothing is stored.
   *
   * @throws {CommandError}
   */
  read(name: string): Promise<string | undefined>;
  /** @throws {CommandError} */
  write(name: string, value: string): Promise<void>;
  /** How far AWS's clock is ahead of ours (ms), by its last answer; undefined before the first one. */
  aheadMs(): number | undefined;
}

export function parameterStore(access: ServiceAccess): ParameterStore {
  const client = new SSMClient(access);
  let aheadMs: number | undefined;
  client.middlewareStack.add(
    (next) => async (request) => {
      const askedAt = Date.now();
      const answer = await next(request);
      const headers = answerSchema.safeParse(answer).data?.response.headers;
      aheadMs = clockAhead(headers?.['date'], askedAt, Date.now()) ?? aheadMs;
      return answer;
    },
    { step: 'deserialize', priority: 'low', name: 'pagebellClock' }, // sees refusals as well
  );
  return {
    read(Name) {
      const call = async () => {
        try {
          const answer = await client.send(new GetParameterCommand({ Name, WithDecryption: true }));
          return answer.Parameter?.Value || undefined;
        } catch (error) {
          if (error instanceof ParameterNotFound) return undefined;
          throw error;
        }
      };
      return reachAws(`read the parameter ${Name}`, call, access.profile);
    },

    async write(Name, Value) {
      const put = new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true });
      await reachAws(`write the parameter ${Name}`, () => client.send(put), access.profile);
    },

    aheadMs: () => aheadMs,
  };
}
