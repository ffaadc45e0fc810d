import { unicodeOr } from '@clack/prompts';

export interface ProgressLine {
  show(text: string): void;
  /** Takes it away from a terminal. */
  end(): void;
}

const CLEAR = '\r\u001b[2K';
/** Where nothing can be written over, a line now and then is enough. */
const PLAIN_MS = 15_000;
const BAR = 24;

/** One line that changes; where nothing can move, plain lines. */
export function progressLine(stream: NodeJS.WriteStream, now = Date.now): ProgressLine {
  if (!stream.isTTY) return plainLines(stream, now);
  return {
    show: (text) => void stream.write(CLEAR + text.slice(0, Math.max(20, stream.columns - 1))),
    end: () => void stream.write(CLEAR),
  };
}

function plainLines(stream: NodeJS.WriteStream, now: () => number): ProgressLine {
  let last = '';
  let nextAt = 0;
  return {
    show(text) {
      if (text === last || now() < nextAt) return;
      stream.write(`${text}\n`);
      last = text;
      nextAt = now() + PLAIN_MS;
    },
    end: () => undefined,
  };
}

/** @param share from 0 to 1 */
export function bar(share: number): string {
  const full = Math.round(share * BAR);
  return unicodeOr('█', '#').repeat(full) + unicodeOr('░', '-').repeat(BAR - full);
}
