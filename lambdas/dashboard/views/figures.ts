import { html } from 'hono/html';
import type { Overview } from '../read-overview.ts';
import { duration, type Html, number, time } from './text.ts';

/** How things stand now. */
export function figures({ at, queue, deferred, budget, closedUntil }: Overview): Html {
  return html`<section id="figures" data-live aria-labelledby="figures-heading">
    <div class="heading">
      <h2 id="figures-heading">Now</h2>
      <p class="quiet">as of ${time(at)} <span class="zone">UTC</span></p>
    </div>
    ${
      closedUntil === undefined
        ? ''
        : html`<p class="alert" data-tone="wait">
            <strong>Halted until ${time(closedUntil)}.</strong> Nothing is lost: the messages come again then.
            The newest event with the outcome “Halted” says why.
          </p>`
    }
    <dl class="figures">
      ${figure('waiting', 'Waiting', queue && number(queue.waiting), 'messages in the queue')}
      ${figure('in-flight', 'In work', queue && number(queue.inFlight), 'or given back for later')}
      ${figure('oldest', 'Oldest message', queue && oldest(queue), 'up to a minute late')}
      ${figure('deferred', 'Deferred', number(deferred), 'pages that owe something')}
      ${figure('dead-letters', 'Dead letters', queue && number(queue.deadLetters), 'of all workspaces', tone(queue?.deadLetters))}
      <div id="figure-budget" data-tone="${budget.used >= budget.limit ? 'wait' : ''}">
        <dt>Notion budget</dt>
        <dd>${number(budget.used)}<span class="of"> / ${number(budget.limit)}</span></dd>
        <dd class="hint">
          <meter min="0" max="${budget.limit}" value="${Math.min(budget.used, budget.limit)}"
            aria-label="Calls of the last minute"></meter>
          calls in a minute
        </dd>
      </div>
    </dl>
  </section>`;
}

function figure(id: string, name: string, value: string | undefined, hint: string, of = ''): Html {
  return html`<div id="figure-${id}" data-tone="${of}">
    <dt>${name}</dt>
    <dd>${value ?? html`<span class="unknown">unknown</span>`}</dd>
    <dd class="hint">${hint}</dd>
  </div>`;
}

function tone(deadLetters = 0): string {
  return deadLetters > 0 ? 'bad' : '';
}

function oldest({ waiting, inFlight, oldestSeconds }: NonNullable<Overview['queue']>): string | undefined {
  if (waiting + inFlight === 0) return '–';
  return oldestSeconds === undefined ? undefined : duration(oldestSeconds * 1000);
}
