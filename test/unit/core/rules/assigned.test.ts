import type { Assignee, Sighting } from '../../../../lambdas/core/page-record.ts';
import { assigned } from '../../../../lambdas/core/rules/assigned.ts';
import { concernedBy } from '../../../../lambdas/core/rules/passed-over.ts';
import type { RuleInput, RuleSettings } from '../../../../lambdas/core/rules/people-rule.ts';
import {
  ASSIGNEE_PROPERTY,
  idsOf,
  MINUTE,
  NOW,
  person,
  planSettings,
  sighting,
  state,
  uuid,
} from '../builders.ts';

const ANA = person(1, 'Ana');
const BEN = person(2, 'Ben');
const LEAD = person(3, 'Lead');
const TEAM: Assignee = { id: uuid(50), kind: 'group', name: 'Design' };
const BOT: Assignee = { id: uuid(51), kind: 'bot', name: 'Robot' };
const PARTIAL: Assignee = { id: uuid(52), kind: 'unknown' };

/** Ids of those to be told. Unless it says otherwise the page was known, without assignees. */
function told(more: Partial<RuleInput>, settings: Partial<RuleSettings> = {}): string[] {
  return idsOf(
    concernedBy(
      assigned,
      {
        previous: state([]),
        current: state([ANA]),
        createdAt: NOW - 60 * MINUTE,
        assigneePropertyId: ASSIGNEE_PROPERTY,
        conditionIds: [],
        baseline: NOW - 30 * MINUTE,
        sightings: [sighting()],
        ...more,
        settings: planSettings(settings),
      },
      { startedAt: NOW, previousAt: undefined },
      [],
    ).concerned,
  );
}

describe('on a known page', () => {
  test.each([
    ['the first', [], [ANA], [ANA]],
    ['one more', [ANA], [ANA, BEN], [BEN]],
    ['two at once', [], [ANA, BEN], [ANA, BEN]],
    ['another instead', [ANA], [BEN], [BEN]],
    ['one fewer', [ANA, BEN], [BEN], []],
    ['the same in another order', [ANA, BEN], [BEN, ANA], []],
    ['the same with a new name', [ANA], [{ ...ANA, name: 'Anna' }], []],
    ['a group', [], [TEAM], [TEAM]],
    ['a user of whom only the id is known', [], [PARTIAL], [PARTIAL]],
    ['a bot', [], [BOT, ANA], [ANA]],
  ])('%s', (_, before, now, expected) => {
    expect(told({ previous: state(before), current: state(now) })).toEqual(idsOf(expected));
  });

  test('whoever is new is told, whatever told of it', () => {
    const moved = sighting({ type: 'page.moved', propertyIds: undefined });
    expect(told({ sightings: [moved] })).toEqual([ANA.id]);
    expect(told({ sightings: [] })).toEqual([ANA.id]);
    expect(told({ sightings: [] }, { firstSight: 'silent' })).toEqual([ANA.id]);
  });
});

describe('on a page never seen before', () => {
  const first = (more: Partial<RuleInput>, settings?: Partial<RuleSettings>) =>
    told({ previous: undefined, ...more }, settings);
  const seen = (type: string, propertyIds?: string[]): Sighting => sighting({ type, propertyIds });

  test.each([
    ['it was made', [seen('page.created')], true],
    ['a row was added', [seen('database.row_added')], true],
    ['its assignees were edited', [seen('page.properties_updated', [ASSIGNEE_PROPERTY])], true],
    ['nobody knows what was edited', [seen('page.properties_updated')], true],
    ['nobody knows what was edited, says the tutorial', [seen('page.updated')], true],
    ['another property was edited', [seen('page.properties_updated', ['title'])], false],
    ['it was moved', [seen('page.moved')], false],
    ['it came back from the trash', [seen('page.undeleted')], false],
    ['a sweep found it', [], false],
    ['it was moved, and its assignees edited', [seen('page.moved'), seen('page.updated')], true],
  ])('%s', (_, sightings, isTold) => {
    expect(first({ sightings })).toEqual(isTold ? [ANA.id] : []);
    expect(first({ sightings }, { firstSight: 'silent' })).toEqual([]);
  });

  test.each([
    ['made a minute before its data source was first seen', NOW - MINUTE, NOW, false],
    ['made in the very minute, which Notion rounds down', NOW - (NOW % MINUTE), NOW, true],
    ['made in the minute after', NOW + MINUTE, NOW, true],
    ['made nobody knows when', undefined, NOW, false],
    ['made outside of any data source', NOW, undefined, false],
  ])('one %s', (_, createdAt, baseline, isTold) => {
    const input = { sightings: [], createdAt, baseline };
    expect(first(input)).toEqual(isTold ? [ANA.id] : []);
    expect(first(input, { firstSight: 'silent' })).toEqual([]);
  });
});

describe('who assigned themselves', () => {
  const by = (...authors: Assignee[]) => sighting({ authors: idsOf(authors) });
  const unsaid = sighting({ authors: undefined });
  const both = { current: state([ANA, BEN]) };

  test.each([
    ['alone', [by(ANA)], [BEN]],
    ['in several events', [by(ANA), by(ANA)], [BEN]],
    ['by making the page', [{ ...by(ANA), type: 'page.created', propertyIds: undefined }], [BEN]],
    ['in an event without a list', [{ ...by(ANA), propertyIds: undefined }], [BEN]],
    ['perhaps: two authors in one event', [by(ANA, BEN)], [ANA, BEN]],
    ['perhaps: two events of two authors', [by(ANA), by(BEN)], [ANA, BEN]],
    ['perhaps: an event says no author', [by(ANA), unsaid], [ANA, BEN]],
    ['perhaps: no author is named', [by()], [ANA, BEN]],
    ['perhaps: there was no event', [], [ANA, BEN]],
    ['no: it was another property', [{ ...by(ANA), propertyIds: ['title'] }], [ANA, BEN]],
    ['no: the page was moved', [{ ...by(ANA), type: 'page.moved' }], [ANA, BEN]],
    ['no matter who edited the title', [by(ANA), { ...by(BEN), propertyIds: ['title'] }], [BEN]],
  ])('%s', (_, sightings, expected) => {
    expect(told({ ...both, sightings })).toEqual(idsOf(expected));
    expect(told({ ...both, sightings }, { notifySelf: true })).toEqual([ANA.id, BEN.id]);
  });

  const ready = (author: Assignee) => ({ ...by(author), propertyIds: ['ready'] });

  test.each([
    ['who brought it back', [ready(ANA)], true, [BEN]],
    ['who assigned themselves and brought it back', [by(ANA), ready(ANA)], true, [BEN]],
    ['no: somebody else brought it back', [ready(LEAD)], true, [ANA, BEN]],
    ['perhaps: another brought it back meanwhile', [by(ANA), ready(BEN)], true, [ANA, BEN]],
    ['no: it was another property', [{ ...by(ANA), propertyIds: ['title'] }], true, [ANA, BEN]],
    ['no: it was not left out', [ready(ANA)], false, [ANA, BEN]],
    ['whoever edited a condition of one that was not left out', [by(ANA), ready(BEN)], false, [BEN]],
  ])('a page that was left out: %s', (_, sightings, isLeftOut, expected) => {
    const previous = state([], { isLeftOut });
    expect(told({ ...both, previous, conditionIds: ['ready'], sightings })).toEqual(idsOf(expected));
  });
});
