import type { GetSelfResponse, ListUsersResponse, UserObjectResponse } from '@notionhq/client';
import type { Call, Endpoint } from './call.ts';
import { forbidden, noSuchUser } from './errors.ts';
import { paginateQuery } from './pagination.ts';
import { userObject } from './user-object.ts';
import { validateId } from './validate.ts';

/** https://developers.notion.com/reference/get-users and its neighbours. Groups are no users. */
export const userEndpoints: readonly Endpoint[] = [
  { operation: 'users.me', method: 'GET', path: '/v1/users/me', handle: retrieveSelf },
  { operation: 'users.list', method: 'GET', path: '/v1/users', handle: listUsers },
  { operation: 'users.retrieve', method: 'GET', path: '/v1/users/:id', handle: retrieveUser },
];

/** Every connection may ask who it is. */
function retrieveSelf({ workspace }: Call): GetSelfResponse {
  return findUser(workspace, workspace.identity.bot);
}

function retrieveUser(call: Call): object {
  if (call.capabilities.readUsers === 'none') throw forbidden();
  const user = findUser(call.workspace, validateId(call.params['id'], 'path', 'user_id'));
  return userObject(user, call.capabilities.readUsers);
}

function listUsers(call: Call): object {
  if (call.capabilities.readUsers === 'none') throw forbidden();
  const users = call.workspace.members().filter((member) => member.object === 'user');
  const page = paginateQuery(users, ({ id }) => id, call.query);
  return {
    object: 'list',
    ...page,
    results: page.results.map((user) => userObject(user, call.capabilities.readUsers)),
    type: 'user',
    user: {},
  } satisfies Omit<ListUsersResponse, 'results'> & { results: unknown[] };
}

function findUser(workspace: Call['workspace'], id: string): UserObjectResponse {
  const user = workspace.member(id);
  if (user?.object !== 'user') throw noSuchUser(id);
  return user;
}
