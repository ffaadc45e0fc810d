import leven from 'leven';

/** How many letters may be wrong, and which part of a word: two that changed places are both wrong. */
const MOST_WRONG = 3;
const MOST_WRONG_PART = 0.5;

/** The known word that a mistyped one must mean; undefined if none is near enough to ask for. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const most = Math.min(MOST_WRONG, Math.floor(typed.length * MOST_WRONG_PART));
  const distances = known.map((word) => ({ word, wrong: leven(typed.toLowerCase(), word.toLowerCase()) }));
  const near = distances.filter(({ wrong }) => wrong <= most).sort((one, other) => one.wrong - other.wrong);
  return near[0]?.word;
}

/** `; did you mean reminders?`, to follow what is wrong; empty where nothing known is near. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const meant = nearest(typed, known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}
