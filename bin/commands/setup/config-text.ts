import type { PagebellConfig } from '../../../lambdas/core/config.ts';

/** As Biome formats this project. */
const WIDTH = 110;
const INDENT = '  ';

/**
 * The text of a configuration file.
 *
 * @param importFrom module of `defineConfig`, as the file would import it
 * @param labels comments for strings that nobody could read, such as a data source's id
 */
export function configText(
  config: PagebellConfig,
  importFrom: string,
  labels: ReadonlyMap<string, string>,
): string {
  return [
    `import { defineConfig } from ${quote(importFrom)};`,
    '',
    "// Written by `pagebell setup`, and yours to edit. The README's table lists every key.",
    `export default defineConfig(${print(config, '', 'export default defineConfig('.length, labels)});`,
    '',
  ].join('\n');
}

/** @param used columns of the line that are taken by what comes before */
function print(value: unknown, indent: string, used: number, labels: ReadonlyMap<string, string>): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return printList(value, indent, used, labels);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const flat = flatten(value);
  if (entries.length === 0) return '{}';
  if (indent !== '' && !hasLabel(value, labels) && used + flat.length < WIDTH) return flat;
  const inner = indent + INDENT;
  const lines = entries.map(([key, member]) => {
    const name = /^[A-Za-z_]\w*$/.test(key) ? key : quote(key);
    return `${inner}${name}: ${print(member, inner, inner.length + name.length + 2, labels)},`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function printList(
  list: readonly unknown[],
  indent: string,
  used: number,
  labels: ReadonlyMap<string, string>,
): string {
  const flat = flatten(list);
  if (list.length === 0) return '[]';
  const isFlat = list.every((member) => !hasLabel(member, labels)) && used + flat.length < WIDTH;
  if (isFlat && !(list.length > 1 && list.every((member) => typeof member === 'object'))) return flat;
  const inner = indent + INDENT;
  const lines = list.map((member) => {
    const label = labelOf(member, labels);
    const line = flatten(member);
    if (label !== undefined && inner.length + line.length < WIDTH) return `${inner}${line}, // ${label}`;
    const above = label === undefined ? '' : `${inner}// ${label}\n`;
    return `${above}${inner}${print(member, inner, inner.length, labels)},`;
  });
  return `[\n${lines.join('\n')}\n${indent}]`;
}

function flatten(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(flatten).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{ ${entries.map(([key, member]) => `${key}: ${flatten(member)}`).join(', ')} }`;
}

/** The label of an entry such as `{ id: … }`: beside it if that is one line, else above it. */
function labelOf(value: unknown, labels: ReadonlyMap<string, string>): string | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  const label = labels.get(String(value.id));
  // A name may hold anything, a line break as well.
  return label?.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').slice(0, 60);
}

function hasLabel(value: unknown, labels: ReadonlyMap<string, string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    labelOf(value, labels) !== undefined || Object.values(value).some((member) => hasLabel(member, labels))
  );
}

/** Single quotes, unless that would need more escapes. */
function quote(text: string): string {
  const json = JSON.stringify(text).replace(/[\u2028\u2029]/g, (separator) =>
    separator === '\u2028' ? '\\u2028' : '\\u2029',
  );
  const [singles, doubles] = [text.split("'").length, text.split('"').length];
  if (singles > doubles) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
