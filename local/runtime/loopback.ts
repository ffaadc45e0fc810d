import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** What proxies and tunnels add. */
const FORWARDED =
  /^(forwarded|via|x-forwarded-|x-real-ip|x-original-|x-client-ip|true-client-ip|cf-|ngrok-|tailscale-)/;
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Whether a request was meant for this machine: not through a tunnel, not by a name that somebody else's
 * DNS points here, and not from another site's page in the browser.
 */
export function isFromThisMachine({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  if (!LOOPBACK.test(headers.host ?? '')) return false;
  if (Object.keys(headers).some((name) => FORWARDED.test(name))) return false;
  return isSameOrigin(headers);
}

/** Browsers send `Origin` with what changes anything, and scripts need not. */
function isSameOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  return origin === undefined || origin === `http://${host}`;
}
