import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ipaddr from 'ipaddr.js';
import { findOcrData } from './find-ocr-data.js';
import { isWithin, readHotFolders, type HotFolderSettings } from './read-hot-folders.js';
import { readImapAccounts, type ImapAccount } from './read-imap-accounts.js';
import { s3Location } from './s3-location.js';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g;

/** `inbox@example.com`; with a domain alone only where all of it can be meant. */
const ADDRESS = /^[^\s@,<>"]+@[^\s@,<>"]+$/;
const ADDRESS_OR_DOMAIN = /^[^\s@,<>"]*@[^\s@,<>"]+$/;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

const HOUR_MS = 3_600_000;
/** What browsers keep cookies for at most: 400 days. https://www.rfc-editor.org/rfc/rfc6265bis */
const MOST_OF_A_SESSION_MS = 400 * 24 * HOUR_MS;

export type Role = 'api' | 'worker';
export type EngineName = 'rules' | 'model';

export interface ModelConfig {
  /** Without credentials, query and fragment. */
  url: URL;
  name: string;
  apiKey: string | undefined;
  parameters: Record<string, unknown>;
  input: 'text' | 'pictures';
  /** What one document may take. */
  budget: { requests: number; tokens: number; timeMs: number };
  /** For one request. */
  timeoutMs: number;
}

export type UserRole = 'admin' | 'reviewer' | 'viewer';

export interface OidcSettings {
  issuer: URL;
  clientId: string;
  clientSecret: string;
  /** Of accounts that are made at a first login; undefined: none are made. */
  defaultRole: UserRole | undefined;
}

export interface SmtpSettings {
  host: string;
  port: number;
  /** PEM; undefined: no STARTTLS. */
  tls: { key: string; cert: string; isRequired: boolean } | undefined;
}

/** `https://crm.example`, `https://*.crm.example:8443`; nothing that could end a directive of the policy. */
const ORIGIN = /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/;

/** Everything that can be set from outside, parsed once at boot. Durations are milliseconds, sizes bytes. */
export class Config {
  readonly port: number;
  readonly host: string;
  /** Without a trailing slash. */
  readonly publicBaseUrl: string;
  readonly publicBaseUrlIsSet: boolean;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  /** 32 bytes. */
  readonly secretsKey: Buffer | undefined;
  /** 32 bytes; what is sealed with it is sealed anew. */
  readonly secretsKeyPrevious: Buffer | undefined;
  readonly bootstrapToken: string | undefined;
  /** Of the account that is made while there is none. */
  readonly adminEmail: string;
  readonly sessionIdleMs: number;
  readonly sessionLifetimeMs: number;
  /** Undefined: nobody logs in by an identity provider. */
  readonly oidc: OidcSettings | undefined;
  readonly roles: ReadonlySet<Role>;
  readonly filesUrl: URL;
  readonly webhookAllowedCidrs: readonly string[];
  /** Checked to be `http://[user:password@]host[:port]`. */
  readonly webhookEgressProxy: URL | undefined;
  /** PEM, each a certificate of its own. */
  readonly webhookExtraCas: readonly string[];
  readonly webhookTimeoutMs: number;
  readonly webhookRetrySchedule: readonly number[];
  readonly webhookLeaseSeconds: number;
  /** Requests under way at one time over all workers; 0 is no limit. */
  readonly webhookMaxInFlight: number;
  readonly webhookBreaker: { failures: number; probeMinMs: number; probeMaxMs: number };
  readonly exportRequiresApproval: boolean;
  /** Per token, in each process; 0 is no limit. */
  readonly rateLimitPerSecond: number;
  readonly maxUploadBytes: number;
  readonly maxJsonUploadBytes: number;
  readonly retentionDays: number;
  readonly hotFolders: readonly HotFolderSettings[];
  readonly hotFolderScanMs: number;
  /** For how long a file must not have changed. */
  readonly hotFolderStillMs: number;
  /** In lower case, without tags: those that are taken with `+contact-5` and so on, too. */
  readonly mailAddresses: readonly string[];
  /** In lower case; `@example.com` is a domain. Empty: everybody. */
  readonly mailAllowedSenders: readonly string[];
  /** The same; empty: nobody. */
  readonly mailRefsSenders: readonly string[];
  readonly mailMaxBytes: number;
  /** Undefined: nothing listens. */
  readonly smtp: SmtpSettings | undefined;
  readonly imapAccounts: readonly ImapAccount[];
  readonly imapPollMs: number;
  /** How many pages are recognised at the same time; 0 turns it off. */
  readonly ocrWorkers: number;
  /** In this order, with the files that hold what is known of them. */
  readonly ocrLanguages: readonly { code: string; path: string }[];
  /** For the pages of one document together. */
  readonly ocrBudgetMs: number;
  /** What reads documents: of the profiles in `byProfile`, and of all others. */
  readonly extractionEngine: { others: EngineName; byProfile: ReadonlyMap<number, EngineName> };
  /** The server of models; set when an engine is `model`. */
  readonly model: ModelConfig | undefined;
  /** Origins whose pages may show documents in a frame, as Content-Security-Policy has them. */
  readonly frameAncestors: readonly string[];
  /** As Express takes it: false, a hop count, or a list of addresses and ranges. */
  readonly trustProxy: false | number | string;
  readonly logLevel: string;

