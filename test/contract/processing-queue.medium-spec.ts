import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DocumentRepository } from '../../src/documents/application/document.repository.js';
import type { ProcessingQueue } from '../../src/documents/application/processing-queue.js';
import { ProcessingSignal } from '../../src/documents/application/processing-signal.js';
import { DocumentRow } from '../../src/documents/infrastructure/document.row.js';
import { PostgresProcessingQueue } from '../../src/documents/infrastructure/postgres-processing-queue.js';
import { TypeOrmDocumentRepository } from '../../src/documents/infrastructure/typeorm-document.repository.js';
import type { TypeOrmUnitOfWork } from '../../src/shared/database/typeorm-unit-of-work.js';
import type { UnitOfWork } from '../../src/shared/kernel/unit-of-work.js';
import { aNewDocument, NOON } from '../support/a-document.js';
import { InMemoryDocumentRepository } from '../support/fakes/in-memory-document.repository.js';
import { InMemoryProcessingQueue } from '../support/fakes/in-memory-processing-queue.js';
import { InMemoryUnitOfWork } from '../support/fakes/in-memory-unit-of-work.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

interface Subject {
  unitOfWork: UnitOfWork;
  documents: DocumentRepository;
  queue: ProcessingQueue;
  signal: ProcessingSignal;
}

let database: TestDatabase;
let inDatabase: TypeOrmUnitOfWork;

async function inPostgres(): Promise<Subject> {
  await inDatabase.run(() => inDatabase.transactional.query(`DELETE FROM documents`));
  const signal = new ProcessingSignal();
  return {
    unitOfWork: inDatabase,
    documents: new TypeOrmDocumentRepository(inDatabase, { now: () => NOON }),
    queue: new PostgresProcessingQueue(inDatabase, signal),
    signal,
  };
}

async function inMemory(): Promise<Subject> {
  const unitOfWork = new InMemoryUnitOfWork();
  const documents = new InMemoryDocumentRepository(unitOfWork, () => NOON);
  const signal = new ProcessingSignal();
  return { unitOfWork, documents, queue: new InMemoryProcessingQueue(unitOfWork, documents, signal), signal };
}

beforeAll(async () => {
  database = await TestDatabase.create();
  inDatabase = await database.unitOfWork([DocumentRow]);
});
afterAll(() => database.drop());

