import { Webhook } from 'standardwebhooks';
import { newWebhookSecret, signingKey, signWebhook } from './webhook-signature.js';

describe('signWebhook', () => {
  it('gives the signature of the published example', () => {
    // https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries (the vector its libraries share)
    const key = signingKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    const body = '{"test": 2432232314}';
    expect(signWebhook([key], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, body)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('is verified by the standard library, for each of two secrets during a rotation', () => {
    const secrets = [newWebhookSecret(), newWebhookSecret()];
    const body = '{"vendor":"Bäckerei 漢字 😀","n":1.0}';
    const id = '0199f4c2-6d1e-7c55-b7b0-2f7a3c1f9a10';
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = signWebhook(secrets.map(signingKey), id, timestamp, body);
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature,
    };
    expect(signature).toMatch(/^v1,\S{44} v1,\S{44}$/);
    for (const secret of secrets) {
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
      expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching signature');
    }
    expect(() => new Webhook(newWebhookSecret()).verify(body, headers)).toThrow('No matching signature');
  });
});

describe('newWebhookSecret', () => {
  it('is 32 random bytes in base64', () => {
    const secret = newWebhookSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newWebhookSecret()).not.toBe(secret);
  });
});
