import { Injectable } from '@nestjs/common';
import { SecretMaker } from '../application/secret-maker.js';
import { newWebhookSecret } from './webhook-signature.js';

@Injectable()
export class RandomSecretMaker extends SecretMaker {
  next(): string {
    return newWebhookSecret();
  }
}
