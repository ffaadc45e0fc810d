import { type NotionPage, propertyNamed } from '../notion-page.ts';
import { MOST_SHOWN_PEOPLE, type PropertyOfType } from '../page-properties.ts';
import type { Condition } from '../settings.ts';

/** What a data source's conditions make of a page. */
export interface Filtered {
  /** It is nobody's: not all conditions hold. */
  isLeftOut: boolean;
  /** Decoded ids of the properties that were asked. */
  propertyIds: string[];
  /** Conditions that ask for what the page does not have: they hold, since a lost notice is worse than a needless one. */
  misfits: Condition[];
  /** Whether all the people were shown who are asked for. */
  isCertain: boolean;
}

export function filterPage(page: Pick<NotionPage, 'properties'>, only: readonly Condition[]): Filtered {
  const asked = only.map((condition) => ({ condition, property: askedProperty(page, condition) }));
  const answers = asked.flatMap(({ condition, property }) =>
    property ? [{ condition, property, isMet: meets(property, condition) }] : [],
  );
  return {
    isLeftOut: answers.some(({ isMet }) => !isMet),
    propertyIds: [...new Set(answers.map(({ property }) => property.id))],
    misfits: asked.flatMap(({ condition, property }) => (property ? [] : [condition])),
    isCertain: answers.every(
      ({ property }) => property.type !== 'people' || property.people.length < MOST_SHOWN_PEOPLE,
    ),
  };
}

type Askable = PropertyOfType<'status' | 'select' | 'checkbox' | 'people'>;

/** The property that a condition asks, if the page has it and it is of a kind that can answer. */
function askedProperty(page: Pick<NotionPage, 'properties'>, condition: Condition): Askable | undefined {
  return propertyNamed(page, condition.property, ...kindsFor(condition));
}

/** The kinds of property that can answer a condition. */
export function kindsFor(condition: Condition): readonly Askable['type'][] {
  if ('checked' in condition) return ['checkbox'];
  if ('includes' in condition) return ['people'];
  if ('isEmpty' in condition) return ['status', 'select', 'people'];
  return ['status', 'select'];
}

function meets(property: Askable, condition: Condition): boolean {
  if ('is' in condition) return condition.is.some((option) => optionOf(property) === option);
  if ('isNot' in condition) return condition.isNot.every((option) => optionOf(property) !== option);
  if ('checked' in condition) return property.type === 'checkbox' && property.isChecked === condition.checked;
  if ('includes' in condition) return peopleIn(property).some(({ id }) => condition.includes.includes(id));
  return condition.isEmpty === (optionOf(property) === null && peopleIn(property).length === 0);
}

function optionOf(property: Askable): string | null {
  return property.type === 'status' || property.type === 'select' ? property.option : null;
}

function peopleIn(property: Askable): readonly { id: string }[] {
  return property.type === 'people' ? property.people : [];
}
