import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../shared/config/config.js';
import { s3Location, type S3Location } from '../../shared/config/s3-location.js';
import { InstanceSettings } from '../../shared/database/instance-settings.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { FileStore, type StagedFile } from '../application/file-store.js';
import { detectMimeType } from './detect-mime-type.js';

const MARKER = '.recordengine-store';
const HOUR = 3_600_000;
const SHA256 = /^[0-9a-f]{64}$/;
/** With two parts at a time, 16 MiB of memory for each upload, whatever its size. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;

/**
 * `<prefix>ab/cd/abcd…` as the local store has it, so that a store can be copied from one kind to the other, with
 * `<prefix>incoming/` for what is staged. What is received goes through a file in `DATA_DIR/spool` first: its type is
 * told from its bytes, at any place of it, and a client that goes away in the middle never reaches the bucket.
 */
@Injectable()
export class S3FileStore extends FileStore implements OnModuleInit, OnModuleDestroy {
  readonly #client: S3Client;
  readonly #at: S3Location;
  readonly #spool: string;

  constructor(
    config: Config,
    private readonly settings: InstanceSettings,
  ) {
    super();
    this.#at = s3Location(config.filesUrl);
    this.#spool = resolve(config.dataDir, 'spool');
    const { endpoint, region, pathStyle } = this.#at;
    this.#client = new S3Client({
      ...(endpoint === undefined ? {} : { endpoint }),
      // Stores of other makers have no regions, but requests are signed with one.
      ...(region === undefined ? (endpoint === undefined ? {} : { region: 'us-east-1' }) : { region }),
      forcePathStyle: pathStyle,
      maxAttempts: 3,
      // Checksums that not every store knows are sent where we ask for them.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: 3000, socketTimeout: 15_000 },
    });
  }

  async onModuleInit(): Promise<void> {
    await mkdir(this.#spool, { recursive: true, mode: 0o700 });
    await this.checkMarker();
    await this.removeSpooled(new Date(Date.now() - HOUR));
  }

  onModuleDestroy(): void {
    this.#client.destroy();
  }

  async stage(stream: AsyncIterable<Uint8Array>): Promise<StagedFile> {
    const path = join(this.#spool, randomUUID());
    const staged = this.#key(`incoming/${randomUUID()}`);
    try {
      const { sha256, size } = await write(stream, path);
      await this.upload(path, staged, sha256, size);
      return {
        sha256,
        size,
        mimeType: (filename) => detectMimeType(path, filename),
        keep: async () => {
          await this.keep(staged, sha256);
          await rm(path, { force: true });
        },
        discard: async () => {
          await rm(path, { force: true });
          await this.delete(staged).catch(() => undefined); // litter, which the job removes when the store is back
        },
      };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  async read(sha256: string, range?: { start: number; end: number }): Promise<Readable> {
    const { Body } = await this.ask(() =>
      this.#client.send(
        new GetObjectCommand({
          Bucket: this.#at.bucket,
          Key: this.#contentKey(sha256),
          ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}),
        }),
      ),
    );
    return Body as Readable;
  }

  /** A copy of its own for each caller, who gives it back with `release`. Its bytes are checked on the way. */
  async localPath(sha256: string): Promise<string> {
    const path = join(this.#spool, `${randomUUID()}-${sha256}`);
    try {
      const found = await write(await this.read(sha256), path);
      if (found.sha256 !== sha256) throw new Error(`The store holds ${found.sha256} in the place of ${sha256}`);
      return path;
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  async release(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  async *kept(before: Date): AsyncGenerator<string> {
    for await (const { key, at } of this.list('')) {
      const sha256 = key.slice(key.lastIndexOf('/') + 1);
      if (SHA256.test(sha256) && key === this.#contentKey(sha256) && at < before) yield sha256;
    }
  }

  async remove(sha256: string): Promise<void> {
    await this.delete(this.#contentKey(sha256));
  }

  async removeAbandoned(before: Date): Promise<number> {
    await this.removeSpooled(before);
    let removed = await this.abortUploads(before);
    for await (const { key, at } of this.list('incoming/')) {
      if (at >= before) continue;
      await this.delete(key);
      removed += 1;
    }
    return removed;
  }

  #key(name: string): string {
    return this.#at.prefix + name;
  }

  #contentKey(sha256: string): string {
    if (!SHA256.test(sha256)) throw new Error(`Not a SHA-256: ${sha256}`);
    return this.#key(`${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`);
  }

  /** The store refuses bytes other than those that were hashed: whole when they fit one request, else part by part. */
  private async upload(path: string, key: string, sha256: string, size: number): Promise<void> {
    const target = { Bucket: this.#at.bucket, Key: key };
    await this.ask(async () => {
      if (size <= PART_BYTES) {
        const file = await open(path);
        const Body = await file.readFile().finally(() => file.close());
        const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
        await this.#client.send(new PutObjectCommand({ ...target, Body, ChecksumSHA256 }));
      } else {
        const params = { ...target, Body: createReadStream(path), ChecksumAlgorithm: 'SHA256' as const };
        // A failed one is aborted by it: its parts would be paid for, and seen by nobody.
        await new Upload({
          client: this.#client,
          params,
          partSize: PART_BYTES,
          queueSize: PARTS_AT_ONCE,
        }).done();
      }
      const { ContentLength } = await this.#client.send(new HeadObjectCommand(target));
      if (ContentLength !== size) throw new Error(`The store has ${ContentLength} bytes of ${size}`);
    });
  }

  /** Copied within the store, which is quick and atomic; a kill before the end leaves an orphan of an hour at most. */
  private async keep(staged: string, sha256: string): Promise<void> {
    await this.ask(() =>
      this.#client.send(
        new CopyObjectCommand({
          Bucket: this.#at.bucket,
          Key: this.#contentKey(sha256),
          CopySource: `${this.#at.bucket}/${staged}`,
        }),
      ),
    );
    // The content is kept: what is staged is only litter now, and the job removes it if this cannot.
    await this.delete(staged).catch(() => undefined);
  }

  private async delete(key: string): Promise<void> {
    await this.ask(() => this.#client.send(new DeleteObjectCommand({ Bucket: this.#at.bucket, Key: key })));
  }

  private async *list(under: string): AsyncGenerator<{ key: string; at: Date }> {
    const pages = paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.#at.bucket, Prefix: this.#key(under) },
    );
    for (;;) {
      const page = await this.ask(() => pages.next());
      if (page.done) return;
      for (const { Key, LastModified } of page.value.Contents ?? []) {
        if (Key !== undefined && LastModified !== undefined) yield { key: Key, at: LastModified };
      }
    }
  }

  /** Of processes that were killed in the middle. Some small stores cannot list them: they have none to show, either. */
  private async abortUploads(before: Date): Promise<number> {
    const at = { Bucket: this.#at.bucket, Prefix: this.#key('incoming/') };
    let next: { KeyMarker?: string; UploadIdMarker?: string } = {};
    let aborted = 0;
    for (;;) {
      let page: ListMultipartUploadsCommandOutput;
      try {
        page = await this.#client.send(new ListMultipartUploadsCommand({ ...at, ...next }));
      } catch (error) {
        if (statusOf(error) === 501) return aborted;
        throw unavailable(error);
      }
      for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
        if (Key === undefined || UploadId === undefined || !Initiated || Initiated >= before) continue;
        await this.ask(() =>
          this.#client.send(new AbortMultipartUploadCommand({ Bucket: this.#at.bucket, Key, UploadId })),
        );
        aborted += 1;
      }
      if (!page.IsTruncated || page.NextKeyMarker === undefined) return aborted;
      next = {
        KeyMarker: page.NextKeyMarker,
        ...(page.NextUploadIdMarker === undefined ? {} : { UploadIdMarker: page.NextUploadIdMarker }),
      };
    }
  }

  private async removeSpooled(before: Date): Promise<void> {
    for (const name of await readdir(this.#spool)) {
      const path = join(this.#spool, name);
      const spooled = await stat(path).catch(() => undefined);
      if (spooled && spooled.mtime < before) await rm(path, { force: true });
    }
  }

  /** As the local store does it: the bucket is marked first, and only while the database knows no marker. */
  private async checkMarker(): Promise<void> {
    const known = await this.settings.get('files_marker');
    const found = (await this.marker()) ?? (known === undefined ? await this.mark() : '');
    const expected = known ?? (await this.settings.getOrSet('files_marker', found));
    if (found === expected) return;
    throw new Error(
      `FILES_URL (s3://${this.#at.bucket}/${this.#at.prefix}) is not the store of this database: its marker is ` +
        `${found || 'absent'}, expected ${expected}. Point FILES_URL at the shared store, or copy the files there, ` +
        `${MARKER} included.`,
    );
  }

  private async mark(): Promise<string> {
    const target = { Bucket: this.#at.bucket, Key: this.#key(MARKER) };
    try {
      await this.#client.send(new PutObjectCommand({ ...target, Body: randomUUID(), IfNoneMatch: '*' }));
    } catch (error) {
      if (statusOf(error) !== 412 && statusOf(error) !== 409) throw unavailable(error); // another process was first
    }
    return (await this.marker()) ?? '';
  }

  private async marker(): Promise<string | undefined> {
    try {
      const target = { Bucket: this.#at.bucket, Key: this.#key(MARKER) };
      const { Body } = await this.#client.send(new GetObjectCommand(target));
      return (await Body?.transformToString())?.trim();
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw unavailable(error);
    }
  }

  private async ask<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw error instanceof Error && error.name === 'NoSuchKey' ? error : unavailable(error);
    }
  }
}

async function write(stream: AsyncIterable<Uint8Array>, path: string): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  // Opened before anything can fail: an open that is still under way would make the file after it was removed.
  const file = await open(path, 'wx', 0o600);
  await pipeline(stream, measure, file.createWriteStream());
  return { sha256: hash.digest('hex'), size };
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}

/** The name of the error alone: texts of the store may repeat the request, its key and signature included. */
function unavailable(error: unknown): DomainError {
  const name = error instanceof Error ? error.name : 'Error';
  const status = statusOf(error);
  const what = status === undefined ? name : `${name}, ${status}`;
  return new DomainError(
    'unavailable',
    'files_unavailable',
    `The document store is away (${what}); try again in a moment.`,
    { retryAfterSeconds: 5 },
  );
}
