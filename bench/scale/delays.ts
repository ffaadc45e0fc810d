/** What is known of a quantile: an amount, or only that it is above one. */
export interface Quantile {
  figure: number;
  isAtLeast: boolean;
}

/** How long assignments took until they were announced, or have been waiting to be (ms). */
export class Delays {
  readonly #told: readonly number[];
  readonly #all: readonly number[];

  constructor(told: readonly number[], untoldFor: readonly number[]) {
    this.#told = [...told].sort((a, b) => a - b);
    this.#all = [...told, ...untoldFor].sort((a, b) => a - b);
  }

  get shareTold(): number {
    return this.#told.length / this.#all.length;
  }

  /**
   * As if what is untold never were told, so never too good. Where that leaves nothing to say, each has waited for
   * its age at least.
   */
  quantile(share: number): Quantile {
    const place = Math.min(this.#all.length - 1, Math.floor(share * this.#all.length));
    const told = this.#told[place];
    if (told !== undefined) return { figure: told, isAtLeast: false };
    const waited = this.#all[place];
    if (waited === undefined) throw new Error('a quantile of nothing');
    return { figure: waited, isAtLeast: true };
  }
}
