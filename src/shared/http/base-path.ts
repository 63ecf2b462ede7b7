import type { Config } from '../config/config.js';

/**
 * What stands before the path of every link, redirect and cookie: '' or, for example, '/records'. A proxy in front
 * strips it, so routes are written without it.
 */
export function basePath({ publicBaseUrl }: Pick<Config, 'publicBaseUrl'>): string {
  return new URL(publicBaseUrl).pathname.replace(/\/+$/, '');
}
