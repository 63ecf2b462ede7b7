import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../shared/config/config.js';
import { s3Location, type S3Location } from '../../shared/config/s3-location.js';
import { InstanceSettings } from '../../shared/database/instance-settings.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { FileStore, type StagedFile } from '../application/file-store.js';
import { detectMimeType } from './detect-mime-type.js';
import { receiveFile } from './receive-file.js';
import { S3Trouble } from './s3-trouble.js';

const MARKER = '.recordengine-store';
const HOUR = 3_600_000;
const SHA256 = /^[0-9a-f]{64}$/;
/** With two parts at a time, about 32 MiB of memory for each upload, whatever its size; 10,000 parts are 78 GiB. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;
/** Within a transaction, which may be idle for 5 s. */
const QUICK_MS = 4000;
const LOOK_MS = 2000;
const LOOKED_FOR_MS = 5000;

/**
 * `<prefix>ab/cd/abcd…`, as the local store has it: a store can be copied from one kind to the other. What is received
 * goes through a file in `DATA_DIR/spool`: its type is told from bytes anywhere in it, and a client that goes away in
 * the middle, or is refused, never reaches the bucket. Keys are hashes of what they hold, so sending a content twice
 * does no harm, and it is sent ahead of the transaction that keeps it.
 */
@Injectable()
export class S3FileStore extends FileStore implements OnModuleInit, OnModuleDestroy {
  readonly #log = new Logger(S3FileStore.name);
  readonly #client: S3Client;
  readonly #at: S3Location;
  readonly #spool: string;
  /** Of the database, once it was asked. */
  #marker: string | undefined;
  #isKnown = false;
  #failingSince: Date | undefined;
  #look: { at: number; done: Promise<void> } | undefined;

