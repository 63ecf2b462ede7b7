import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { bareError } from './logging.js';

describe('bareError', () => {
  it('says where and why, and nothing of the values that were being written', () => {
    const driverError = Object.assign(new Error('relation "x" does not exist'), {
      code: '42P01',
      detail: 'Failing row contains (secret-value)',
      parameters: ['secret-value'],
    });
    const error = new QueryFailedError('INSERT INTO x VALUES ($1)', ['secret-value'], driverError);
    error.cause = new QueryFailedError('INSERT INTO y VALUES ($1)', ['secret-value'], driverError);
    const logged = JSON.stringify(bareError(error));
    expect(logged).not.toContain('secret-value');
    expect(bareError(error)).toMatchObject({
      type: 'QueryFailedError',
      code: '42P01',
      message: driverError.message,
    });
  });
});
