import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Keys as a terminal sends them. */
export const KEY = { enter: '\r', down: '\u001b[B', space: ' ', ctrlC: '\u0003' } as const;

/** `script` of util-linux gives a program a terminal of its own. */
const hasScript = spawnSync('script', ['--version'], { stdio: 'ignore' }).status === 0;

/** `describe`, where a terminal can be had; else left out, and said so. */
export const describeOnTerminal: typeof describe | typeof describe.skip = hasScript
  ? describe
  : leftOut(describe.skip);

function leftOut<Describe>(skipping: Describe): Describe {
  process.stderr.write(
    '\n*** LEFT OUT: tests of prompts and progress need `script` (util-linux), which is not here. ***\n',
  );
  return skipping;
}

/** `pagebell` at a terminal, without any AWS settings of this machine's. */
export class TerminalProcess {
  /** `screen` is all that was ever shown, without colours and movements of the cursor. */
  readonly ended: Promise<{ code: number | null; screen: string }>;
  readonly #child;
  #shown = '';
  #searchedTo = 0;

  constructor(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    cwd = process.cwd(),
  ) {
    const command = [process.execPath, join(process.cwd(), 'bin/pagebell.mjs'), ...args].map(quote).join(' ');
    // The terminal that `script` makes has no size.
    const sized = `stty rows 50 cols 120; exec ${command}`;
    this.#child = spawn('script', ['-qec', sized, '/dev/null'], {
      cwd,
      env: {
        PATH: process.env['PATH'],
        SHELL: '/bin/sh',
        TERM: 'xterm-256color',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        ...environment,
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#shown += chunk.toString('utf8');
    });
    this.#child.stdin.on('error', () => undefined); // it has ended
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', (code) => resolve({ code, screen: this.screen }));
    });
  }

  get screen(): string {
    return stripVTControlCharacters(this.#shown).replaceAll('\r\n', '\n');
  }

  /** What was written, with every control sequence. */
  get raw(): string {
    return this.#shown;
  }

  /** Resolves to the match once it is shown, after what was waited for before. */
  shown(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.screen.slice(this.#searchedTo));
        if (!match) return;
        this.#searchedTo += match.index + match[0].length;
        this.#child.stdout.off('data', look);
        resolve(match);
      };
      this.#child.stdout.on('data', look);
      this.#child.on('close', () => reject(new Error(`ended without ${pattern}:\n${this.screen}`)));
      look();
    });
  }

  /** Presses keys. */
  type(...keys: string[]): void {
    for (const key of keys) this.#child.stdin.write(key);
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
