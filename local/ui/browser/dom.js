/** @typedef {import('../state.ts').TextPart} TextPart */

/**
 * Makes an element. Strings among the children become text, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, string>>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * The element of index.html with an id.
 *
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function find(id, kind) {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`index.html has no ${kind.name} with the id ${id}`);
}

/**
 * The first element below another that a selector names.
 *
 * @template {Element} Kind
 * @param {Element} parent
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function within(parent, selector, kind) {
  const element = parent.querySelector(selector);
  if (element instanceof kind) return element;
  throw new Error(`no ${kind.name} matches ${selector}`);
}

/**
 * Tells the page that something was changed which it should show.
 *
 * @param {Element} element
 */
export function tellEdited(element) {
  element.dispatchEvent(new Event('edited', { bubbles: true }));
}

/** What each element of a list shows, as JSON. @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/**
 * Makes a list show its items, in their order. An item that did not change keeps its element untouched, and
 * one that did may keep it: so focus and whatever is open survive.
 *
 * @template Item
 * @param {HTMLElement} list
 * @param {readonly Item[]} items
 * @param {(item: Item) => string | number} keyOf
 * @param {(item: Item, element: HTMLElement | undefined) => HTMLElement} render given the element that
 *   shows an older version of the item, if there is one
 */
export function showList(list, items, keyOf, render) {
  const keys = new Set(items.map((item) => String(keyOf(item))));
  /** @type {Map<string, HTMLElement>} */
  const present = new Map();
  for (const child of [...list.children]) {
    const key = child instanceof HTMLElement ? child.dataset['key'] : undefined;
    if (key !== undefined && keys.has(key) && child instanceof HTMLElement) present.set(key, child);
    else child.remove();
  }
  let next = list.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    const json = JSON.stringify(item);
    const before = present.get(key);
    const element = before && shown.get(before) === json ? before : render(item, before);
    element.dataset['key'] = key;
    shown.set(element, json);
    if (before && before !== element) {
      if (next === before) next = element;
      before.replaceWith(element);
    }
    if (element === next) next = next.nextElementSibling;
    else list.insertBefore(element, next);
  }
}

/**
 * @param {readonly TextPart[]} parts
 * @returns {Node[]}
 */
export function richText(parts) {
  return parts.map(({ text, style, href }) => {
    const content =
      href === undefined ? document.createTextNode(text) : make('a', { href, rel: 'noreferrer' }, text);
    if (style === 'bold') return make('strong', {}, content);
    return style === 'mention' ? make('span', { class: 'mention' }, content) : content;
  });
}
