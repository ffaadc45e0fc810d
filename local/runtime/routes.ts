import type { RouteDefinition } from './stack.ts';

export interface MatchedRoute {
  route: RouteDefinition;
  pathParameters: Record<string, string>;
}

/**
 * The route that API Gateway picks: the most specific path, and among those the one that names the method.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 *
 * @param path decoded, beginning with a slash
 */
export function matchRoute(
  routes: readonly RouteDefinition[],
  method: string,
  path: string,
): MatchedRoute | undefined {
  let best: { match: MatchedRoute; rank: string } | undefined;
  for (const route of routes) {
    const matched = matchOne(route, method, path);
    if (matched && (!best || matched.rank > best.rank)) best = matched;
  }
  return best?.match;
}

/** The rank compares as text: one letter a segment, then one for the method. */
function matchOne(
  route: RouteDefinition,
  method: string,
  path: string,
): { match: MatchedRoute; rank: string } | undefined {
  if (route.key === '$default') return { match: { route, pathParameters: {} }, rank: '' };
  const [routeMethod = '', routePath = ''] = route.key.split(' ');
  if (routeMethod !== method && routeMethod !== 'ANY') return undefined;

  const segments = path.split('/').slice(1);
  const pathParameters: Record<string, string> = {};
  let rank = '';
  for (const pattern of routePath.split('/').slice(1)) {
    const name = /^\{(\w+)\+?\}$/.exec(pattern)?.[1];
    const isGreedy = pattern.endsWith('+}');
    const value = isGreedy ? segments.splice(0).join('/') : segments.shift();
    if (value === undefined || (name !== undefined && value === '')) return undefined;
    if (name !== undefined) pathParameters[name] = value;
    else if (pattern !== value) return undefined;
    rank += name === undefined ? 'c' : isGreedy ? 'a' : 'b';
  }
  if (segments.length > 0) return undefined;
  return { match: { route, pathParameters }, rank: rank + (routeMethod === 'ANY' ? 'a' : 'b') };
}
