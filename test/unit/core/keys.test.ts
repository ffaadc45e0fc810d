import * as fc from 'fast-check';
import { keys, pageIdOf } from '../../../lambdas/core/keys.ts';
import { assertProperty } from './assert-property.ts';
import { PAGE } from './builders.ts';

const workspace = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/);
const id = fc.stringMatching(/^[\w-]{1,64}$/);

describe('pageIdOf', () => {
  test('finds the page of a key in its own workspace only', () => {
    assertProperty(
      fc.property(workspace, workspace, id, (own, other, pageId) => {
        fc.pre(own !== other);
        expect(pageIdOf(keys.page(own, pageId), own)).toBe(pageId);
        expect(pageIdOf(keys.page(own, pageId), other)).toBeUndefined();
      }),
    );
  });

  test.each([
    keys.workspace('main'),
    keys.dataSource('main', PAGE),
    keys.user('main', PAGE),
    keys.handshake('main'),
    keys.page('main', ''),
    '',
  ])('%s is no page', (key) => {
    expect(pageIdOf(key, 'main')).toBeUndefined();
  });
});

test('no two kinds of item, workspaces or ids share a key', () => {
  assertProperty(
    fc.property(workspace, workspace, id, id, (one, other, first, second) => {
      fc.pre(one !== other && first !== second);
      const made = [one, other].flatMap((key) => [
        keys.workspace(key),
        keys.handshake(key),
        ...[first, second].flatMap((each) => [
          keys.page(key, each),
          keys.dataSource(key, each),
          keys.user(key, each),
        ]),
      ]);
      expect(new Set(made).size).toBe(made.length);
    }),
  );
});