  private constructor(env: NodeJS.ProcessEnv) {
    const read = new Reader(env);
    this.port = read.integer('PORT', 3000, 1, 65_535);
    this.host = read.text('HOST') ?? '127.0.0.1';
    const base = read.url('PUBLIC_BASE_URL', ['http:', 'https:']);
    this.publicBaseUrlIsSet = base !== undefined;
    this.publicBaseUrl = (base?.href ?? `http://localhost:${this.port}`).replace(/\/+$/, '');
    if (base && (base.search || base.hash || base.username)) {
      read.refuse(
        'PUBLIC_BASE_URL',
        'must be a plain http(s) address, without query, fragment or credentials',
      );
    }
    const longest = `${this.publicBaseUrl}/documents/${2 ** 31 - 1}`.length;
    if (longest > 255) {
      read.refuse(
        'PUBLIC_BASE_URL',
        `is too long: doc_url must fit into 255 characters (a CRM's URL field), and would take ${longest}`,
      );
    }
    this.dataDir = resolve(read.text('DATA_DIR') ?? './data');
    this.databaseUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:'])?.href;
    this.secretsKey = read.secretsKey('SECRETS_KEY');
    this.secretsKeyPrevious = read.secretsKey('SECRETS_KEY_PREVIOUS');
    if (this.secretsKeyPrevious !== undefined && this.secretsKey === undefined) {
      read.refuse('SECRETS_KEY', 'is required with SECRETS_KEY_PREVIOUS: it is the new key');
    }
    if (this.databaseUrl !== undefined && this.secretsKey === undefined) {
      read.refuse(
        'SECRETS_KEY',
        'is required with DATABASE_URL: base64 of 32 bytes (openssl rand -base64 32)',
      );
    }
    this.bootstrapToken = read.matching(
      'RECORDENGINE_TOKEN',
      /^re_[0-9a-f]{40}$/,
      're_ and 40 lower-case hex digits',
    );
    this.adminEmail = (
      read.matching('ADMIN_EMAIL', /^[^\s@]+@[^\s@]+$/, 'an e-mail address') ?? 'admin@localhost'
    ).toLowerCase();
    this.sessionIdleMs = read.span('SESSION_IDLE', '12h', 60_000, MOST_OF_A_SESSION_MS);
    this.sessionLifetimeMs = read.span('SESSION_LIFETIME', '168h', 60_000, MOST_OF_A_SESSION_MS);
    this.oidc = this.readOidc(read);
    this.roles = read.roles();
    this.filesUrl = read.fileUrl('FILES_URL') ?? pathToFileURL(resolve(this.dataDir, 'files'));
    this.webhookAllowedCidrs = read.cidrs('WEBHOOK_ALLOWED_CIDRS');
    this.webhookEgressProxy = read.proxy('WEBHOOK_EGRESS_PROXY');
    this.webhookExtraCas = read.certificates('WEBHOOK_EXTRA_CA_FILE');
    this.webhookTimeoutMs = read.integer('WEBHOOK_TIMEOUT_MS', 15_000, 100, 120_000);
    this.webhookRetrySchedule = read.schedule(
      'WEBHOOK_RETRY_SCHEDULE',
      '5s,30s,2m,10m,30m,1h,2h,4h,8h,12h,24h,24h,24h,24h',
    );
    const shortestLease = Math.ceil(this.webhookTimeoutMs / 1000) + 5;
    this.webhookLeaseSeconds = read.integer('WEBHOOK_LEASE_SECONDS', Math.max(30, shortestLease), 1, 3600);
    if (this.webhookLeaseSeconds < shortestLease) {
      read.refuse(
        'WEBHOOK_LEASE_SECONDS',
        `must be at least ${shortestLease}: WEBHOOK_TIMEOUT_MS and 5 s more`,
      );
    }
    this.webhookMaxInFlight = read.integer('WEBHOOK_MAX_IN_FLIGHT', 0, 0, 1_000_000);
    this.webhookBreaker = read.breaker();
    this.exportRequiresApproval = read.flag('EXPORT_REQUIRES_APPROVAL');
    this.rateLimitPerSecond = read.integer('RATE_LIMIT_PER_SECOND', 2000, 0, 1_000_000);
    this.maxUploadBytes = read.integer('MAX_UPLOAD_MB', 100, 1, 10_000) * 1024 * 1024;
    this.maxJsonUploadBytes = read.integer('MAX_JSON_UPLOAD_MB', 10, 1, 100) * 1024 * 1024;
    this.retentionDays = read.integer('RETENTION_DAYS', 90, 1, 36_500);
    this.hotFolders = this.readHotFolders(read);
    this.hotFolderScanMs = read.span('HOT_FOLDER_SCAN', '2s', 100);
    this.hotFolderStillMs = read.span('HOT_FOLDER_STILL', '5s', 0);
    this.mailAddresses = read.addresses('MAIL_ADDRESSES', ADDRESS);
    for (const address of this.mailAddresses) {
      if (address.includes('+')) read.refuse('MAIL_ADDRESSES', `must be without tags, not "${address}"`);
    }
    this.mailAllowedSenders = read.addresses('MAIL_ALLOWED_SENDERS', ADDRESS_OR_DOMAIN);
    this.mailRefsSenders = read.addresses('MAIL_REFS_SENDERS', ADDRESS_OR_DOMAIN);
    this.mailMaxBytes = read.integer('MAIL_MAX_MB', 25, 1, 200) * 1024 * 1024;
    this.smtp = this.readSmtp(read);
    this.imapAccounts = readImapAccounts(read.text('IMAP_URL') ?? '', (problem) =>
      read.refuse('IMAP_URL', problem),
    );
    this.imapPollMs = read.span('IMAP_POLL', '60s', 100);
    this.ocrWorkers = read.integer('OCR_WORKERS', 1, 0, 64);
    this.ocrLanguages = read.ocrLanguages('OCR_LANGUAGES', 'deu,fra,spa,eng', read.text('OCR_DATA_DIR'));
    this.ocrBudgetMs = read.span('OCR_BUDGET', '2m', 1000);
    this.extractionEngine = read.engines('EXTRACTION_ENGINE');
    this.model = this.readModel(read);
    this.frameAncestors = read.addresses('FRAME_ANCESTORS', ORIGIN);
    this.trustProxy = read.trustProxy();
    this.logLevel =
      read.matching(
        'LOG_LEVEL',
        /^(fatal|error|warn|info|debug|trace|silent)$/,
        'a level from fatal to trace, or silent',
      ) ?? 'info';
    read.finish();
  }

