import { html } from 'hono/html';
import { type HourFigures, LATENCY_BOUNDS } from '../../core/journal.ts';
import { LATENCY_CLASSES, quantile } from '../latency.ts';
import { hourName, quantileName, STACK, total } from './hours.ts';
import { count, duration, type Html, number } from './text.ts';

// All lengths are shares of the plot, so that it is as wide as its place and its letters keep their size.

/** Room above the highest bar, for the label of its line (%). */
const HEADROOM = 14;
/** How much of its hour's place a bar takes. */
const BAR = 0.72;
/** Of the latency classes whose upper bound has a line and a label. */
const LABELLED = [1, 4, 6];

/** Stacked bars: how many events there were, and how they ended. */
export function eventsPlot(hours: readonly HourFigures[]): Html {
  const events = hours.map((hour) => total(hour));
  const top = roundUp(Math.max(...events, 1));
  const y = (value: number) => 100 - (value / top) * (100 - HEADROOM);
  const lines = top >= 2 && top % 2 === 0 ? [top / 2, top] : [top];
  return html`<svg class="plot" role="img" aria-label="Events by hour: ${describe(hours, events)}">
    ${lines.map((value) => gridLine(y(value), number(value)))}
    ${hours.map((hour, index) => {
      let below = 0;
      return html`<g class="hour">
        <title>${hourName(hour)}: ${count(total(hour), 'event')}</title>
        ${place(index, hours.length)}
        ${STACK.map(({ tone, outcomes }) => {
          const value = total(hour, outcomes);
          below += value;
          return value === 0 ? '' : bar(index, hours.length, y(below), y(below - value), tone);
        })}
      </g>`;
    })}
    <line class="ground" x1="0%" x2="100%" y1="100%" y2="100%"/>
  </svg>`;
}

/** For each hour the span of classes from the median to the 95th percentile. */
export function latencyPlot(hours: readonly HourFigures[]): Html {
  const rows = LATENCY_CLASSES.length;
  const topOf = (row: number) => 100 - ((row + 1) / rows) * 100;
  const told = hours.filter(({ latencies }) => quantile(latencies, 0.5) !== undefined);
  const summary =
    told.length === 0
      ? 'nobody was told in these hours'
      : told.map((hour) => `${hourName(hour)} median ${quantileName(hour.latencies, 0.5)}`).join('; ');
  return html`<svg class="plot" role="img" aria-label="Time from webhook to notice by hour: ${summary}">
    ${LABELLED.map((row) => gridLine(topOf(row), duration(LATENCY_BOUNDS[row] ?? 0)))}
    ${hours.map((hour, index) => {
      const median = quantile(hour.latencies, 0.5);
      const high = quantile(hour.latencies, 0.95);
      if (median === undefined || high === undefined) return '';
      return html`<g class="hour">
        <title>${hourName(hour)}: median ${LATENCY_CLASSES[median] ?? ''}, 95% ${LATENCY_CLASSES[high] ?? ''}</title>
        ${place(index, hours.length)}
        ${bar(index, hours.length, topOf(high), topOf(median - 1), 'range')}
        ${bar(index, hours.length, topOf(median), topOf(median - 1), 'median')}
      </g>`;
    })}
    <line class="ground" x1="0%" x2="100%" y1="100%" y2="100%"/>
  </svg>`;
}

/** What the mouse finds, however small the bar is. */
function place(index: number, of: number): Html {
  return html`<rect class="place" x="${percent(index / of)}" y="0%" width="${percent(1 / of)}" height="100%"/>`;
}

/** @param from @param to in % from the top */
function bar(index: number, of: number, from: number, to: number, tone: string): Html {
  const x = (index + (1 - BAR) / 2) / of;
  return html`<rect data-tone="${tone}" x="${percent(x)}" y="${round(from)}%" width="${percent(BAR / of)}" height="${round(to - from)}%"/>`;
}

function gridLine(y: number, label: string): Html {
  return html`<line class="grid" x1="0%" x2="100%" y1="${round(y)}%" y2="${round(y)}%"/>
    <text x="0" y="${round(y)}%" dy="-4">${label}</text>`;
}

function describe(hours: readonly HourFigures[], events: readonly number[]): string {
  const busy = hours.flatMap((hour, index) => {
    const value = events[index] ?? 0;
    return value === 0 ? [] : [`${hourName(hour)} ${number(value)}`];
  });
  return busy.length === 0 ? 'none in these hours' : busy.join('; ');
}

/** To 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

function percent(share: number): string {
  return `${round(share * 100)}%`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
