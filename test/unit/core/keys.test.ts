import * as fc from 'fast-check';
import { keys, subjectOf } from '../../../lambdas/core/keys.ts';
import { assertProperty } from './assert-property.ts';
import { PAGE } from './builders.ts';

const workspace = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/);
const id = fc.stringMatching(/^[\w-]{1,64}$/);

describe('subjectOf', () => {
  test('finds what a key names, in its own workspace only', () => {
    assertProperty(
      fc.property(workspace, workspace, id, (own, other, subject) => {
        fc.pre(own !== other);
        expect(subjectOf(keys.page(own, subject), own)).toEqual({ kind: 'page', pageId: subject });
        expect(subjectOf(keys.dataSource(own, subject), own)).toEqual({
          kind: 'data-source',
          dataSourceId: subject,
        });
        expect(subjectOf(keys.digest(own, subject), own)).toEqual({ kind: 'digest', digestId: subject });
        expect(subjectOf(keys.overdue(own, subject), own)).toEqual({ kind: 'overdue', overdueId: subject });
        expect(subjectOf(keys.workspace(own), own)).toEqual({ kind: 'workspace' });
        for (const key of [keys.page(own, subject), keys.dataSource(own, subject), keys.workspace(own)]) {
          expect(subjectOf(key, other)).toEqual({ kind: 'unknown' });
        }
      }),
    );
  });

  test.each([
    keys.user('main', PAGE),
    keys.handshake('main'),
    keys.page('main', ''),
    keys.dataSource('main', ''),
    keys.digest('main', ''),
    '',
  ])('%s is never due', (key) => {
    expect(subjectOf(key, 'main')).toEqual({ kind: 'unknown' });
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
          keys.digest(key, each),
          keys.overdue(key, each),
          keys.user(key, each),
        ]),
      ]);
      expect(new Set(made).size).toBe(made.length);
    }),
  );
});
