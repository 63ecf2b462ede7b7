import { expect, it } from '@jest/globals';
import { targetOfFolder } from './target-of-folder.js';

const inbox = { contactId: 1, folderId: 1 };
const settings = new Map([
  ['acme', { contactId: 5 }],
  ['acme/old', { folderId: 12, profileId: 2 }],
  ['contact-9', { contactId: 3, folderId: 4 }],
]);

it.each([
  ['', inbox],
  ['whatever/else', inbox],
  ['acme', { contactId: 5 }],
  ['acme/2026', { contactId: 5 }],
  ['acme/old', { contactId: 5, folderId: 12, profileId: 2 }],
  ['acme/old/2026', { contactId: 5, folderId: 12, profileId: 2 }],
  ['contact-7', { contactId: 7 }],
  ['Contact-7 Acme Ltd/folder-12 - Bills', { contactId: 7, folderId: 12 }],
  ['contact-1', inbox],
  ['folder-12', { contactId: 1, folderId: 12 }],
  ['acme/contact-7', { contactId: 7 }],
  ['acme/old/contact-7', { contactId: 7, profileId: 2 }],
  ['contact-9', { contactId: 3, folderId: 4 }],
  ['contact-0', inbox],
  ['contact-9999999999', inbox],
  ['contact-7a', inbox],
  ['my contact-7', inbox],
])('%j goes to %j', (path, target) => {
  expect(targetOfFolder(path.split('/').filter(Boolean), inbox, settings)).toEqual(target);
});
