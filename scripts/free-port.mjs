import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port of the loopback that nobody has at this moment; somebody else can take it before it is used. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}