  /** @throws {InvalidConfig} naming every variable that is wrong, and what would be right */
  static read(env: NodeJS.ProcessEnv): Config {
    return new Config(env);
  }

  /** For files on their way to and from a document store that is not on this machine. */
  get spoolDir(): string {
    return resolve(this.dataDir, 'spool');
  }

  private readModel(read: Reader): ModelConfig | undefined {
    const url = read.url('MODEL_URL', ['http:', 'https:']);
    const name = read.text('MODEL_NAME');
    const apiKey = read.matching('MODEL_API_KEY', /^[\x21-\x7e]+$/, 'of printable ASCII characters');
    const model = {
      apiKey,
      parameters: read.jsonObject('MODEL_PARAMETERS'),
      input: (read.matching('MODEL_INPUT', /^(text|pictures)$/, 'text or pictures') ?? 'text') as
        'text' | 'pictures',
      budget: read.modelBudget('MODEL_BUDGET'),
      timeoutMs: read.span('MODEL_TIMEOUT', '60s', 100),
    };
    if (url && (url.username || url.password || url.search || url.hash))
      read.refuse(
        'MODEL_URL',
        'must be a plain address such as http://localhost:11434/v1; the key is MODEL_API_KEY',
      );
    const { others, byProfile } = this.extractionEngine;
    if (others !== 'model' && ![...byProfile.values()].includes('model')) return undefined;
    if (!url) read.refuse('MODEL_URL', 'is required when EXTRACTION_ENGINE has model');
    if (name === undefined) read.refuse('MODEL_NAME', 'is required when EXTRACTION_ENGINE has model');
    return url && name !== undefined ? { url, name, ...model } : undefined;
  }