describe.each([
  ['in memory', inMemory],
  ['PostgreSQL', inPostgres],
])('ProcessingQueue, %s', (_, make) => {
  let subject: Subject;

  beforeEach(async () => {
    subject = await make();
  });

  const add = (): Promise<number> =>
    subject.unitOfWork.run(async () => {
      const id = await subject.documents.add(aNewDocument(), 'ann');
      await subject.queue.request(id);
      return id;
    });

  /** As a worker claims: what it takes is in Processing when the transaction ends. */
  const claim = (limit: number, leaseSeconds: number, token: string = randomUUID()) =>
    subject.unitOfWork.run(async () => {
      const claims = await subject.queue.claim(limit, leaseSeconds, token);
      const documents = await subject.documents.manyForChange(claims.map(({ documentId }) => documentId));
      for (const document of documents) document.startProcessing();
      await subject.documents.save(documents, 'system');
      return claims;
    });
  const putBack = (documentId: number): Promise<void> =>
    subject.unitOfWork.run(async () => {
      const document = await subject.documents.forChange(documentId);
      document.requeue();
      await subject.documents.save([document], 'system');
    });

  it('gives each document to one worker, oldest first', async () => {
    const ids: number[] = [];
    for (let count = 0; count < 5; count++) ids.push(await add());
    expect(await claim(2, 30)).toEqual(ids.slice(0, 2).map((documentId) => ({ documentId, attempt: 1 })));
    const together = await Promise.all(Array.from({ length: 6 }, () => claim(1, 30)));
    expect(
      together
        .flat()
        .map(({ documentId }) => documentId)
        .sort(),
    ).toEqual(ids.slice(2));
    expect(await claim(5, 30)).toEqual([]);
  });

  it('gives out only what is New', async () => {
    const id = await add();
    await subject.unitOfWork.run(async () => {
      const document = await subject.documents.forChange(id);
      document.moveTo('Archived', null);
      await subject.documents.save([document], 'ann');
    });
    expect(await claim(1, 30)).toEqual([]);
  });

  it('counts the attempts of a document that waits again', async () => {
    const id = await add();
    const [one, two] = [randomUUID(), randomUUID()];
    await claim(1, 30, one);
    expect(await subject.queue.settle(id, one, { afterSeconds: 0, counts: true })).toBe(true);
    await putBack(id);
    expect(await claim(1, 30, two)).toEqual([{ documentId: id, attempt: 2 }]);
    expect(await subject.queue.settle(id, two, 'done')).toBe(true);
    expect(await subject.queue.settle(id, two, 'done')).toBe(false);
  });

  it('forgets an attempt that was given back untried, and keeps a document back for a while', async () => {
    const id = await add();
    const [one, two] = [randomUUID(), randomUUID()];
    await claim(1, 30, one);
    await subject.queue.settle(id, one, { afterSeconds: 0, counts: false });
    await putBack(id);
    expect(await claim(1, 30, two)).toEqual([{ documentId: id, attempt: 1 }]);
    await subject.queue.settle(id, two, { afterSeconds: 3600, counts: true });
    await putBack(id);
    expect(await claim(1, 30)).toEqual([]);
  });

  it('lets nobody renew or settle with another token', async () => {
    const id = await add();
    const token = randomUUID();
    expect(await subject.queue.renew(id, token, 30)).toBe(false);
    await claim(1, 30, token);
    for (const other of [randomUUID(), randomUUID()]) {
      expect(await subject.queue.renew(id, other, 30)).toBe(false);
      expect(await subject.queue.settle(id, other, 'done')).toBe(false);
    }
    expect(await subject.queue.renew(id, token, 30)).toBe(true);
  });

  it('names those whose lease has run out, until it is renewed or settled', async () => {
    const [kept, lost, renewed] = [await add(), await add(), await add()];
    await claim(1, 30);
    const token = randomUUID();
    await claim(2, -1, token);
    const asLost = (documentId: number) => ({ documentId, claimToken: token, attempt: 1 });
    expect(await subject.queue.lost()).toEqual([asLost(lost), asLost(renewed)]);
    await subject.queue.renew(renewed, token, 30);
    expect(await subject.queue.lost()).toEqual([asLost(lost)]);
    await subject.queue.settle(lost, token, 'done');
    expect(await subject.queue.lost()).toEqual([]);
    expect(kept).toBeLessThan(lost);
  });

  it('withdraws a document that waits, and none that is claimed', async () => {
    const [claimed, waiting] = [await add(), await add()];
    const token = randomUUID();
    await claim(1, 30, token);
    await subject.unitOfWork.run(() => subject.queue.withdraw(waiting));
    await subject.unitOfWork.run(() => subject.queue.withdraw(claimed));
    expect(await claim(5, 30)).toEqual([]);
    expect(await subject.queue.settle(claimed, token, 'done')).toBe(true);
  });

  const restart = (documentId: number): Promise<void> =>
    subject.unitOfWork.run(() => subject.queue.restart(documentId));

  it('begins again with what waits, at once and with all its attempts', async () => {
    const id = await add();
    const token = randomUUID();
    await claim(1, 30, token);
    await subject.queue.settle(id, token, { afterSeconds: 3600, counts: true });
    await putBack(id);
    await restart(id);
    expect(await claim(1, 30)).toEqual([{ documentId: id, attempt: 1 }]);
    const unknown = await subject.unitOfWork.run(() =>
      subject.documents.add(aNewDocument({ status: 'New' }), 'ann'),
    );
    await restart(unknown);
    expect(await claim(2, 30)).toEqual([{ documentId: unknown, attempt: 1 }]);
  });

  it('takes what is begun again from whoever has it in hand, as what a lost worker had', async () => {
    const [id, other] = [await add(), await add()];
    const token = randomUUID();
    await claim(2, 30, token);
    await restart(id);
    expect(await subject.queue.renew(id, token, 30)).toBe(false);
    expect(await subject.queue.settle(id, token, 'done')).toBe(false);
    expect(await claim(5, 30)).toEqual([]); // it is in Processing until it is given back
    const lost = await until('it counts as lost', async () => (await subject.queue.lost())[0]);
    expect(lost).toEqual({ documentId: id, claimToken: expect.any(String), attempt: 0 });
    await subject.queue.settle(id, lost.claimToken, { afterSeconds: 0, counts: true });
    await putBack(id);
    expect(await claim(5, 30)).toEqual([{ documentId: id, attempt: 1 }]);
    expect(await subject.queue.settle(other, token, 'done')).toBe(true);
  });

  it('wakes the workers after the commit, and only then', async () => {
    let woken = 0;
    subject.signal.onRaise(() => (woken += 1));
    await subject.unitOfWork.run(async () => {
      await add();
      expect(woken).toBe(0);
    });
    expect(woken).toBe(1);
    const failed = subject.unitOfWork.run(async () => {
      await add();
      throw new Error('on purpose');
    });
    await expect(failed).rejects.toThrow('on purpose');
    expect(woken).toBe(1);
    expect(await claim(5, 30)).toHaveLength(1);
  });

  it('refuses a request or a claim outside a unit of work', async () => {
    const outside = 'No open unit of work';
    await expect(subject.queue.request(1)).rejects.toThrow(outside);
    await expect(subject.queue.restart(1)).rejects.toThrow(outside);
    await expect(subject.queue.claim(1, 30, randomUUID())).rejects.toThrow(outside);
    await expect(subject.queue.withdraw(1)).rejects.toThrow(outside);
  });
});
