import { pathToFileURL } from 'url';
import { Browser, Page, Viewport } from '../../tools/browser';

export const WIDE: Viewport = { width: 1280, height: 900 };
export const PHONE: Viewport = { width: 390, height: 844 };

/** How long a state of the page is waited for, in milliseconds. */
const PATIENCE = 10_000;

/** How a page is opened. */
export interface Opening {
  readonly viewport?: Viewport;
  readonly colorScheme?: 'light' | 'dark';
  /** What the address has behind the file. */
  readonly hash?: string;
}

/** A page that was opened from the disk, in a window of its own. It records whatever must not happen. */
export class OpenPage {
  public static async of(
    browser: Browser,
    path: string,
    { viewport = WIDE, colorScheme = 'light', hash = '' }: Opening = {},
  ): Promise<OpenPage> {
    const context = await browser.newContext({ viewport, colorScheme });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const address = pathToFileURL(path).href;
    const opened = new OpenPage(page, () => context.close());
    page.on('console', (message) => opened.unwanted.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => opened.unwanted.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url().replace(/#.*$/s, '') !== address) opened.unwanted.push(`request: ${request.url()}`);
    });
    page.on('dialog', (dialog) => {
      opened.unwanted.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(`${address}${hash}`);
    await page.getByRole('heading').first().waitFor();
    return opened;
  }

  /** Messages, errors, requests and dialogs. */
  public readonly unwanted: string[] = [];

  private constructor(
    public readonly page: Page,
    public readonly close: () => Promise<void>,
  ) {}

  /** The text of the clipboard. */
  public copied(): Promise<string> {
    return this.page.evaluate<string>('navigator.clipboard.readText()');
  }
}

/** Asks again until an expectation holds. The last failure is thrown when it does not in time. */
export async function eventually(expectation: () => Promise<void>): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((again) => setTimeout(again, 20));
    }
  }
}
