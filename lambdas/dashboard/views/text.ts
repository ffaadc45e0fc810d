import { html } from 'hono/html';

/** A piece of a page: what comes from elsewhere is escaped in it. */
export type Html = ReturnType<typeof html>;

/** Milliseconds as a person says them: `850 ms`, `1.2 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0).replace(/\.0$/, '')} s`;
  const [big, small, unit] =
    ms < 3_599_500
      ? ([60, 1, ['min', 's']] as const)
      : ms < 86_370_000
        ? ([3600, 60, ['h', 'min']] as const)
        : ([86_400, 3600, ['d', 'h']] as const);
  const whole = Math.round(ms / 1000 / small);
  const rest = whole % (big / small);
  const first = `${Math.floor(whole / (big / small))} ${unit[0]}`;
  return rest === 0 ? first : `${first} ${rest} ${unit[1]}`;
}

/** A time in UTC, which the script turns into the reader's own: `day` (22 Nov, 21:20:05) or `hour` (21:00). */
export function time(at: number, form: 'day' | 'hour' = 'day'): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}" data-form="${form}">${form === 'hour' ? iso.slice(11, 16) : utc(at)}</time>`;
}

function utc(at: number): string {
  return UTC.format(at).replace(' at ', ', ');
}

const UTC = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** At most so many characters, cut between two and not within one. */
export function clip(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

const NUMBER = new Intl.NumberFormat('en');

export function number(value: number): string {
  return NUMBER.format(value);
}

/** `1 event`, `1,200 events` */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** `Ana, Ben and 3 more`, each name in its own direction of writing. */
export function list(names: readonly string[], most: number): Html {
  const shown = names
    .slice(0, most)
    .map((name, index) => html`${index > 0 ? ', ' : ''}<bdi>${clip(name, 60)}</bdi>`);
  const more = names.length - most;
  return html`${shown}${more > 0 ? ` and ${number(more)} more` : ''}`;
}

/** As an argument of a shell, in single quotes if it needs any. */
export function shellQuote(argument: string): string {
  return /^[\w./:@-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
