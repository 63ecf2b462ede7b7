import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { HttpService } from '@nestjs/axios';
import { fails, ModelServer, says } from '../../../test/support/model-server.js';
import type { ModelConfig } from '../../shared/config/config.js';
import { ModelUnavailable } from '../application/model-unavailable.js';
import { InvalidAnswer } from '../domain/invalid-answer.js';
import { ChatModel } from './chat-model.js';

const KEY = 'sk-test-4711';
const question = { instructions: 'Read it.', text: 'Total 5.00', pictures: [], schema: { type: 'object' } };

describe('ChatModel', () => {
  let server: ModelServer;
  const model = (settings: Partial<ModelConfig> = {}) =>
    new ChatModel(new HttpService(), {
      url: server.url,
      name: 'test-model',
      apiKey: KEY,
      parameters: {},
      input: 'text',
      budget: { requests: 4, tokens: 10_000, timeMs: 20_000 },
      timeoutMs: 5000,
      ...settings,
    });
  const same = (answer: unknown) => answer;
  const refusal = async (settings: Partial<ModelConfig> = {}, accept = same) => {
    const error = await model(settings)
      .ask(question, accept)
      .then(
        () => null,
        (thrown: unknown) => thrown as ModelUnavailable,
      );
    expect(error).toBeInstanceOf(ModelUnavailable);
    // What another document would meet, too.
    expect([error!.message, error!.isDown]).toEqual([
      error!.message,
      /not answer within|not be reached|HTTP (5|429)/.test(error!.message),
    ]);
    expect(JSON.stringify(error) + String(error) + String(error!.stack)).not.toContain(KEY);
    return error!.message;
  };

  beforeAll(async () => {
    server = await ModelServer.start();
  });
  afterAll(() => server.close());

  it('asks as the protocol has it, with the key and the schema', async () => {
    server.answer(says({ a: 1 }));
    const asked = { ...question, pictures: [Buffer.from('jpeg')] };
    expect(await model({ parameters: { temperature: 0 } }).ask(asked, same)).toEqual({ a: 1 });
    const { headers, body } = server.requests[0]!;
    expect(headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'content-type': 'application/json' });
    expect(body).toMatchObject({
      model: 'test-model',
      temperature: 0,
      messages: [
        { role: 'system', content: 'Read it.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Total 5.00' },
            {
              type: 'image_url',
              image_url: { url: `data:image/jpeg;base64,${Buffer.from('jpeg').toString('base64')}` },
            },
          ],
        },
      ],
      response_format: { type: 'json_schema', json_schema: { strict: true, schema: { type: 'object' } } },
    });
    expect(body.max_completion_tokens).toBeLessThanOrEqual(8192);
  });

  it('sends no header for a key where there is none, as with Ollama', async () => {
    server.answer(says('```json\n{"a":1}\n```'));
    expect(await model({ apiKey: undefined }).ask(question, same)).toEqual({ a: 1 });
    expect(server.requests[0]!.headers.authorization).toBeUndefined();
  });

  it.each([429, 500, 503, 408])('asks again after %i, and waits longer each time', async (status) => {
    server.answer(fails(status), fails(status), says({ a: 1 }));
    expect(await model().ask(question, same)).toEqual({ a: 1 });
    const [first, second, third] = server.requests.map(({ at }) => at) as [number, number, number];
    expect(second - first).toBeGreaterThanOrEqual(370);
    expect(third - second).toBeGreaterThanOrEqual(740);
  });

  it('waits as long as Retry-After says, and not at all when that is too long', async () => {
    server.answer(fails(429, { 'retry-after': '2' }), says({ a: 1 }));
    await model().ask(question, same);
    expect(server.requests[1]!.at - server.requests[0]!.at).toBeGreaterThanOrEqual(1990);
    server.answer(fails(503, { 'retry-after': '3600' }), says({ a: 1 }));
    const began = performance.now();
    expect(await refusal()).toBe('It answered with HTTP 503. There was no time left to ask again.');
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('does not repeat what would be refused again', async () => {
    for (const status of [400, 401, 404, 302]) {
      server.answer(fails(status, { location: server.url.href }), says({ a: 1 }));
      expect(await refusal()).toBe(`It answered with HTTP ${status}.`);
      expect(server.requests).toHaveLength(1);
    }
  });

  it('gives up after the requests that a document may take', async () => {
    server.answer(fails(500));
    expect(await refusal({ budget: { requests: 2, tokens: 10_000, timeMs: 20_000 } })).toBe(
      'It answered with HTTP 500.',
    );
    expect(server.requests).toHaveLength(2);
  });

  it('gives up a server that hangs, and one that is not there', async () => {
    server.answer(() => undefined);
    const budget = { requests: 2, tokens: 10_000, timeMs: 5000 };
    expect(await refusal({ timeoutMs: 200, budget })).toBe('It did not answer within 1 s.');
    expect(server.requests).toHaveLength(2);
    server.answer((_, response) => void response.writeHead(200).write('{"choices":')); // and then nothing
    expect(await refusal({ timeoutMs: 200, budget })).toBe('It did not answer within 1 s.');
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const url = new URL(`http://127.0.0.1:${(gone.address() as AddressInfo).port}/v1`);
    gone.close();
    await once(gone, 'close');
    expect(await refusal({ url, budget })).toBe('It could not be reached (ECONNREFUSED).');
  });

  it('spends no more tokens than a document may take', async () => {
    server.answer(says('no JSON', { total_tokens: 9_995 }), says({ a: 1 }));
    expect(await refusal()).toBe('What it answered was of no use: Its content is no JSON.');
    expect(server.requests).toHaveLength(1);
    server.answer(says({ a: 1 }));
    expect(await refusal({ budget: { requests: 4, tokens: 10, timeMs: 5000 } })).toBe(
      'The document needs more than the 10 tokens allowed.',
    );
    expect(server.requests).toHaveLength(0);
  });

  it('asks again when the answer is of no use', async () => {
    const truncated = JSON.stringify({ choices: [{ message: { content: '{' }, finish_reason: 'length' }] });
    const refused = JSON.stringify({ choices: [{ message: { content: null, refusal: 'I will not' } }] });
    const raw = (text: string) => (_: unknown, response: { end: (text: string) => void }) =>
      response.end(text);
    server.answer(raw('<html>'), raw('null'), raw(truncated), raw(refused));
    expect(await refusal()).toBe('What it answered was of no use: The model refused.');
    expect(server.requests).toHaveLength(4);
    server.answer(says({ a: 1 }), says({ a: 2 }));
    const choosy = (answer: unknown) => {
      if ((answer as { a: number }).a === 1) throw new InvalidAnswer('It is the wrong one.');
      return answer;
    };
    expect(await model().ask(question, choosy)).toEqual({ a: 2 });
  });

  it('leaves an answer that never ends', async () => {
    server.answer((_, response) => response.writeHead(200).end('x'.repeat(3 * 1024 * 1024)));
    expect(await refusal({ budget: { requests: 1, tokens: 10_000, timeMs: 5000 } })).toMatch(
      /^It could not be reached/,
    );
  });

  it('stops when it is told to, also while it waits', async () => {
    for (const answer of [() => undefined, fails(503, { 'retry-after': '5' })]) {
      server.answer(answer);
      const stop = new AbortController();
      const asking = model().ask(question, same, stop.signal);
      setTimeout(() => stop.abort(new Error('enough')), 100);
      await expect(asking).rejects.not.toBeInstanceOf(ModelUnavailable);
    }
  });
});
