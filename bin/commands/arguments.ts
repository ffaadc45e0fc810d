import { InvalidArgumentError } from 'commander';
import { canonicalId } from '../../lambdas/core/ids.ts';
import { pageIdInLink } from '../../lambdas/core/mirror/link.ts';

// What options and arguments of the command may hold. Each throws an InvalidArgumentError that says so.

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

/** Canonical, whichever form was given. */
export function notionId(text: string): string {
  const id = canonicalId(text);
  if (id === undefined) throw new InvalidArgumentError('It must be an id of Notion: 32 hexadecimal digits.');
  return id;
}

/** The page's id, canonical, from any form of it or from the page's address. */
export function notionPage(text: string): string {
  const id = canonicalId(text) ?? pageIdInLink(text);
  if (id !== undefined) return id;
  throw new InvalidArgumentError("It must be a page's address or an id of Notion: 32 hexadecimal digits.");
}

export function httpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return text;
  throw new InvalidArgumentError('It must begin with https:// or http://.');
}
