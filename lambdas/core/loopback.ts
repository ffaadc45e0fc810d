/** What proxies and tunnels add; API Gateway, too. */
const FORWARDED =
  /^(forwarded|via|x-forwarded-|x-real-ip|x-original-|x-client-ip|true-client-ip|cf-|ngrok-|tailscale-)/;
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Whether a request was sent to this machine by its own name, and not through a tunnel or a proxy.
 *
 * @param names of all its headers, in lower case
 */
export function isForLoopback(host: string | undefined, names: Iterable<string>): boolean {
  return LOOPBACK.test(host ?? '') && ![...names].some((name) => FORWARDED.test(name));
}
