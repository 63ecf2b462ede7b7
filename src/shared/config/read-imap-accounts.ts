/** A mailbox from which mails are taken. */
export interface ImapAccount {
  host: string;
  port: number;
  /** `implicit`: TLS from the first byte; `starttls`: nothing is said before it; `none`: only on this machine. */
  tls: 'implicit' | 'starttls' | 'none';
  user: string;
  password: string;
  mailbox: string;
  /** Where mails go whose documents are committed; undefined: they stay, and are marked as read. */
  moveTo: string | undefined;
  /** Without the password: for people, and the origin of its items. */
  name: string;
}

const FORM = 'imaps://user:password@host/mailbox, percent-encoded';

/**
 * Addresses with white space between them. What is refused is named by its number: it has a password in it.
 * @param refuse is told what is wrong, and may be told several things
 */
export function readImapAccounts(text: string, refuse: (problem: string) => void): ImapAccount[] {
  const accounts: ImapAccount[] = [];
  for (const [index, address] of text.split(/\s+/).filter(Boolean).entries()) {
    const which = `has as address ${index + 1}`;
    const account = readOne(address, (problem) => refuse(`${which} ${problem}`));
    if (!account) continue;
    if (accounts.some(({ name }) => name === account.name)) refuse(`${which} a mailbox that it has already`);
    accounts.push(account);
  }
  return accounts;
}

function readOne(address: string, refuse: (problem: string) => void): ImapAccount | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (
    !url ||
    !['imap:', 'imaps:'].includes(url.protocol) ||
    !url.hostname ||
    !url.username ||
    !url.password
  ) {
    return void refuse(`none that is written ${FORM}`);
  }
  const [user, password, mailbox] = [url.username, url.password, url.pathname.slice(1)].map(unescaped);
  if (user === undefined || password === undefined || mailbox === undefined) {
    return void refuse(`one that is not percent-encoded: ${FORM}`);
  }
  if (url.hash) return void refuse('one with a # in it: write it %23');
  const { move_to: moveTo, tls, ...others } = Object.fromEntries(url.searchParams);
  const [stranger] = Object.keys(others);
  if (stranger !== undefined) return void refuse(`one with "${stranger}", which is not move_to or tls`);
  if (moveTo === '' || moveTo === (mailbox || 'INBOX')) {
    return void refuse('one whose move_to is no other mailbox');
  }
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (tls !== undefined && !(tls === 'none' && isLocal && url.protocol === 'imap:')) {
    return void refuse('one with a tls that is not none, for imap: on this machine');
  }
  const isImplicit = url.protocol === 'imaps:';
  const port = Number(url.port) || (isImplicit ? 993 : 143);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    ...{ host, port, user, password, moveTo, mailbox: mailbox || 'INBOX' },
    tls: isImplicit ? 'implicit' : tls === 'none' ? 'none' : 'starttls',
    name: `${user} on ${url.hostname}:${port}, ${mailbox || 'INBOX'}`,
  };
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