  constructor(
    config: Config,
    private readonly settings: InstanceSettings,
  ) {
    super();
    this.#at = s3Location(config.filesUrl);
    this.#spool = config.spoolDir;
    const { endpoint, region, pathStyle } = this.#at;
    const usual = endpoint === undefined ? undefined : 'us-east-1'; // other makers' stores have none, but sign with one
    this.#client = new S3Client({
      ...(endpoint === undefined ? {} : { endpoint }),
      ...((region ?? usual) === undefined ? {} : { region: region ?? usual }),
      forcePathStyle: pathStyle,
      maxAttempts: 3,
      // Not every store knows trailing checksums. Ours are sent ahead, with every object and part.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: 3000,
        socketTimeout: 60_000, // without a byte; a slow reader of a download may cause that, too
        // Slow downloads hold one each.
        httpAgent: { keepAlive: true, maxSockets: 256 },
        httpsAgent: { keepAlive: true, maxSockets: 256 },
      },
    });
  }

  /** @throws when the settings are wrong; a store that is away is waited for while the service runs */
  async onModuleInit(): Promise<void> {
    await mkdir(this.#spool, { recursive: true, mode: 0o700 });
    await this.removeSpooled(new Date(Date.now() - HOUR));
    await this.settings.get('files_marker'); // a database that is away is no trouble of the store
    try {
      await this.recognize(LOOK_MS * 5);
    } catch (error) {
      if (error instanceof WrongStore) throw error;
      const trouble = new S3Trouble(error);
      if (!trouble.mayPass) {
        // eslint-disable-next-line preserve-caught-error -- what the store said may hold keys
        throw new Error(
          `FILES_URL (${this.name}) cannot be used (${trouble.words}). ${trouble.advice(this.#at.bucket)}`,
        );
      }
      this.fails(trouble);
    }
  }

  onModuleDestroy(): void {
    this.#client.destroy();
  }

  async stage(stream: AsyncIterable<Uint8Array>): Promise<StagedFile> {
    const path = join(this.#spool, randomUUID());
    const { sha256, size } = await receiveFile(stream, path);
    return {
      sha256,
      size,
      mimeType: (filename) => detectMimeType(path, filename),
      prepare: () => this.send(path, sha256, size),
      keep: async () => {
        // Somebody may have removed the same content since: from here on, the caller's lock prevents that.
        if ((await this.sizeOf(sha256)) !== size) await this.send(path, sha256, size);
        await rm(path, { force: true });
      },
      discard: () => rm(path, { force: true }),
    };
  }

  async read(sha256: string, range?: { start: number; end: number }): Promise<Readable> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    const command = new GetObjectCommand({ ...this.#content(sha256), ...(Range ? { Range } : {}) });
    const { Body, ContentLength } = await this.ask(() => this.#client.send(command));
    const content = Body as Readable;
    if (!range || ContentLength === range.end - range.start + 1) return content;
    content.destroy();
    throw this.unavailable(new Error(`The store gave ${ContentLength} bytes for ${Range}`));
  }

  /** A copy, whose bytes are checked on the way. */
  async withLocalPath<T>(sha256: string, use: (path: string) => Promise<T>): Promise<T> {
    const path = join(this.#spool, `${randomUUID()}-${sha256}`);
    const content = await this.read(sha256);
    const found = await receiveFile(content, path).catch((error: unknown) => {
      throw new S3Trouble(error).mayPass ? this.unavailable(error) : error; // broken off, or this disk is full
    });
    try {
      if (found.sha256 !== sha256)
        throw new Error(`The store holds ${found.sha256} in the place of ${sha256}`);
      return await use(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  async *kept(before: Date): AsyncGenerator<string> {
    const at = { Bucket: this.#at.bucket, Prefix: this.#at.prefix };
    const pages = paginateListObjectsV2({ client: this.#client }, at);
    for (;;) {
      const page = await this.ask(() => pages.next());
      if (page.done) return;
      for (const { Key = '', LastModified } of page.value.Contents ?? []) {
        const sha256 = Key.slice(-64);
        if (!SHA256.test(sha256) || Key !== this.#content(sha256).Key) continue; // not ours
        if (LastModified && LastModified < before) yield sha256;
      }
    }
  }

  async remove(sha256: string): Promise<void> {
    const command = new DeleteObjectCommand(this.#content(sha256));
    await this.ask(() => this.#client.send(command, { abortSignal: AbortSignal.timeout(QUICK_MS) }));
  }

  async removeAbandoned(before: Date): Promise<number> {
    return (await this.removeSpooled(before)) + (await this.abortUploads(before));
  }

  async failingSince(): Promise<Date | undefined> {
    if (!this.#look || this.#look.at < performance.now() - LOOKED_FOR_MS) {
      this.#look = { at: performance.now(), done: this.look() };
    }
    await this.#look.done;
    return this.#failingSince;
  }

  private get name(): string {
    return `s3://${this.#at.bucket}/${this.#at.prefix}`;
  }

  #content(sha256: string): { Bucket: string; Key: string } {
    if (!SHA256.test(sha256)) throw new Error(`Not a SHA-256: ${sha256}`);
    const path = `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
    return { Bucket: this.#at.bucket, Key: this.#at.prefix + path };
  }

  /** The store refuses bytes other than those that were hashed: whole when they fit one request, else part by part. */
  private async send(path: string, sha256: string, size: number): Promise<void> {
    const target = this.#content(sha256);
    await this.ask(async () => {
      if (size <= PART_BYTES) {
        const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
        await this.#client.send(
          new PutObjectCommand({ ...target, Body: await readFile(path), ChecksumSHA256 }),
        );
        return;
      }
      const file = createReadStream(path);
      const Body = file.pipe(stillHas(sha256));
      file.on('error', (error) => Body.destroy(error));
      Body.on('error', () => undefined); // told by `done`, unless that has failed before
      const params = { ...target, Body, ChecksumAlgorithm: 'SHA256' as const };
      try {
        // One that fails is aborted: its parts would be paid for, and seen by nobody.
        const parts = { partSize: PART_BYTES, queueSize: PARTS_AT_ONCE };
        await new Upload({ client: this.#client, params, ...parts }).done();
      } finally {
        file.destroy();
      }
    });
  }

  /** Undefined when it is not there. */
  private async sizeOf(sha256: string): Promise<number | undefined> {
    const command = new HeadObjectCommand(this.#content(sha256));
    try {
      const { ContentLength } = await this.ask(() =>
        this.#client.send(command, { abortSignal: AbortSignal.timeout(QUICK_MS) }),
      );
      return ContentLength;
    } catch (error) {
      if (new S3Trouble(error).isMissingKey) return undefined;
      throw error;
    }
  }

  /** Of processes that were killed in the middle. */
  private async abortUploads(before: Date): Promise<number> {
    const found: { Key: string; UploadId: string }[] = [];
    for await (const { Uploads = [] } of this.uploads()) {
      for (const { Key, UploadId, Initiated } of Uploads) {
        if (Key && UploadId && Initiated && Initiated < before) found.push({ Key, UploadId });
      }
    }
    for (const upload of found) {
      const command = new AbortMultipartUploadCommand({ Bucket: this.#at.bucket, ...upload });
      await this.ask(() => this.#client.send(command));
    }
    return found.length;
  }

  /** Some small stores cannot list them (501). */
  private async *uploads(): AsyncGenerator<ListMultipartUploadsCommandOutput> {
    let input: ListMultipartUploadsCommandInput = { Bucket: this.#at.bucket, Prefix: this.#at.prefix };
    for (;;) {
      const page = await this.ask(() =>
        this.#client.send(new ListMultipartUploadsCommand(input)).catch((error: unknown) => {
          if (new S3Trouble(error).isUnknownRequest) return undefined;
          throw error;
        }),
      );
      if (!page) return;
      yield page;
      if (!page.IsTruncated || !page.NextKeyMarker) return;
      input = { ...input, KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
  }

  private async removeSpooled(before: Date): Promise<number> {
    let removed = 0;
    for (const name of await readdir(this.#spool)) {
      const path = join(this.#spool, name);
      const spooled = await stat(path).catch(() => undefined);
      if (!spooled || spooled.mtime >= before) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    return removed;
  }

  /**
   * The store and the database know each other by a random marker, as with the local store. What it will be is settled
   * in the database before it is written, so that processes that start together, or after a kill, all write the same:
   * not every store can be told to keep the first one.
   */
  private async recognize(ms: number): Promise<void> {
    const abortSignal = AbortSignal.timeout(ms);
    const target = { Bucket: this.#at.bucket, Key: `${this.#at.prefix}${MARKER}` };
    const known = this.#marker ?? (await this.settings.get('files_marker')); // first: it is set when the marker is there
    let found = await this.marker(abortSignal);
    if (found === undefined && known === undefined) {
      found = await this.settings.getOrSet('files_marker_to_be', randomUUID());
      await this.#client.send(new PutObjectCommand({ ...target, Body: found }), { abortSignal });
    }
    const expected = known ?? (await this.settings.getOrSet('files_marker', found ?? ''));
    if (found !== expected) {
      throw new WrongStore(
        `FILES_URL (${this.name}) is not the store of this database: its marker is ${found || 'absent'}, expected ` +
          `${expected}. Point FILES_URL at the shared store, or copy the files there, ${MARKER} included.`,
      );
    }
    this.#marker = expected;
    this.#isKnown = true;
  }

  private async marker(abortSignal: AbortSignal): Promise<string | undefined> {
    const target = { Bucket: this.#at.bucket, Key: `${this.#at.prefix}${MARKER}` };
    try {
      const { Body } = await this.#client.send(new GetObjectCommand(target), { abortSignal });
      return (await Body?.transformToString())?.trim();
    } catch (error) {
      if (new S3Trouble(error).isMissingKey) return undefined;
      throw error;
    }
  }

  /** Each time the marker is looked at: a bucket that was emptied or exchanged meanwhile shows, too. */
  private async look(): Promise<void> {
    try {
      await this.recognize(LOOK_MS);
      if (this.#failingSince) this.#log.log(`The document store (${this.name}) answers again`);
      this.#failingSince = undefined;
    } catch (error) {
      if (error instanceof WrongStore) this.#isKnown = false;
      this.fails(error instanceof WrongStore ? error : new S3Trouble(error));
    }
  }

  private fails(trouble: S3Trouble | WrongStore): void {
    if (this.#failingSince) return;
    this.#failingSince = new Date();
    const why = trouble instanceof WrongStore ? trouble.message : trouble.words;
    this.#log.error(`The document store (${this.name}) cannot be used: ${why}`);
  }

  /** Nothing is asked of a store before it is known to be the one of this database. */
  private async ask<T>(request: () => Promise<T>): Promise<T> {
    try {
      if (!this.#isKnown) await this.recognize(QUICK_MS);
      return await request();
    } catch (error) {
      throw new S3Trouble(error).isMissingKey ? error : this.unavailable(error);
    }
  }

  private unavailable(error: unknown): DomainError {
    if (error instanceof DomainError) return error;
    const words =
      error instanceof WrongStore ? 'it is not that of this database' : new S3Trouble(error).words;
    this.#log.warn(`The document store (${this.name}) failed: ${words}`);
    return new DomainError(
      'unavailable',
      'files_unavailable',
      `The document store does not answer as it should (${words}); try again in a moment.`,
      { retryAfterSeconds: 5 },
    );
  }
}

class WrongStore extends Error {}

/** Lets nothing end that is not what was received: a disk may give back other bytes than it was given. */
function stillHas(sha256: string): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const found = hash.digest('hex');
      done(found === sha256 ? null : new Error(`The spool holds ${found} in the place of ${sha256}`));
    },
  });
}
