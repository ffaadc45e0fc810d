import { createHash } from 'node:crypto';

/** Numbers in [0, 1) that are the same for the same seed. */
export type Random = () => number;

const NUMBERS_IN_DIGEST = 8;

/** Digests of the seed and a count, read as numbers. */
export function seededRandom(seed: number): Random {
  let digest = Buffer.alloc(0);
  let drawn = 0;
  return () => {
    const place = drawn % NUMBERS_IN_DIGEST;
    if (place === 0) digest = createHash('sha256').update(`${seed}:${drawn}`).digest();
    drawn += 1;
    return digest.readUInt32BE(place * 4) / 2 ** 32;
  };
}

/** A whole number from `least` to `most`. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}
