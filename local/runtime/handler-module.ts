import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionDefinition } from './stack.ts';

/** Where a function's code is. */
export interface HandlerModule {
  /** A URL, to be imported. */
  modulePath: string;
  exportName: string;
}

const EXTENSIONS = ['mjs', 'js', 'cjs'];

/** `index.handler` is the export `handler` of index.mjs, index.js or index.cjs. */
export function findHandlerModule({ directory, handler }: FunctionDefinition): HandlerModule {
  const dot = handler.lastIndexOf('.');
  const base = join(directory, handler.slice(0, dot));
  const file = EXTENSIONS.map((extension) => `${base}.${extension}`).find(existsSync);
  if (!file) throw new Error(`${base}.{${EXTENSIONS.join(',')}} is not there: the bundle is incomplete`);
  return { modulePath: pathToFileURL(file).href, exportName: handler.slice(dot + 1) };
}
