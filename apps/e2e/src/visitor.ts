import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';

const chromiumPath = '/usr/bin/chromium';
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
/** Shorter than that of a test, so that what did not come is named. */
const patience = 120_000;

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath, args: quiet, timeout: patience });

/** Someone at the dashboard, with everything that the page asked for and complained about. */
export class Visitor {
  readonly requests: string[] = [];
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  static async at(browser: Browser, baseURL: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Visitor> {
    const context = await browser.newContext({ baseURL, colorScheme, viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const visitor = new Visitor(page, context);
    context.on('request', (request) => visitor.requests.push(request.url()));
    page.on('pageerror', (error) => visitor.complaints.push(error.message));
    page.on('dialog', (dialog) => visitor.complaints.push(`dialog: ${dialog.message()}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) visitor.complaints.push(message.text());
    });
    return visitor;
  }

  leave(): Promise<void> {
    return this.context.close();
  }

  get recordCount(): Promise<string> {
    return this.page.getByTestId('record-count').innerText();
  }

  /** Waits for the count of records to read as told. */
  async counts(text: string): Promise<void> {
    await this.page.getByTestId('record-count').getByText(text, { exact: true }).waitFor();
  }

  dataRequests(): string[] {
    return this.requests.filter((url) => /\/data(\?|$)/.test(url));
  }
}
