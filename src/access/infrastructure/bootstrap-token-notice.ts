import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../shared/config/config.js';
import { ProvideBootstrapToken } from '../application/provide-bootstrap-token.js';

/** Shows a token that was made at the first start, past the log: logs are kept and sent around. */
@Injectable()
export class BootstrapTokenNotice implements OnApplicationBootstrap {
  constructor(
    private readonly provideBootstrapToken: ProvideBootstrapToken,
    private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const token = await this.provideBootstrapToken.execute(this.config.bootstrapToken);
    if (token === undefined) return;
    process.stdout.write(
      `
============================================================
  Your API token (all scopes), shown only this once:

  ${token}

  Only its hash is kept. Lost it? Start with
  RECORDENGINE_TOKEN set to a token of your own.
============================================================

`,
    );
  }
}
