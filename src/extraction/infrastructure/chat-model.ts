import type { HttpService } from '@nestjs/axios';
import { setTimeout as pause } from 'node:timers/promises';
import { firstValueFrom } from 'rxjs';
import { LanguageModel, type ModelQuestion } from '../application/language-model.js';
import { ModelUnavailable } from '../application/model-unavailable.js';
import { InvalidAnswer } from '../domain/invalid-answer.js';
import type { ModelConfig } from '../../shared/config/config.js';

/** Of an answer; the longest that a profile allows has some 600,000. */
const MOST_BYTES = 2 * 1024 * 1024;
const FIRST_PAUSE_MS = 500;
/** Servers refuse a limit that their model does not have room for. `MODEL_PARAMETERS` may set another one. */
const MOST_ANSWERED = 8192;
/** Worst case, for texts in any language. */
const CHARACTERS_PER_TOKEN = 2;
/** As servers count a picture of a page, or less. */
const TOKENS_PER_PICTURE = 1600;

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  data: string;
}

type Message = { role: string; content: unknown };

/** Any server that speaks the protocol of OpenAI's chat completions: OpenAI, Ollama, vLLM, llama.cpp, … */
export class ChatModel extends LanguageModel {
  readonly name: string;

  constructor(
    private readonly http: HttpService,
    private readonly settings: ModelConfig,
  ) {
    super();
    this.name = settings.name;
  }

  override async ask<T>(
    question: ModelQuestion,
    accept: (answer: unknown) => T,
    signal?: AbortSignal,
  ): Promise<T> {
    const { budget, timeoutMs } = this.settings;
    const until = performance.now() + budget.timeMs;
    let tokens = budget.tokens;
    const messages = messagesOf(question);
    const asked = estimate(question);
    let reason = `The document needs more than the ${budget.tokens} tokens allowed.`;
    let isDown = false;
    for (let request = 1; ; request++) {
      const left = until - performance.now();
      const mostAnswered = Math.min(MOST_ANSWERED, Math.floor(tokens - asked));
      if (left <= 0 || mostAnswered <= 0) break;
      const answer = await this.#post(
        messages,
        question.schema,
        mostAnswered,
        Math.min(timeoutMs, left),
        signal,
      );
      let wait = FIRST_PAUSE_MS * 2 ** (request - 1) * (0.75 + Math.random() / 2);
      isDown = answer instanceof ModelUnavailable || isPassing(answer.status);
      if (answer instanceof ModelUnavailable) reason = answer.message;
      else if (answer.status === 200) {
        try {
          const reply = replyOf(answer.data);
          tokens -= reply.used ?? asked;
          return accept(contentOf(reply));
        } catch (error) {
          if (!(error instanceof InvalidAnswer)) throw error;
          reason = `What it answered was of no use: ${error.message}`;
          wait = 0;
        }
      } else {
        reason = `It answered with HTTP ${answer.status}.`;
        if (!isPassing(answer.status)) break;
        wait = Math.max(wait, retryAfterOf(answer.headers['retry-after']));
      }
      if (request >= budget.requests) break;
      if (performance.now() + wait >= until) {
        reason += ' There was no time left to ask again.';
        break;
      }
      await pause(wait, undefined, { signal });
    }
    throw new ModelUnavailable(reason, { isDown });
  }

  async #post(
    messages: Message[],
    schema: object,
    mostTokens: number,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<Answer | ModelUnavailable> {
    const { url, name, apiKey, parameters } = this.settings;
    const late = AbortSignal.timeout(Math.ceil(timeoutMs));
    try {
      return await firstValueFrom(
        this.http.post<string>(
          `${url.href.replace(/\/+$/, '')}/chat/completions`,
          {
            model: name,
            messages,
            max_completion_tokens: mostTokens,
            response_format: { type: 'json_schema', json_schema: { name: 'document', strict: true, schema } },
            ...parameters,
          },
          {
            headers: { accept: 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
            signal: signal ? AbortSignal.any([signal, late]) : late,
            responseType: 'text',
            transformResponse: (data: string) => data, // parsed below, where its size is known
            maxRedirects: 0, // the key is for this address alone
            maxContentLength: MOST_BYTES,
            proxy: false,
            validateStatus: () => true,
          },
        ),
      );
    } catch (error) {
      signal?.throwIfAborted();
      // Never the error itself: it holds the request, and so the key.
      if (late.aborted)
        return new ModelUnavailable(`It did not answer within ${Math.ceil(timeoutMs / 1000)} s.`);
      const { code } = error as { code?: unknown };
      return new ModelUnavailable(
        `It could not be reached (${typeof code === 'string' ? code : 'no answer'}).`,
      );
    }
  }
}

function messagesOf({ instructions, text, pictures }: ModelQuestion): Message[] {
  const images = pictures.map((picture) => ({
    type: 'image_url',
    image_url: { url: `data:image/jpeg;base64,${Buffer.from(picture).toString('base64')}` },
  }));
  return [
    { role: 'system', content: instructions },
    { role: 'user', content: images.length > 0 ? [{ type: 'text', text }, ...images] : text },
  ];
}

function estimate({ instructions, text, pictures, schema }: ModelQuestion): number {
  const characters = instructions.length + text.length + JSON.stringify(schema).length;
  return Math.ceil(characters / CHARACTERS_PER_TOKEN) + pictures.length * TOKENS_PER_PICTURE;
}

function isPassing(status: number): boolean {
  return status === 408 || status === 409 || status === 425 || status === 429 || status >= 500;
}

/** In milliseconds; both forms of RFC 9110, 10.2.3. */
function retryAfterOf(value: unknown): number {
  if (typeof value !== 'string') return 0;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now());
}

interface Reply {
  content: unknown;
  refused: boolean;
  cutOff: boolean;
  /** In tokens, with the question. */
  used: number | null;
}

/** @throws {InvalidAnswer} */
function replyOf(body: string): Reply {
  const answer = parsed(body, 'It is no JSON.') as {
    choices?: { message?: { content?: unknown; refusal?: unknown }; finish_reason?: unknown }[];
    usage?: { total_tokens?: unknown };
  } | null;
  const choice = answer?.choices?.[0];
  const used = answer?.usage?.total_tokens;
  return {
    content: choice?.message?.content,
    refused: Boolean(choice?.message?.refusal),
    cutOff: choice?.finish_reason === 'length',
    used: typeof used === 'number' && used >= 0 ? used : null,
  };
}

/** @throws {InvalidAnswer} */
function contentOf({ content, refused, cutOff }: Reply): unknown {
  if (refused) throw new InvalidAnswer('The model refused.');
  if (cutOff) throw new InvalidAnswer('It was cut off by the limit of tokens.');
  if (typeof content !== 'string') throw new InvalidAnswer('It has no content.');
  // Some servers let the model put its JSON into a fence.
  return parsed(content.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, ''), 'Its content is no JSON.');
}

function parsed(text: string, problem: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidAnswer(problem);
  }
}