  /** What the service stores must not be taken for something that has arrived. */
  private readHotFolders(read: Reader): HotFolderSettings[] {
    const name = 'HOT_FOLDERS';
    const folders = readHotFolders(read.text(name) ?? '', (problem) => read.refuse(name, problem));
    const files = this.filesUrl.protocol === 'file:' ? fileURLToPath(this.filesUrl) : this.spoolDir;
    for (const { path } of folders.filter((folder) => folder.path !== '')) {
      if (isWithin(this.dataDir, path)) read.refuse(name, `has ${path}, in which DATA_DIR lies`);
      if (isWithin(files, path) || isWithin(path, files))
        read.refuse(name, `has ${path}, which is not apart from FILES_URL (${files})`);
    }
    return folders;
  }

  private readOidc(read: Reader): OidcSettings | undefined {
    const issuer = read.url('OIDC_ISSUER', ['https:', 'http:']);
    const clientId = read.text('OIDC_CLIENT_ID');
    const clientSecret = read.text('OIDC_CLIENT_SECRET');
    const roles = /^(admin|reviewer|viewer)$/;
    const defaultRole = read.matching('OIDC_DEFAULT_ROLE', roles, 'admin, reviewer or viewer');
    if (!issuer) return undefined;
    if (issuer.protocol === 'http:' && !LOOPBACK.test(issuer.hostname))
      read.refuse('OIDC_ISSUER', 'must start with https:// (http:// only on this machine)');
    if (clientId === undefined) read.refuse('OIDC_CLIENT_ID', 'is required with OIDC_ISSUER');
    if (clientSecret === undefined) read.refuse('OIDC_CLIENT_SECRET', 'is required with OIDC_ISSUER');
    if (clientId === undefined || clientSecret === undefined) return undefined;
    return { issuer, clientId, clientSecret, defaultRole: defaultRole as UserRole | undefined };
  }

  private readSmtp(read: Reader): SmtpSettings | undefined {
    const port = read.integer('SMTP_PORT', 0, 0, 65_535);
    const host = read.text('SMTP_HOST') ?? '127.0.0.1';
    const cert = read.file('SMTP_TLS_CERT_FILE');
    const key = read.file('SMTP_TLS_KEY_FILE');
    const isRequired = read.flag('SMTP_TLS_REQUIRED');
    if ((cert === undefined) !== (key === undefined) || (isRequired && cert === undefined)) {
      read.refuse(
        'SMTP_TLS_CERT_FILE',
        'and SMTP_TLS_KEY_FILE go together, and are needed for SMTP_TLS_REQUIRED',
      );
    }
    if (cert !== undefined && key !== undefined) {
      try {
        createSecureContext({ cert, key });
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        read.refuse('SMTP_TLS_CERT_FILE', `and SMTP_TLS_KEY_FILE cannot be used: ${problem}`);
      }
    }
    if (port === 0) return undefined;
    if (this.mailAddresses.length === 0) {
      read.refuse('MAIL_ADDRESSES', 'is required with SMTP_PORT: mails to other addresses are refused');
    }
    const tls = cert !== undefined && key !== undefined ? { cert, key, isRequired } : undefined;
    return { host, port, tls };
  }

  /** This configuration with what only exists once the embedded database runs. */
  with(values: { databaseUrl: string; secretsKey: Buffer }): Config {
    return Object.assign(Object.create(Config.prototype) as Config, this, values);
  }
}

export class InvalidConfig extends Error {
  constructor(problems: string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'InvalidConfig';
  }
}

/** Collects every problem, so that one start shows all of them. An empty value counts as unset. */
class Reader {
  readonly #problems: string[] = [];

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  refuse(name: string, problem: string): void {
    this.#problems.push(`${name} ${problem}`);
  }

