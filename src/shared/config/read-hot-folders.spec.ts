import { describe, expect, it } from '@jest/globals';
import { Config } from './config.js';

const read = (HOT_FOLDERS: string, others: Record<string, string> = {}) =>
  Config.read({ HOT_FOLDERS, DATA_DIR: '/var/lib/re', ...others }).hotFolders;
const plain = { target: {}, subFolders: new Map(), afterwards: 'done', sidecar: 'optional' };

describe('HOT_FOLDERS', () => {
  it('is empty unless it is set', () => expect(Config.read({}).hotFolders).toEqual([]));

  it('is a list of paths', () => {
    expect(read(' /srv/scans/ , /srv//mail/../fax ')).toEqual([
      { path: '/srv/scans', ...plain },
      { path: '/srv/fax', ...plain },
    ]);
  });

  it('or a JSON array, where more is to be said', () => {
    const folder = {
      ...{
        path: '/srv/a,b',
        contact_id: 5,
        folder_id: 12,
        profile_id: 2,
        after: 'delete',
        sidecar: 'required',
      },
      sub_folders: { 'acme/in/': { contact_id: 7 }, old: { folder_id: 13, profile_id: 1 } },
    };
    expect(read(JSON.stringify([folder, '/srv/c']))).toEqual([
      {
        path: '/srv/a,b',
        target: { contactId: 5, folderId: 12, profileId: 2 },
        subFolders: new Map([
          ['acme/in', { contactId: 7 }],
          ['old', { folderId: 13, profileId: 1 }],
        ]),
        afterwards: 'delete',
        sidecar: 'required',
      },
      { path: '/srv/c', ...plain },
    ]);
  });

  it.each([
    ['scans', 'absolute paths'],
    ['/srv/a,./b', 'absolute paths'],
    ['[{"contact_id":1}]', 'absolute paths'],
    ['[', 'JSON array'],
    ['[1]', 'paths or objects'],
    ['[{"path":"/a","contact":1}]', '"contact"'],
    ['[{"path":"/a","contact_id":"1"}]', 'contact_id'],
    ['[{"path":"/a","folder_id":2147483648}]', 'folder_id'],
    ['[{"path":"/a","after":"move"}]', 'after'],
    ['[{"path":"/a","sidecar":true}]', 'sidecar'],
    ['[{"path":"/a","sub_folders":[]}]', 'sub_folders'],
    ['[{"path":"/a","sub_folders":{"../b":{}}}]', 'sub_folders'],
    ['[{"path":"/a","sub_folders":{"b":{"after":"delete"}}}]', 'sub-folder "b"'],
    ['/srv/a,/srv/a', '/srv/a'],
    ['/srv/a,/srv/a/b', '/srv/a/b in it'],
    ['/', 'DATA_DIR'],
    ['/var/lib/re', 'DATA_DIR'],
    ['/var/lib', 'DATA_DIR'],
    ['/var/lib/re/files/in', 'FILES_URL'],
  ])('refuses %s and says why', (text, why) => {
    expect(() => read(text)).toThrow(new RegExp(`^  HOT_FOLDERS .*${why}`, 'm'));
  });

  it('is apart from what is on its way to a store elsewhere', () => {
    const FILES_URL = 's3://documents/x?region=eu-central-1';
    expect(read('/srv/scans', { FILES_URL })).toHaveLength(1);
    expect(() => read('/var/lib/re/spool/in', { FILES_URL })).toThrow(/^ {2}HOT_FOLDERS .*FILES_URL/m);
  });

  it('may lie beside the files in DATA_DIR', () => expect(read('/var/lib/re/in')).toHaveLength(1));

  it('has its times', () => {
    expect(Config.read({})).toMatchObject({ hotFolderScanMs: 2000, hotFolderStillMs: 5000 });
    expect(Config.read({ HOT_FOLDER_SCAN: '1m', HOT_FOLDER_STILL: '0s' })).toMatchObject({
      hotFolderScanMs: 60_000,
      hotFolderStillMs: 0,
    });
    expect(() => Config.read({ HOT_FOLDER_SCAN: '10ms' })).toThrow(/^ {2}HOT_FOLDER_SCAN must be/m);
    expect(() => Config.read({ HOT_FOLDER_STILL: '5' })).toThrow(/^ {2}HOT_FOLDER_STILL has "5"/m);
  });
});
