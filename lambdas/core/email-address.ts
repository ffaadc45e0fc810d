export interface Sender {
  /** Empty: the address alone. */
  name: string;
  address: string;
}

const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;
const SENDER = /^(?:([^<>"\\]*?)\s*<([^<>\s]+)>|([^<>\s]+))$/;
const LONGEST_NAME = 60;

/** `Pagebell <bell@example.com>`, or an address alone. Undefined for anything else. */
export function parseSender(value: string): Sender | undefined {
  const match = SENDER.exec(value.trim());
  const name = match?.[1]?.trim() ?? '';
  const address = match?.[2] ?? match?.[3] ?? '';
  const isSender = ADDRESS.test(address) && name.length <= LONGEST_NAME && !/\p{Cc}/u.test(name);
  return isSender ? { name, address } : undefined;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** Whether a verified identity, an address or a domain, stands for an address: a domain does for those below it. */
export function standsFor(identity: string, address: string): boolean {
  const [wanted, domain] = [identity.toLowerCase(), domainOf(address)];
  return (
    wanted === address.toLowerCase() ||
    domain === wanted ||
    (wanted.includes('.') && domain.endsWith(`.${wanted}`))
  );
}

/** The verified identities that Amazon SES may take for a sender: an address comes before its domain. */
export function identitiesOf({ from, identity }: { from: string; identity?: string | undefined }): string[] {
  if (identity) return [identity];
  const sender = parseSender(from);
  return sender ? [sender.address, domainOf(sender.address)] : [];
}

const MOST_IN_WORD = 10;

/**
 * A sender as a message's header has it. Other letters than ASCII's are encoded, in words of at most 75
 * characters: https://www.rfc-editor.org/rfc/rfc2047
 */
export function headerOf({ name, address }: Sender): string {
  if (name === '') return address;
  if (/^[ -~]*$/.test(name)) return `"${name}" <${address}>`;
  const characters = [...name];
  const words: string[] = [];
  for (let start = 0; start < characters.length; start += MOST_IN_WORD) {
    const bytes = Buffer.from(characters.slice(start, start + MOST_IN_WORD).join(''));
    words.push(`=?UTF-8?B?${bytes.toString('base64')}?=`);
  }
  return `${words.join(' ')} <${address}>`;
}
