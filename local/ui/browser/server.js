/** @typedef {import('../state.ts').LocalState} LocalState */

/** @returns {Promise<LocalState>} */
export async function readState() {
  const response = await fetch('/local/state');
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  return response.json();
}

/**
 * @param {string} pageId
 * @param {string[]} people
 * @param {string} author
 */
export async function assign(pageId, people, author) {
  await post('/local/assign', { pageId, people, author });
}

/**
 * @param {string} title
 * @param {string} author
 */
export async function createTask(title, author) {
  await post('/local/tasks', { title, author });
}

/**
 * @param {import('../state.ts').FaultName} name
 * @param {boolean} on
 */
export async function setFault(name, on) {
  await post('/local/faults', { name, on });
}

/** @param {number} advanceMs */
export async function passTime(advanceMs) {
  await post('/local/clock', { advanceMs });
}

/**
 * @param {string} path
 * @param {object} body
 */
async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return;
  const { error = `it answered ${response.status}` } = await response.json().catch(() => ({}));
  throw new Error(error);
}
