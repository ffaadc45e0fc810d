import { html } from 'hono/html';
import { type HourFigures, OUTCOMES } from '../../core/journal.ts';
import { sumLatencies } from '../latency.ts';
import { quantileName, STACK, total } from './hours.ts';
import { OUTCOME_NAMES } from './lines.ts';
import { eventsPlot, latencyPlot } from './plot.ts';
import { count, type Html, number, time } from './text.ts';

/** The last 24 hours: how many events, how they ended, and how fast people were told. */
export function activity(hours: readonly HourFigures[]): Html {
  const latencies = sumLatencies(hours);
  const events = sum(hours.map((hour) => total(hour)));
  const notices = sum(latencies);
  return html`<section id="activity" data-live aria-labelledby="activity-heading">
    <div class="heading">
      <h2 id="activity-heading">Last 24 hours</h2>
      <p class="quiet">${count(events, 'event')}, ${count(notices, 'time')} somebody was told${
        notices === 0
          ? ''
          : `, latency: median ${quantileName(latencies, 0.5)}, 95% ${quantileName(latencies, 0.95)}`
      }</p>
    </div>
    <div class="plots">
      <figure>
        <figcaption>
          Events by hour
          <span class="key">${STACK.map(({ tone, name }) => html`<span data-tone="${tone}">${name}</span>`)}</span>
        </figcaption>
        ${eventsPlot(hours)}
        ${hourAxis(hours)}
      </figure>
      <figure>
        <figcaption>
          From webhook to notice
          <span class="key"><span data-tone="median">median</span><span data-tone="range">to 95%</span></span>
        </figcaption>
        ${latencyPlot(hours)}
        ${hourAxis(hours)}
      </figure>
    </div>
    ${asTable(hours)}
  </section>`;
}

/** Below a plot. The table says the same to who does not see it. */
function hourAxis(hours: readonly HourFigures[]): Html {
  const every = hours.filter((_, index) => index % 3 === 0);
  return html`<div class="axis" aria-hidden="true">${every.map(({ hour }) => html`<span>${time(hour, 'hour')}</span>`)}</div>`;
}

function asTable(hours: readonly HourFigures[]): Html {
  const busy = hours.filter((hour) => total(hour) + sum(hour.latencies) > 0);
  return html`<details id="activity-table">
    <summary>As a table</summary>
    ${
      busy.length === 0
        ? html`<p class="quiet">Nothing happened in these hours.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Figures by hour">
      <table class="hours">
        <thead>
          <tr>
            <th scope="col">Hour from</th>
            ${OUTCOMES.map((outcome) => html`<th scope="col" class="figure">${OUTCOME_NAMES[outcome]}</th>`)}
            <th scope="col" class="figure">Median</th>
            <th scope="col" class="figure">95%</th>
          </tr>
        </thead>
        <tbody>
          ${busy.map(
            ({ hour, outcomes, latencies }) => html`<tr>
            <th scope="row">${time(hour)}</th>
            ${OUTCOMES.map((outcome) => html`<td class="figure">${number(outcomes[outcome] ?? 0)}</td>`)}
            <td class="figure">${quantileName(latencies, 0.5)}</td>
            <td class="figure">${quantileName(latencies, 0.95)}</td>
          </tr>`,
          )}
        </tbody>
      </table>
    </div>`
    }
  </details>`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
