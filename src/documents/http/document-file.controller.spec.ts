import 'reflect-metadata';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { InMemoryDocumentQueries } from '../../../test/support/fakes/in-memory-document.queries.js';
import { InMemoryFileStore } from '../../../test/support/fakes/in-memory-file-store.js';
import { DocumentFileController } from './document-file.controller.js';

const GONE = new Error('ENOENT');

describe('a file that is not there', () => {
  async function download(whileItIsOpened: (fixture: DocumentsFixture) => void): Promise<void> {
    const fixture = new DocumentsFixture();
    const id = await fixture.add();
    class Files extends InMemoryFileStore {
      override async read(): Promise<never> {
        whileItIsOpened(fixture);
        throw GONE;
      }
    }
    const controller = new DocumentFileController(
      new InMemoryDocumentQueries(fixture.documents),
      new Files(),
    );
    const request = { method: 'GET', get: () => undefined } as unknown as Request;
    await controller.file(id, request, new PassThrough() as unknown as Response);
  }

  it('is nobody’s fault when the document was deleted while the file was opened', async () => {
    const answer = download(({ documents }) => documents.states.clear());
    await expect(answer).rejects.toMatchObject({ kind: 'not-found', code: 'document_not_found' });
  });

  it('is trouble when the document is there', async () => {
    await expect(download(() => undefined)).rejects.toBe(GONE);
  });
});
