import { describe, expect, it } from '@jest/globals';
import { isSenderOf } from './is-sender-of.js';
import { targetOfAddress } from './mail-address.js';
import { refsOfSubject } from './refs-of-subject.js';

describe('The address of a mail', () => {
  it.each([
    ['inbox@x.example', {}],
    ['INBOX@X.Example', {}],
    ['inbox+contact-5@x.example', { contactId: 5 }],
    ['inbox+folder-12+contact-5+profile-2@x.example', { contactId: 5, folderId: 12, profileId: 2 }],
    ['inbox+contact-0@x.example', undefined],
    ['inbox+contact-5+contact-6@x.example', undefined],
    ['inbox+contact-99999999999@x.example', undefined],
    ['inbox+elsewhere@x.example', undefined],
    ['other@x.example', undefined],
    ['inbox@y.example', undefined],
    ['inbox', undefined],
  ])('%s', (address, target) => expect(targetOfAddress(address, ['inbox@x.example'])).toEqual(target));
});

describe('A list of senders', () => {
  it('has addresses and domains', () => {
    const senders = ['a@x.example', '@y.example'];
    const known = ['A@x.example', 'anyone@Y.example', 'b@x.example', 'a@sub.y.example', '@y.example', ''];
    expect(known.map((address) => isSenderOf(address, senders))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('external_refs in a subject', () => {
  it.each([
    ['An order', undefined],
    ['Order external_refs={"crm":{"id":"}\\"}"}} of May', '{"crm":{"id":"}\\"}"}}'],
    ['[external_refs={"b":1.0 ,"b":1e2}]', '{"b":1.0 ,"b":1e2}'],
    ['external_refs={"a":1', '{"a":1'],
    ['my_external_refs={}', undefined],
  ])('%s', (subject, refs) => expect(refsOfSubject(subject)).toBe(refs));
});
