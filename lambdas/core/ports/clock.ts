/** Times are milliseconds since 1970 throughout. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
}
