import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isForLoopback } from '../../lambdas/core/loopback.ts';

/**
 * Whether a request was meant for this machine: not through a tunnel, not by a name that somebody else's
 * DNS points here, and not from another site's page in the browser.
 */
export function isFromThisMachine({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return isForLoopback(headers.host, Object.keys(headers)) && isSameOrigin(headers);
}

/** Browsers send `Origin` with what changes anything, and scripts need not. */
function isSameOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  return origin === undefined || origin === `http://${host}`;
}
