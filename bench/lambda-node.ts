import { execFileSync } from 'node:child_process';

/** The major version that the functions run on. */
const MAJOR = 24;

/**
 * A Node of the version that Lambda runs: this one, or the one that npm brings.
 *
 * @returns where it is; where none is to be had, this one, and says so
 */
export function lambdaNode(): string {
  if (Number(process.versions.node.split('.')[0]) === MAJOR) return process.execPath;
  try {
    const args = ['--yes', `--package=node@${MAJOR}`, '--', 'node', '-p', 'process.execPath'];
    const output = execFileSync('npx', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return output.trim();
  } catch {
    console.log(`There is no Node ${MAJOR}: cold starts are measured on ${process.version} instead.`);
    return process.execPath;
  }
}
