import * as fc from 'fast-check';

/** `fc.assert` for a property that is checked at once, so that nobody has to await it. */
export function assertProperty<Values>(property: fc.IProperty<Values>): void {
  void fc.assert(property);
}
