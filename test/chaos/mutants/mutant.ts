/** A safeguard taken away: the bench must notice. */
export interface Mutant {
  name: string;
  file: string;
  /** Exactly as it is in the file, once. */
  text: string;
  replacement: string;
}
