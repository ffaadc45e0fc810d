/** How to grant the connection a capability, by its name in Notion's settings. */
export function howToGrant(capability: string): string {
  return `Enable "${capability}" ${SETTINGS}.`;
}

/** With it `howToGrant` lets e-mail addresses show. */
export const WITH_ADDRESSES = 'Read user information including email addresses';

/** Where every capability is switched on. */
const SETTINGS =
  "in the connection's settings at https://www.notion.so/developers/connections (Configuration > Capabilities)";
