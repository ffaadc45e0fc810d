import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Where a command says things: to a person, or with `--json` to a program. */
export interface Output {
  readonly isJson: boolean;
  /** A person looks on and can be asked: both ends are a terminal, and nobody wants JSON. */
  readonly isTerminal: boolean;
  /** Where words for people go: stdout, or with `--json` stderr. Prompts and progress belong there too. */
  readonly people: NodeJS.WriteStream;
  /** A line for people. */
  line(text?: string): void;
  /** A line for people that is no result, such as a warning: always on stderr. */
  note(text: string): void;
  /** One JSON value on a line of stdout; nothing without `--json`. */
  json(value: unknown): void;
  /** The text in a colour or weight, where the stream of `line` shows any. */
  style(style: Style, text: string): string;
}

export function openOutput({ json = false }: { json?: boolean }): Output {
  const people = json ? process.stderr : process.stdout;
  // hasColors() answers for NO_COLOR, FORCE_COLOR and dumb terminals as well.
  const isColoured = people.isTTY && people.hasColors();
  return {
    isJson: json,
    isTerminal: !json && process.stdin.isTTY && process.stdout.isTTY,
    people,
    line: (text = '') => void people.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    json: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
    style: (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text),
  };
}
