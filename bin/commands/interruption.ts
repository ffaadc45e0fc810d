/** The exit code of a command that Ctrl-C ended. */
export const INTERRUPTED = 130;

/** Aborted by the first Ctrl-C; a second one ends the process as ever. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
