import { unicodeOr } from '@clack/prompts';

const FRAMES = unicodeOr('◒◐◓◑', '|/-\\');
const FRAME_MS = 120;
const CLEAR = '\r\u001b[2K';

/**
 * One moving line, until the returned function is called; a plain one where nothing can move. The spinner of
 * @clack/prompts answers Ctrl-C with `process.exit`, which leaves no time to clean up.
 */
export function showWaitingLine(text: string, output: NodeJS.WriteStream = process.stdout): () => void {
  if (!output.isTTY) {
    output.write(`${text}\n`);
    return () => undefined;
  }
  let frame = 0;
  const draw = () => output.write(`${CLEAR}${FRAMES[frame++ % FRAMES.length]}  ${text}`);
  draw();
  const timer = setInterval(draw, FRAME_MS);
  return () => {
    clearInterval(timer);
    output.write(CLEAR);
  };
}
