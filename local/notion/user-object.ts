import type { PartialUserObjectResponse, UserObjectResponse } from '@notionhq/client';
import type { Capabilities, Member } from './model.ts';

/** A member as this connection may see it; one who has left the workspace is only an id. */
export function memberObject(
  id: string,
  member: Member | undefined,
  access: Capabilities['readUsers'],
): Member | PartialUserObjectResponse {
  if (!member) return partialUser(id);
  return member.object === 'group' ? member : userObject(member, access);
}

export function userObject(
  user: UserObjectResponse,
  access: Capabilities['readUsers'],
): UserObjectResponse | PartialUserObjectResponse {
  if (access === 'none') return partialUser(user.id);
  if (access === 'with-email' || user.type === 'bot') return user;
  return { ...user, person: {} };
}

export function partialUser(id: string): PartialUserObjectResponse {
  return { object: 'user', id };
}
