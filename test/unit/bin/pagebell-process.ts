import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `pagebell` as a process of its own, without a terminal, and without any AWS settings of this machine's. */
export class PagebellProcess {
  readonly ended: Promise<Ended>;
  readonly #child;
  #stdout = '';
  #stderr = '';

  constructor(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    cwd = process.cwd(),
  ) {
    this.#child = spawn(process.execPath, [join(process.cwd(), 'bin/pagebell.mjs'), ...args], {
      cwd,
      env: {
        PATH: process.env['PATH'],
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout.on('data', (chunk) => {
      this.#stdout += chunk;
    });
    this.#child.stderr.on('data', (chunk) => {
      this.#stderr += chunk;
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', (code) => resolve({ code, stdout: this.#stdout, stderr: this.#stderr }));
    });
  }

  /** Resolves to the match, once the process has printed it. */
  printed(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.#stdout);
        if (match) resolve(match);
      };
      look();
      this.#child.stdout.on('data', look);
      this.#child.on('close', () =>
        reject(new Error(`ended without ${pattern}: ${this.#stdout}${this.#stderr}`)),
      );
    });
  }

  interrupt(): void {
    this.#child.kill('SIGINT');
  }
}
