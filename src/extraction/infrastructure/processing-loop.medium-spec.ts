import { Logger } from '@nestjs/common';
import { until } from '../../../test/support/until.js';
import type { ProcessNewDocuments } from '../application/process-new-documents.js';
import type { ProcessingDesk } from '../application/processing-desk.js';
import { ProcessingLoop, type ProcessingLoopOptions } from './processing-loop.js';

describe('ProcessingLoop', () => {
  let looks: number;
  let work: (signal: AbortSignal) => Promise<boolean>;
  let recovered: number;
  let loop: ProcessingLoop;

  const start = (options: Partial<ProcessingLoopOptions> = {}) => {
    const useCase = {
      execute: (signal: AbortSignal) => (looks++, work(signal)),
    } as unknown as ProcessNewDocuments;
    const desk = { recoverLost: async () => recovered-- > 0 && 1 } as unknown as ProcessingDesk;
    loop = new ProcessingLoop(useCase, desk, { lanes: 1, pollMs: 60_000, ...options });
    loop.onApplicationBootstrap();
  };

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log']));
  beforeEach(() => {
    looks = 0;
    recovered = 0;
    work = async () => false;
  });
  afterEach(() => loop.beforeApplicationShutdown());

  it('goes on at once while there is work, then waits to be woken', async () => {
    let documents = 5;
    work = async () => documents-- > 0;
    start();
    await until('all are processed', () => looks === 6);
    loop.wake();
    await until('it looked again', () => looks === 7);
  });

  it('does not miss a wake-up that comes while it looks', async () => {
    let look: (found: boolean) => void = () => undefined;
    work = () => new Promise((resolve) => (look = resolve));
    start();
    loop.wake();
    look(false);
    await until('it looked again', () => looks === 2);
    look(false);
  });

  it('looks by itself from time to time, also after a failure', async () => {
    work = () => Promise.reject(new Error('no connection'));
    start({ pollMs: 10 });
    await until('it looked again and again', () => looks >= 3);
  });

  it('looks when lost documents came back', async () => {
    recovered = 1;
    start({ recoverEveryMs: 10 });
    await until('it looked again', () => looks === 2);
  });

  it('processes as many at a time as it has lanes', async () => {
    work = (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(false)));
    start({ lanes: 3, graceMs: 0 });
    await until('all lanes are busy', () => looks === 3);
  });

  it('lets the document in hand be finished at shutdown, and takes no other', async () => {
    let finish: () => void = () => undefined;
    work = () => new Promise((resolve) => (finish = () => resolve(true)));
    start();
    await until('it works', () => looks === 1);
    const stopped = loop.beforeApplicationShutdown();
    finish();
    await stopped;
    expect(looks).toBe(1);
  });

  it('gives up what takes longer than the grace', async () => {
    const stop = { reason: '' };
    work = (signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          stop.reason = String(signal.reason);
          resolve(false);
        });
      });
    start({ graceMs: 20 });
    await until('it works', () => looks === 1);
    await loop.beforeApplicationShutdown();
    expect(stop.reason).toContain('shutting down');
  });

  it('does nothing in a process without the worker role', async () => {
    start({ enabled: false });
    loop.wake();
    await loop.beforeApplicationShutdown();
    expect(looks).toBe(0);
  });
});
