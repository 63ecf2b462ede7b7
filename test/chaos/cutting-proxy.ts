import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between the services and PostgreSQL, and cuts. */
export class CuttingProxy {
  private readonly pairs = new Set<[Socket, Socket]>();
  private isOpen = true;

  private constructor(
    private readonly server: Server,
    target: { host: string; port: number },
  ) {
    server.on('connection', (client) => {
      if (!this.isOpen) return void client.destroy();
      const upstream = connect(target);
      const pair: [Socket, Socket] = [client, upstream];
      this.pairs.add(pair);
      const end = (): void => {
        this.pairs.delete(pair);
        for (const socket of pair) socket.destroy();
      };
      for (const socket of pair) socket.on('error', end).on('close', end);
      client.pipe(upstream);
      upstream.pipe(client);
    });
  }

  static async start(target: { host: string; port: number }): Promise<CuttingProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new CuttingProxy(server, target);
  }

  get connections(): number {
    return this.pairs.size;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connections break in whatever they are doing; all when none is hit. @returns how many */
  cut(isHit: () => boolean = () => true): number {
    const all = [...this.pairs];
    const some = all.filter(isHit);
    const hit = some.length > 0 ? some : all;
    for (const pair of hit) for (const socket of pair) socket.destroy();
    return hit.length;
  }

  /** From now on connections are refused, and those that exist are cut; or no more. */
  refuse(refused: boolean): void {
    this.isOpen = !refused;
    if (refused) this.cut();
  }

  async stop(): Promise<void> {
    this.refuse(true);
    this.server.close();
    await once(this.server, 'close');
  }
}
