import { Agent, request } from 'node:http';

const HANGS_MS = 15_000;

export interface RawRequest {
  method: string;
  /** As it goes on the wire. */
  path: string;
  headers: Record<string, string>;
  body?: Buffer | undefined;
}
export interface RawAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** A request without the courtesies of `fetch`: any method, path, header and body. Throws when no answer comes. */
export function rawRequest(url: string, agent: Agent, what: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, hostname, port, method: what.method, path: what.path, headers: what.headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const headers = new Headers();
          for (const [name, value] of Object.entries(response.headersDistinct)) {
            for (const each of value ?? []) headers.append(name, each);
          }
          resolve({ status: response.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString() });
        });
      },
    );
    sent.setTimeout(HANGS_MS, () => sent.destroy(new Error(`no answer within ${HANGS_MS} ms`)));
    sent.on('error', reject);
    sent.end(what.body);
  });
}
