import { NotionError } from './errors.ts';

/** The versions of the API that are simulated, oldest first. The real one still answers some older ones. */
const NOTION_VERSIONS = ['2022-06-28', '2025-09-03', '2026-03-11'] as const;

export type NotionVersion = (typeof NOTION_VERSIONS)[number];

export function isBefore(version: NotionVersion, other: NotionVersion): boolean {
  return NOTION_VERSIONS.indexOf(version) < NOTION_VERSIONS.indexOf(other);
}

/** @throws {NotionError} 400 for a header that is missing or names no version */
export function parseVersion(header: string | undefined): NotionVersion {
  if (header === undefined) throw refusal('missing_version', 'defined', '`undefined`');
  const version = NOTION_VERSIONS.find((known) => known === header);
  if (!version) throw refusal('validation_error', listOf(NOTION_VERSIONS), `\`"${header}"\``);
  return version;
}

function refusal(
  code: 'missing_version' | 'validation_error',
  expected: string,
  actual: string,
): NotionError {
  return new NotionError(
    400,
    code,
    `Notion-Version header failed validation: Notion-Version header should be ${expected}, instead was ${actual}.`,
  );
}

function listOf(versions: readonly string[]): string {
  return versions
    .map((version) => `\`"${version}"\``)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ', or ');
}
