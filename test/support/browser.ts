import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import { chromium, type Browser as Chromium, type BrowserContextOptions, type Page } from 'playwright-core';
import { TEST_TOKEN, type Service } from './service.js';

export const CHROMIUM = '/usr/bin/chromium';
const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const WAIT_MS = 15_000;

/** A real Chromium. Each page has a profile of its own; what it complains about fails the test. */
export class Browser {
  #pages = new Map<Page, string[]>();

  private constructor(private readonly chromium: Chromium) {}

  static async start(): Promise<Browser> {
    return new Browser(await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(' ') }));
  }

  get version(): string {
    return this.chromium.version();
  }

  /** An empty page, whose addresses are those of the service. Dialogs are dismissed, and complained about. */
  async open(service: Service, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.chromium.newContext({
      baseURL: service.url,
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      // Answers that refuse are the business of the test; the page must say them itself.
      if (message.type() !== 'error' || /Failed to load resource/.test(message.text())) return;
      complaints.push(message.text());
    });
    page.on('dialog', (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    this.#pages.set(page, complaints);
    return page;
  }

  /** A page of somebody who is signed in with that token. */
  async signIn(service: Service, token = TEST_TOKEN, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.open(service, options);
    await page.goto('/login');
    await Browser.fillLogin(page, token);
    return page;
  }

  /** The login page that is shown, filled with an API token and sent. */
  static async fillLogin(page: Page, token = TEST_TOKEN): Promise<void> {
    const field = page.locator('input[name=token]');
    const folded = page.locator('details', { has: field });
    if ((await folded.count()) > 0 && (await folded.getAttribute('open')) === null) {
      await folded.locator('summary').click();
    }
    await field.fill(token);
    await Promise.all([page.waitForNavigation(), field.press('Enter')]);
  }

  /** The login page that is shown, filled with an account and sent. */
  static async enter(page: Page, email: string, password: string): Promise<void> {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await Promise.all([
      page.waitForNavigation(),
      page.getByRole('button', { name: 'Sign in' }).first().click(),
    ]);
  }

  /** The same page of a server of this machine, under the name of another site. */
  static onAnotherSite(url: string): string {
    return url.replace('127.0.0.1', 'localhost');
  }

  /** What the page wrote as errors so far: script errors, and what its policy refused. */
  complaints(page: Page): readonly string[] {
    return this.#pages.get(page) ?? [];
  }

  /** Fails for what axe finds against WCAG 2.2 A and AA in a page, or in a frame of it. */
  static async expectAccessible(page: Pick<Page, 'evaluate'>): Promise<void> {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await page.evaluate(axe); // by the debugger, past the policy of the page
    const found = await page.evaluate<string[]>(`
      axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
        .then(({ violations }) => violations.map(({ id, nodes }) =>
          id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')))
    `);
    expect(found).toEqual([]);
  }

  /** Fails when the page has to be moved sideways. */
  static async expectNoSidewaysScroll(page: Page): Promise<void> {
    const over = await page.evaluate(
      `document.documentElement.scrollWidth - document.documentElement.clientWidth`,
    );
    expect(over).toBeLessThanOrEqual(0);
  }

  /** Ends it; fails when a page complained. */
  async stop(): Promise<void> {
    const complaints = [...this.#pages.values()].flat();
    await this.chromium.close();
    expect(complaints).toEqual([]);
  }
}
