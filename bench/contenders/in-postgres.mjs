/** Where a peer keeps its jobs: a database that is filled once and copied for each round. */
export class InPostgres {
  /** @param {import('../lib/world.mjs').World} world @param {string} name of the peer */
  constructor(world, name) {
    this.world = world;
    this.template = `${name.replaceAll('-', '_')}_ready`;
  }

  /** @param {(url: string) => Promise<unknown>} put */
  async fill(put) {
    const { cluster } = this.world;
    await cluster.create(this.template);
    await put(cluster.url(this.template));
    await cluster.use(this.template, (client) => client.query('VACUUM (ANALYZE)'));
  }

  /** @template T @param {(url: string) => Promise<T>} work @returns {Promise<T>} */
  async withCopy(work) {
    const { cluster } = this.world;
    await cluster.copy(this.template, 'peer_round');
    const result = await work(cluster.url('peer_round'));
    await cluster.drop('peer_round');
    return result;
  }

  /** @type {string[]} */
  facts = [];
}
