import { Injectable } from '@nestjs/common';
import { Sessions } from './sessions.js';

@Injectable()
export class LogOut {
  constructor(private readonly sessions: Sessions) {}

  execute(sessionId: string): Promise<void> {
    return this.sessions.close(sessionId);
  }
}
