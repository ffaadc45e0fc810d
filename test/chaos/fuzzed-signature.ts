import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';

export const ACTIVE = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl';
export const PREVIOUS = 'secret_previous-one-that-is-still-valid-for-two-days';
/** Somewhere in every body, where no log may quote it. */
export const CANARY = 'canary-in-the-body';
const STRANGER = 'secret_of-somebody-else';

export type Signing = (body: Buffer) => string | undefined;

const sign = (token: string, body: Buffer) => createHmac('sha256', token).update(body).digest('hex');

/** The valid signature, and what is near to it. */
export const signing: fc.Arbitrary<Signing> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(ACTIVE, PREVIOUS).map(
      (token): Signing =>
        (body) =>
          `sha256=${sign(token, body)}`,
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Signing>(
      () => undefined,
      () => '',
      () => 'sha256=',
      () => `sha256=${'0'.repeat(64)}`,
      (body) => `sha256=${sign(STRANGER, body)}`,
      (body) => `sha256=${sign(`${CANARY}-token`, body)}`,
      (body) => sign(ACTIVE, body),
      (body) => `SHA256=${sign(ACTIVE, body)}`,
      (body) => `sha256=${sign(ACTIVE, body).toUpperCase()}`,
      (body) => ` sha256=${sign(ACTIVE, body)}`,
      (body) => `sha256=${sign(ACTIVE, body)}\r\n`,
      (body) => `sha256= ${sign(ACTIVE, body)}`,
      (body) => `sha256=${sign(ACTIVE, body)},sha256=${sign(ACTIVE, body)}`,
      (body) => `sha256=${sign(ACTIVE, body).slice(0, 63)}`,
      (body) => `sha256=${sign(ACTIVE, body)}0`,
      (body) => `sha256=${sign(ACTIVE, body).slice(0, 62)}00`,
      (body) => `sha256=${sign(ACTIVE, body).replace(/[0-9]/, 'g')}`,
      (body) => `sha1=${sign(ACTIVE, body).slice(0, 40)}`,
      (body) => `sha256=${sign('', body)}`,
      (body) => `sha256=${sign(ACTIVE, Buffer.concat([body, Buffer.from(' ')]))}`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.string().map(
      (value): Signing =>
        () =>
          value,
    ),
  },
);