  finish(): void {
    if (this.#problems.length > 0) throw new InvalidConfig(this.#problems);
  }

  text(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const value = this.text(name);
    if (value === undefined) return fallback;
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    this.refuse(name, `must be a whole number from ${min} to ${max}, not "${value}"`);
    return fallback;
  }

  flag(name: string): boolean {
    return this.matching(name, /^(true|false)$/, 'true or false') === 'true';
  }

  matching(name: string, pattern: RegExp, meaning: string): string | undefined {
    const value = this.text(name);
    if (value === undefined || pattern.test(value)) return value;
    this.refuse(name, `must be ${meaning}`);
    return undefined;
  }

  url(name: string, protocols: string[]): URL | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url && protocols.includes(url.protocol)) return url;
    this.refuse(name, `must be an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    return undefined;
  }

  fileUrl(name: string): URL | undefined {
    const url = this.url(name, ['file:', 's3:']);
    if (url?.protocol === 's3:') return this.s3Url(name, url);
    if (url === undefined || url.host === '') return url;
    this.refuse(
      name,
      'must be an absolute path with three slashes, such as file:///var/lib/recordengine/files',
    );
    return undefined;
  }

  private s3Url(name: string, url: URL): URL | undefined {
    try {
      s3Location(url);
      return url;
    } catch (error) {
      this.refuse(name, (error as Error).message);
      return undefined;
    }
  }

  proxy(name: string): URL | undefined {
    const url = this.url(name, ['http:']);
    if (url === undefined) return undefined;
    const isBare = url.pathname === '/' && url.search === '' && url.hash === '';
    if (isBare && isPercentEncoded(url.username + url.password)) return url;
    this.refuse(name, 'must be http://host:port or http://user:password@host:port, percent-encoded');
    return undefined;
  }

  /** In lower case. */
  addresses(name: string, pattern: RegExp): string[] {
    const addresses = (this.text(name) ?? '')
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter(Boolean);
    for (const address of addresses) {
      if (!pattern.test(address)) this.refuse(name, `has "${address}", which is no address`);
    }
    return addresses;
  }

  file(name: string): string | undefined {
    const path = this.text(name);
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      this.refuse(name, `must be a file that can be read: ${String(error)}`);
      return undefined;
    }
  }

  certificates(name: string): string[] {
    const path = this.text(name);
    if (path === undefined) return [];
    try {
      const found = readFileSync(path, 'latin1').match(CERTIFICATE) ?? [];
      if (found.length > 0) return found.map((pem) => new X509Certificate(pem).toString());
      this.refuse(name, `must be a file of PEM certificates; there is none in ${path}`);
    } catch (error) {
      this.refuse(name, `must be a file of PEM certificates: ${String(error)}`);
    }
    return [];
  }

  secretsKey(name: string): Buffer | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const key = Buffer.from(value, 'base64');
    if (key.length === 32 && key.toString('base64').replace(/=+$/, '') === value.replace(/=+$/, ''))
      return key;
    this.refuse(name, 'must be base64 of 32 bytes (openssl rand -base64 32)');
    return undefined;
  }

  roles(): Set<Role> {
    const roles = new Set<Role>();
    for (const role of (this.text('ROLES') ?? 'api,worker').split(',').map((part) => part.trim())) {
      if (role === 'api' || role === 'worker') roles.add(role);
      else this.refuse('ROLES', `must be api, worker or api,worker, not "${role}"`);
    }
    return roles;
  }

  cidrs(name: string): string[] {
    const ranges = (this.text(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    for (const range of ranges) {
      if (!ipaddr.isValidCIDR(range)) this.refuse(name, `must be ranges such as 127.0.0.0/8, not "${range}"`);
    }
    return ranges;
  }

  engines(name: string): Config['extractionEngine'] {
    const byProfile = new Map<number, EngineName>();
    let others: EngineName = 'rules';
    const parts = (this.text(name) ?? 'rules').split(',').map((part) => part.trim());
    for (const part of parts) {
      const [, profile, engine] = /^(?:([1-9]\d{0,8})=)?(rules|model)$/.exec(part) ?? [];
      if (engine === undefined)
        this.refuse(
          name,
          `has "${part}": it is rules or model, then profiles that differ, as in rules,101=model`,
        );
      else if (profile === undefined) others = engine as EngineName;
      else byProfile.set(Number(profile), engine as EngineName);
    }
    return { others, byProfile };
  }

  jsonObject(name: string): Record<string, unknown> {
    const text = this.text(name) ?? '{}';
    try {
      const value = JSON.parse(text) as unknown;
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return value as Record<string, unknown>;
    } catch {
      // refused below
    }
    this.refuse(name, 'must be a JSON object such as {"temperature":0}');
    return {};
  }

  modelBudget(name: string): ModelConfig['budget'] {
    const budget = { requests: 4, tokens: 40_000, timeMs: 120_000 };
    for (const part of (this.text(name) ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean)) {
      const [key, value = ''] = part.split('=');
      if (key === 'requests' && /^[1-9]\d?$/.test(value)) budget.requests = Number(value);
      else if (key === 'tokens' && /^[1-9]\d{2,7}$/.test(value)) budget.tokens = Number(value);
      else if (key === 'time') budget.timeMs = this.duration(name, value);
      else this.refuse(name, `has "${part}": it is written like requests=4,tokens=40000,time=2m`);
    }
    if (budget.timeMs < 100 || budget.timeMs > 3_600_000) this.refuse(name, 'needs a time from 100ms to 1h');
    return budget;
  }

  ocrLanguages(name: string, fallback: string, folder?: string): { code: string; path: string }[] {
    const codes = (this.text(name) ?? fallback).split(',').map((part) => part.trim());
    return codes.flatMap((code) => {
      const path = findOcrData(code, folder);
      if (path !== null) return [{ code, path }];
      this.refuse(
        name,
        `has "${code}", of which there is no ${code}.traineddata.gz: put it into OCR_DATA_DIR`,
      );
      return [];
    });
  }

  duration(name: string, value: string): number {
    const parts = /^(\d{1,9})(ms|s|m|h)$/.exec(value.trim());
    if (!parts) {
      this.refuse(name, `has "${value}": a duration is a whole number and ms, s, m or h, such as 30s`);
      return 0;
    }
    const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[parts[2] as 'ms' | 's' | 'm' | 'h'];
    return Number(parts[1]) * unit;
  }

  /** A single duration. */
  span(name: string, fallback: string, min: number, max = HOUR_MS): number {
    const value = this.text(name) ?? fallback;
    const span = this.duration(name, value);
    if (span < min || span > max)
      this.refuse(name, `must be from ${min}ms to ${max / HOUR_MS}h, not "${value}"`);
    return span;
  }

  schedule(name: string, fallback: string): number[] {
    const delays = (this.text(name) ?? fallback).split(',').map((part) => this.duration(name, part));
    if (delays.length > 100) this.refuse(name, 'has more than 100 delays');
    if (delays.some((delay) => delay > 30 * 24 * 3_600_000))
      this.refuse(name, 'has a delay of more than 30 days');
    return delays;
  }

  breaker(): Config['webhookBreaker'] {
    const name = 'WEBHOOK_BREAKER';
    const breaker = { failures: 5, probeMinMs: 5000, probeMaxMs: 600_000 };
    for (const part of (this.text(name) ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean)) {
      const [key, value = ''] = part.split('=');
      if (key === 'failures' && /^[1-9]\d{0,5}$/.test(value)) breaker.failures = Number(value);
      else if (key === 'probe_min') breaker.probeMinMs = this.duration(name, value);
      else if (key === 'probe_max') breaker.probeMaxMs = this.duration(name, value);
      else this.refuse(name, `has "${part}": it is written like failures=5,probe_min=5s,probe_max=10m`);
    }
    if (breaker.probeMinMs < 1 || breaker.probeMinMs > breaker.probeMaxMs) {
      this.refuse(name, 'needs a probe_min above 0 and not above probe_max');
    }
    return breaker;
  }

  trustProxy(): false | number | string {
    const value = this.text('TRUST_PROXY');
    if (value === undefined || value === 'none') return false;
    if (/^\d{1,2}$/.test(value)) return Number(value);
    const names = ['loopback', 'linklocal', 'uniquelocal'];
    const known = (part: string): boolean =>
      names.includes(part) || isIP(part) > 0 || ipaddr.isValidCIDR(part);
    if (value.split(',').every((part) => known(part.trim()))) return value;
    this.refuse(
      'TRUST_PROXY',
      `must be none, a number of hops, or addresses and ranges (also ${names.join(', ')})`,
    );
    return false;
  }
}

function isPercentEncoded(text: string): boolean {
  return !/%(?![0-9a-f]{2})/i.test(text);
}
