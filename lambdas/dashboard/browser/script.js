/**
 * Keeps a page of the dashboard up to date, and shows its times as the reader's clock does. Without it every
 * page works all the same: it is reloaded by hand, and its times are UTC.
 */

const INTERVAL_MS = 5000;
const TIMEOUT_MS = 15_000;
const RETURNED = 'pagebell-returned';

const FORMS = {
  day: new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }),
  hour: new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
};

/** What the server last sent of each part. @type {Map<string, string>} */
const sent = new Map();

if (document.body.dataset['kind'] === 'sign-in') void enterIfSignedIn();
else begin();

function begin() {
  sessionStorage.removeItem(RETURNED);
  for (const part of partsOf(document)) sent.set(part.id, part.innerHTML);
  showLocalTimes(document);
  let timer = 0;
  const refresh = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    const isOver = await look();
    clearTimeout(timer); // it may have become visible meanwhile
    if (!isOver) timer = setTimeout(refresh, INTERVAL_MS);
  };
  document.addEventListener('visibilitychange', refresh);
  timer = setTimeout(refresh, INTERVAL_MS);
}

/** Shows what is now. Resolves to whether there is no use in trying again. */
async function look() {
  // Nobody wants the words that they are about to copy to be replaced.
  if (getSelection()?.isCollapsed === false) return false;
  try {
    const answer = await fetch(location.href, {
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.status === 401) {
      tell('You are signed out. Reload the page to sign in again.');
      return true;
    }
    if (!answer.ok) throw new Error(`the answer was ${answer.status}`);
    show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    tell('');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    tell(`This page could not refresh itself (${why}), so it may be out of date. Trying again.`);
  }
  return false;
}

/** @param {Document} fresh */
function show(fresh) {
  const { scrollX, scrollY } = window;
  for (const part of partsOf(document)) {
    const now = fresh.getElementById(part.id);
    if (!now || now.innerHTML === sent.get(part.id)) continue;
    sent.set(part.id, now.innerHTML);
    const focus = focusIn(part);
    const open = [...part.querySelectorAll('details[open]')].map(({ id }) => id);
    part.replaceChildren(...now.childNodes);
    part.hidden = now.hidden;
    for (const details of part.querySelectorAll('details')) details.open = open.includes(details.id);
    showLocalTimes(part);
    focus?.(part);
  }
  scrollTo(scrollX, scrollY);
}

/** @param {ParentNode} root @returns {HTMLElement[]} */
function partsOf(root) {
  return [...root.querySelectorAll('[data-live]')].filter((part) => part instanceof HTMLElement);
}

/**
 * Remembers which element of a part has the focus, by what it leads to or where it stands.
 *
 * @param {HTMLElement} part
 * @returns {((part: HTMLElement) => void) | undefined} gives it back
 */
function focusIn(part) {
  const focused = document.activeElement;
  if (!focused || !part.contains(focused)) return undefined;
  const like = `${focused.localName}${focused.hasAttribute('href') ? `[href="${CSS.escape(focused.getAttribute('href') ?? '')}"]` : ''}`;
  const index = [...part.querySelectorAll(like)].indexOf(focused);
  return (fresh) => {
    const same = [...fresh.querySelectorAll(like)];
    const found = same[index] ?? same.at(-1);
    if (found instanceof HTMLElement) found.focus({ preventScroll: true });
  };
}

/** @param {ParentNode} root */
function showLocalTimes(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    const at = new Date(time.getAttribute('datetime') ?? '');
    const form = time.getAttribute('data-form') === 'hour' ? FORMS.hour : FORMS.day;
    time.textContent = form.format(at);
  }
  for (const zone of root.querySelectorAll('.zone')) zone.remove();
}

/** @param {string} text empty: all is well */
function tell(text) {
  const trouble = document.getElementById('trouble');
  if (!trouble || trouble.textContent === text) return;
  trouble.textContent = text;
  trouble.hidden = text === '';
}

/**
 * Who comes by a link of another site, such as one in a Slack message, has a session but did not send it: the
 * cookie is for requests of this site only. The same request from here does send it.
 */
async function enterIfSignedIn() {
  if (sessionStorage.getItem(RETURNED) || document.querySelector('[role=alert]')) return;
  const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => undefined);
  if (!answer?.ok) return;
  sessionStorage.setItem(RETURNED, 'yes'); // once: it must not go round in circles
  location.replace(location.href);
}
