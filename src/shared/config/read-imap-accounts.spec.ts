import { describe, expect, it } from '@jest/globals';
import { readImapAccounts, type ImapAccount } from './read-imap-accounts.js';

function read(text: string): { accounts: ImapAccount[]; problems: string[] } {
  const problems: string[] = [];
  return { accounts: readImapAccounts(text, (problem) => problems.push(problem)), problems };
}

describe('IMAP_URL', () => {
  it('has mailboxes with white space between them', () => {
    const { accounts, problems } = read(
      ' imaps://in%40x.example:p%2Fw@mail.example/Orders%20new?move_to=Taken\n imap://b:c@[::1]:1143/?tls=none imap://b:c@h',
    );
    expect(problems).toEqual([]);
    expect(accounts).toEqual([
      {
        ...{ host: 'mail.example', port: 993, tls: 'implicit', user: 'in@x.example', password: 'p/w' },
        ...{ mailbox: 'Orders new', moveTo: 'Taken', name: 'in@x.example on mail.example:993, Orders new' },
      },
      {
        ...{ host: '::1', port: 1143, tls: 'none', user: 'b', password: 'c', mailbox: 'INBOX' },
        ...{ moveTo: undefined, name: 'b on [::1]:1143, INBOX' },
      },
      expect.objectContaining({ host: 'h', port: 143, tls: 'starttls', mailbox: 'INBOX' }),
    ]);
  });

  it.each([
    ['no address', 'secret'],
    ['another protocol', 'https://a:secret@h/INBOX'],
    ['no password', 'imaps://secret@h/INBOX'],
    ['bad escapes', 'imaps://a:secret%@h/INBOX'],
    ['a fragment', 'imaps://a:secret@h/INBOX#x'],
    ['an unknown option', 'imaps://a:secret@h/INBOX?mve_to=x'],
    ['no way to go', 'imaps://a:secret@h/?move_to=INBOX'],
    ['no TLS to elsewhere', 'imap://a:secret@h/INBOX?tls=none'],
    ['one mailbox twice', 'imaps://a:secret@h/INBOX imaps://a:secret@h'],
  ])('refuses %s, and never shows the password', (_, text) => {
    const { problems } = read(text);
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('secret');
  });
});
