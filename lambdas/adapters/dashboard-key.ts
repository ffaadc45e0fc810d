import { DASHBOARD_KEY } from '../core/names.ts';
import { StoreUnavailable } from '../core/ports/store-errors.ts';
import type { Secrets } from './secrets.ts';

/**
 * The key of the dashboard, which `pagebell dashboard-key` makes; undefined before.
 *
 * @returns a function that throws {StoreUnavailable}, given how old its answer may be (ms)
 */
export function dashboardKey(secrets: Secrets) {
  return async (maxAgeMs: number): Promise<string | undefined> => {
    try {
      return await secrets.shared(DASHBOARD_KEY, maxAgeMs);
    } catch (error) {
      throw new StoreUnavailable(String(error), { cause: error });
    }
  };
}
