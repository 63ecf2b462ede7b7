import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../shared/config/config.js';
import { ProvideFirstAdmin } from '../application/provide-first-admin.js';

/** Shows the password of an account that was made at the first start, past the log: logs are kept and sent around. */
@Injectable()
export class FirstAdminNotice implements OnApplicationBootstrap {
  constructor(
    private readonly provideFirstAdmin: ProvideFirstAdmin,
    private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const password = await this.provideFirstAdmin.execute(this.config.adminEmail);
    if (password === undefined) return;
    process.stdout.write(
      `
============================================================
  To sign in at ${this.config.publicBaseUrl}/login, shown only this once:

  E-mail    ${this.config.adminEmail}
  Password  ${password}

  Change it at ${this.config.publicBaseUrl}/account.
============================================================

`,
    );
  }
}
