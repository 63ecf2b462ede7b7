import { describe, expect, it } from '@jest/globals';
import { eventBody } from './event-body.js';

describe('eventBody', () => {
  it('is the text that is sent, not one that means the same', () => {
    const body = '{"a":1.0, "n":12345678901234567890,"body":{"x":"\\u0031}"},\r\n "n":1e2}';
    expect(eventBody(`{"event_id":"body","body":${body},"position":1}`)).toBe(body);
    expect(eventBody(`{"position":null,"body":${body}}`)).toBe(body);
  });
});
