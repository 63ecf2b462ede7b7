import { Clock } from '../../shared/kernel/clock.js';
import { LanguageModel } from './language-model.js';
import { ModelBreaker } from './model-breaker.js';
import { ModelUnavailable } from './model-unavailable.js';

class SetClock extends Clock {
  time = Date.parse('2026-11-03T12:00:00Z');
  now(): Date {
    return new Date(this.time);
  }
}

class SetModel extends LanguageModel {
  readonly name = 'test-model';
  asked = 0;
  answer: () => Promise<unknown> = async () => 'read';
  override async ask<T>(): Promise<T> {
    this.asked += 1;
    return (await this.answer()) as T;
  }
}

const DOWN = new ModelUnavailable('It could not be reached (ECONNREFUSED).', { isDown: true });

describe('A model server that is down', () => {
  const question = { instructions: '', text: '', pictures: [], schema: {} };
  let clock: SetClock;
  let model: SetModel;
  let breaker: ModelBreaker;

  const ask = () =>
    breaker
      .ask(question, (answer) => answer)
      .catch((error: unknown) => {
        if (error instanceof ModelUnavailable) return error.message;
        throw error;
      });
  const askedBy = async (work: () => Promise<unknown>) => {
    const before = model.asked;
    await work();
    return model.asked - before;
  };
  const failThrice = async () => {
    model.answer = () => Promise.reject(DOWN);
    for (let i = 0; i < 3; i++) expect(await ask()).toBe(DOWN.message);
  };

  beforeEach(() => {
    clock = new SetClock();
    model = new SetModel();
    breaker = new ModelBreaker(model, clock);
  });

  it('is left alone after three documents in a row', async () => {
    await failThrice();
    expect(await askedBy(ask)).toBe(0);
    expect(await ask()).toBe('Its server does not answer; it is tried again at 2026-11-03T12:00:30.000Z.');
  });

  it('is tried by one document at a time, after pauses that grow to ten minutes', async () => {
    await failThrice();
    for (const seconds of [30, 60, 120, 240, 480, 600, 600]) {
      clock.time += seconds * 1000 - 1;
      expect(await askedBy(ask)).toBe(0);
      clock.time += 1;
      let fail: (error: Error) => void = () => undefined;
      model.answer = () => new Promise((_, reject) => (fail = reject));
      const probe = ask();
      expect(await ask()).toBe('Its server does not answer; it is being tried again.');
      fail(DOWN);
      expect(await probe).toBe(DOWN.message);
    }
    expect(model.asked).toBe(3 + 7);
  });

  it('is asked by all again once it answers, whatever it says', async () => {
    for (const answer of [
      async () => 'read',
      () => Promise.reject(new ModelUnavailable('It answered with HTTP 400.')),
    ]) {
      await failThrice();
      clock.time += 30_000;
      model.answer = answer;
      expect(await askedBy(ask)).toBe(1);
      expect(await askedBy(() => Promise.all([ask(), ask()]))).toBe(2);
    }
  });

  it('is not given up for documents that are refused, or with answers between the failures', async () => {
    model.answer = () => Promise.reject(new ModelUnavailable('The document needs more than …'));
    expect(await askedBy(() => Promise.all(Array.from({ length: 9 }, ask)))).toBe(9);
    for (let i = 0; i < 9; i++) {
      model.answer = i % 3 === 2 ? async () => 'read' : () => Promise.reject(DOWN);
      expect(await askedBy(ask)).toBe(1);
    }
  });

  it('is tried by the next document when the one that tried it was put back', async () => {
    await failThrice();
    clock.time += 30_000;
    model.answer = () => Promise.reject(new Error('shutting down'));
    await expect(ask()).rejects.toThrow('shutting down');
    model.answer = async () => 'read';
    expect(await ask()).toBe('read');
  });

  it('has one pause for documents that failed at the same time', async () => {
    model.answer = () => Promise.reject(DOWN);
    await Promise.all(Array.from({ length: 8 }, ask));
    expect(await ask()).toContain('12:00:30.000Z');
  });
});
