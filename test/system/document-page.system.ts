import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { Stack } from '../support/stack.js';

describe('The document page in a browser', () => {
  let stack: Stack;
  let browser: Browser;

  beforeAll(async () => {
    stack = await Stack.start();
    browser = await Browser.start();
  });
  afterAll(async () => {
    await browser?.stop();
    await stack?.stop();
  });

  it('asks for a login and opens', async () => {
    const { id } = await stack.client.reviewed();
    const page = await browser.open(stack.service);
    await page.goto(`/documents/${id}`);
    await Browser.fillLogin(page);
    expect(new URL(page.url()).pathname).toBe(`/documents/${id}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await Browser.expectAccessible(page);
  });
});
