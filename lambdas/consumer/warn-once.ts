import type { LogFields } from '../core/ports/log.ts';
import type { ConsumerPorts } from './turn.ts';

/**
 * Warns of what each page would else tell again: once in the life of a function.
 *
 * @param about what it is that is told once
 */
export function warnOnce(
  about: string,
  message: string,
  fields: LogFields,
  { log, warned }: Pick<ConsumerPorts, 'log' | 'warned'>,
): void {
  if (warned.has(about)) return;
  warned.add(about);
  log.warn(message, fields);
}
