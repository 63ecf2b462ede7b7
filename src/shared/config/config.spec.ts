import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Config } from './config.js';

const key = Buffer.alloc(32, 7).toString('base64');

describe('Config', () => {
  it('needs nothing to be set', () => {
    const config = Config.read({});
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicBaseUrl: 'http://localhost:3000',
      publicBaseUrlIsSet: false,
      databaseUrl: undefined,
      webhookTimeoutMs: 15_000,
      webhookLeaseSeconds: 30,
      webhookMaxInFlight: 0,
      webhookBreaker: { failures: 5, probeMinMs: 5000, probeMaxMs: 600_000 },
      exportRequiresApproval: false,
      trustProxy: false,
    });
    expect([...config.roles]).toEqual(['api', 'worker']);
    expect(config.webhookRetrySchedule).toHaveLength(14);
    expect(config.webhookRetrySchedule.slice(0, 4)).toEqual([5000, 30_000, 120_000, 600_000]);
    expect(config.filesUrl.pathname).toMatch(/\/data\/files$/);
  });

  it('keeps the path of the public address and drops its last slash', () => {
    expect(Config.read({ PUBLIC_BASE_URL: 'https://docs.example.com/re/' }).publicBaseUrl).toBe(
      'https://docs.example.com/re',
    );
  });

  it('lengthens the lease with the timeout', () => {
    expect(Config.read({ WEBHOOK_TIMEOUT_MS: '40000' }).webhookLeaseSeconds).toBe(45);
  });

  it.each([
    ['PORT', { PORT: '70000' }],
    ['PUBLIC_BASE_URL', { PUBLIC_BASE_URL: 'ftp://example.com' }],
    ['PUBLIC_BASE_URL', { PUBLIC_BASE_URL: `https://example.com/${'x'.repeat(240)}` }],
    ['PUBLIC_BASE_URL', { PUBLIC_BASE_URL: 'https://example.com/?a=1' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://x', SECRETS_KEY: key }],
    ['SECRETS_KEY', { DATABASE_URL: 'postgres://localhost/x' }],
    ['SECRETS_KEY', { SECRETS_KEY: 'c2hvcnQ=' }],
    ['SECRETS_KEY_PREVIOUS', { SECRETS_KEY: key, SECRETS_KEY_PREVIOUS: 'c2hvcnQ=' }],
    ['SECRETS_KEY', { SECRETS_KEY_PREVIOUS: key }],
    ['RECORDENGINE_TOKEN', { RECORDENGINE_TOKEN: 're_ABC' }],
    ['ROLES', { ROLES: 'api,boss' }],
    ['WEBHOOK_ALLOWED_CIDRS', { WEBHOOK_ALLOWED_CIDRS: '10.0.0.0/33' }],
    ['WEBHOOK_EGRESS_PROXY', { WEBHOOK_EGRESS_PROXY: 'socks5://proxy:1080' }],
    ['WEBHOOK_EGRESS_PROXY', { WEBHOOK_EGRESS_PROXY: 'http://proxy:3128/path' }],
    ['WEBHOOK_EGRESS_PROXY', { WEBHOOK_EGRESS_PROXY: 'http://user:100%@proxy:3128' }],
    ['WEBHOOK_RETRY_SCHEDULE', { WEBHOOK_RETRY_SCHEDULE: '5s,1d' }],
    ['WEBHOOK_LEASE_SECONDS', { WEBHOOK_LEASE_SECONDS: '19' }],
    ['WEBHOOK_MAX_IN_FLIGHT', { WEBHOOK_MAX_IN_FLIGHT: '-1' }],
    ['WEBHOOK_MAX_IN_FLIGHT', { WEBHOOK_MAX_IN_FLIGHT: '1.5' }],
    ['WEBHOOK_MAX_IN_FLIGHT', { WEBHOOK_MAX_IN_FLIGHT: 'many' }],
    ['WEBHOOK_BREAKER', { WEBHOOK_BREAKER: 'failures=0' }],
    ['WEBHOOK_BREAKER', { WEBHOOK_BREAKER: 'probe_min=1h,probe_max=1m' }],
    ['EXPORT_REQUIRES_APPROVAL', { EXPORT_REQUIRES_APPROVAL: 'yes' }],
    ['FILES_URL', { FILES_URL: 'file://relative/x' }],
    ['FILES_URL', { FILES_URL: 's3://key:secret@bucket/x' }],
    ['FILES_URL', { FILES_URL: 's3:///no-bucket' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'everybody' }],
    ['FRAME_ANCESTORS', { FRAME_ANCESTORS: 'crm.example' }],
    ['FRAME_ANCESTORS', { FRAME_ANCESTORS: "https://crm.example; script-src 'unsafe-inline'" }],
    ['FRAME_ANCESTORS', { FRAME_ANCESTORS: 'https://crm.example/page' }],
    ['OCR_WORKERS', { OCR_WORKERS: '-1' }],
    ['OCR_LANGUAGES', { OCR_LANGUAGES: 'eng,tlh' }],
    ['OCR_LANGUAGES', { OCR_LANGUAGES: '../eng' }],
    ['OCR_BUDGET', { OCR_BUDGET: '2d' }],
    ['EXTRACTION_ENGINE', { EXTRACTION_ENGINE: 'rules,0=model' }],
    ['EXTRACTION_ENGINE', { EXTRACTION_ENGINE: 'magic' }],
    ['MODEL_URL', { EXTRACTION_ENGINE: 'model', MODEL_NAME: 'm' }],
    ['MODEL_NAME', { EXTRACTION_ENGINE: '101=model', MODEL_URL: 'http://localhost:1/v1' }],
    ['MODEL_URL', { MODEL_URL: 'http://me:secret@localhost/v1' }],
    ['MODEL_INPUT', { MODEL_INPUT: 'sound' }],
    ['MODEL_PARAMETERS', { MODEL_PARAMETERS: '[]' }],
    ['MODEL_BUDGET', { MODEL_BUDGET: 'requests=0' }],
    ['MODEL_BUDGET', { MODEL_BUDGET: 'time=2h' }],
  ])('refuses a bad %s and names it: %j', (name, env) => {
    expect(() => Config.read(env)).toThrow(new RegExp(`^  ${name} `, 'm'));
  });

  it('reads which engine reads what, and how', () => {
    const config = Config.read({
      EXTRACTION_ENGINE: 'model, 2=rules,101=model',
      MODEL_URL: 'http://localhost:11434/v1',
      MODEL_NAME: 'llama',
      MODEL_BUDGET: 'tokens=9000,time=30s',
      OCR_LANGUAGES: 'deu',
    });
    expect(config.extractionEngine.others).toBe('model');
    expect([...config.extractionEngine.byProfile]).toEqual([
      [2, 'rules'],
      [101, 'model'],
    ]);
    expect(config.model).toMatchObject({
      budget: { requests: 4, tokens: 9000, timeMs: 30_000 },
      input: 'text',
    });
    expect(config.ocrLanguages).toEqual([
      { code: 'deu', path: expect.stringMatching(/deu\.traineddata\.gz$/) },
    ]);
    expect(Config.read({ MODEL_URL: 'http://localhost/v1' }).model).toBeUndefined();
  });

  describe('WEBHOOK_RETRY_SCHEDULE', () => {
    const DAY = 86_400_000;
    const read = (text: string) => Config.read({ WEBHOOK_RETRY_SCHEDULE: text }).webhookRetrySchedule;
    const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
    const delay = fc
      .constantFrom(...(Object.keys(units) as (keyof typeof units)[]))
      .chain((unit) => fc.tuple(fc.nat(Math.min(999_999_999, (30 * DAY) / units[unit])), fc.constant(unit)));
    const spaces = fc.constantFrom('', ' ', '  ');

    it('is read as it is written, whatever the units and the spaces', () => {
      const list = fc.array(fc.tuple(spaces, delay, spaces), { minLength: 1, maxLength: 100 });
      fc.assert(
        fc.property(list, (parts) => {
          const text = parts
            .map(([before, [count, unit], after]) => `${before}${count}${unit}${after}`)
            .join(',');
          expect(read(text)).toEqual(parts.map(([, [count, unit]]) => count * units[unit]));
        }),
      );
    });

    it.each([
      '5',
      '5 s',
      '-5s',
      '1.5h',
      '5s,',
      ',5s',
      '5s;6s',
      '1d',
      '1e3s',
      '٥s',
      '721h',
      '1s,'.repeat(100) + '1s',
    ])('is refused when it is %j', (text) =>
      expect(() => read(text)).toThrow(/^ {2}WEBHOOK_RETRY_SCHEDULE has /m),
    );

    it('is quick at first and outlasts a long weekend, unless it is set', () => {
      const { webhookRetrySchedule: delays } = Config.read({});
      expect(delays[0]).toBeLessThanOrEqual(5000);
      expect(0.9 * delays.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(4.5 * DAY);
      expect([...delays].sort((a, b) => a - b)).toEqual(delays);
    });
  });

  it('names every problem at once and never shows a secret', () => {
    const read = (): Config =>
      Config.read({
        PORT: 'x',
        SECRETS_KEY: 'my-secret',
        RECORDENGINE_TOKEN: 're_secret',
        WEBHOOK_EGRESS_PROXY: 'https://user:my-secret@proxy',
      });
    expect(read).toThrow(/PORT[^]*SECRETS_KEY[^]*RECORDENGINE_TOKEN/);
    expect(read).not.toThrow(/my-secret|re_secret/);
  });
});
