import { make } from './dom.js';

const CLOCK = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat([], { day: 'numeric', month: 'short', timeZone: 'UTC' });

/**
 * @param {number} at milliseconds since 1970
 * @returns {string} the time of day
 */
export function clockTime(at) {
  return CLOCK.format(at);
}

/** @param {number} at milliseconds since 1970 */
export function timeElement(at) {
  return make('time', { datetime: new Date(at).toISOString() }, clockTime(at));
}

/** @param {string} date `2026-11-30`, or with a time */
export function day(date) {
  return DAY.format(new Date(date));
}

/**
 * @param {number} ms
 * @returns {string} such as `12 ms` or `1.4 s`
 */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
