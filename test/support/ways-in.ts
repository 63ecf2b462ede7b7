import { multipartBody } from './multipart-body.js';
import type { Service } from './service.js';

/** How external_refs get into the service. */
export interface WayIn {
  name: string;
  /** It makes a document instead of changing the one that it is given. */
  creates: boolean;
  /** What the refs are afterwards, if they were `{}` before. */
  stored(text: string): string;
  send(service: Service, documentId: number, sent: Sent): Promise<Response>;
}

interface Sent {
  value: string | Uint8Array;
  /** In front of the text that holds the value. */
  mark?: string;
  /** Declared for the text that holds the value. */
  charset?: string;
  /** Of a part, instead of its own. */
  type?: string;
  headers?: Record<string, string>;
}

const SYSTEM = 'a system/é';

/** All that there are. */
export const waysIn: WayIn[] = [
  part('a text field of multipart', {}),
  part('a text field with a type, as Java and .NET send it', { type: 'text/plain' }),
  part('a Blob part of multipart', { filename: 'blob', type: 'application/json' }),
  part('an @file part of multipart', { filename: 'refs.json', type: 'application/octet-stream' }),
  {
    ...body('a JSON upload', 'POST', '/upload', [
      '{"contact_id":1,"external_refs": ',
      ' ,"folder_id":1,"filename":"note.txt","content_base64":"QSBub3RlLgo="}',
    ]),
    creates: true,
  },
  body('PATCH of a document', 'PATCH', '/:id', ['{"external_refs": ', '\n}']),
  body('PUT', 'PUT', '/:id/external_refs', [' \n', '\r\n']),
  {
    ...body('PUT of one system', 'PUT', `/:id/external_refs/${encodeURIComponent(SYSTEM)}`, ['\t', ' ']),
    stored: (text) => `{"${SYSTEM}":${text}}`,
  },
  {
    // In an array, which a merge patch replaces whole: of an object it would take the nulls.
    ...body('a merge patch', 'PATCH', '/:id/external_refs', ['{"m":[', ']}'], 'application/merge-patch+json'),
    stored: (text) => `{"m":[${text}]}`,
  },
  body('a bulk change', 'PATCH', '/bulk', ['{"documents":[{"id": :id ,"external_refs":\n', ' }]}']),
];

function part(name: string, as: { filename?: string; type?: string }): WayIn {
  return {
    name,
    creates: true,
    stored: (text) => text,
    send: (service, _, { value, mark = '', charset, headers, type: odd }) => {
      const own = charset === undefined ? as.type : `${as.type ?? 'text/plain'}; charset=${charset}`;
      const type = odd ?? own;
      const form = multipartBody([
        { name: 'contact_id', content: '1' },
        { name: 'folder_id', content: '1' },
        { name: 'external_refs', ...as, ...(type && { type }), content: joined(mark, value) },
        { name: 'file', filename: 'note.txt', content: 'A note.\n' },
      ]);
      return service.fetch('/api/documents/upload', {
        method: 'POST',
        body: form.body,
        headers: { ...form.headers, ...headers },
      });
    },
  };
}

function body(
  name: string,
  method: string,
  path: string,
  [start, end]: [string, string],
  type = 'application/json',
): WayIn {
  return {
    name,
    creates: false,
    stored: (text) => text,
    send: (service, documentId, { value, mark = '', charset, headers }) => {
      const filled = (text: string): string => text.replace(':id', String(documentId));
      return service.fetch(`/api/documents${filled(path)}`, {
        method,
        body: joined(mark, filled(start), value, end),
        headers: {
          'content-type': charset === undefined ? type : `${type}; charset=${charset}`,
          ...headers,
        },
      });
    },
  };
}

function joined(...parts: (string | Uint8Array)[]): Buffer<ArrayBuffer> {
  return Buffer.concat(parts.map((each) => Buffer.from(each as string)));
}
