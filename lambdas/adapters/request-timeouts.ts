/**
 * How long one try of a call to AWS may take. Unless told to throw, the SDK only warns that a request takes
 * long, and waits on.
 */
export function requestTimeouts(timeoutMs: number) {
  return {
    connectionTimeout: Math.min(1000, timeoutMs),
    requestTimeout: timeoutMs,
    throwOnRequestTimeout: true,
  };
}
