import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What is used of playwright-core, which only tools/ci has. */
export interface Locator {
  getByRole(role: string, options?: { readonly name?: string | RegExp; readonly exact?: boolean }): Locator;
  getByLabel(text: string | RegExp): Locator;
  getByText(text: string | RegExp, options?: { readonly exact?: boolean }): Locator;
  locator(selector: string): Locator;
  filter(options: { readonly hasText?: string | RegExp }): Locator;
  first(): Locator;
  nth(index: number): Locator;
  count(): Promise<number>;
  click(options?: { readonly position?: Point }): Promise<void>;
  check(): Promise<void>;
  fill(text: string): Promise<void>;
  press(keys: string): Promise<void>;
  focus(): Promise<void>;
  hover(options?: { readonly position?: Point }): Promise<void>;
  selectOption(value: string | { readonly label: string }): Promise<unknown>;
  innerText(): Promise<string>;
  textContent(): Promise<string | null>;
  allInnerTexts(): Promise<string[]>;
  inputValue(): Promise<string>;
  getAttribute(name: string): Promise<string | null>;
  isVisible(): Promise<boolean>;
  waitFor(options?: { readonly state?: 'visible' | 'hidden' | 'attached' }): Promise<void>;
  evaluate<T>(script: string): Promise<T>;
}

/** A place in an element, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Page extends Omit<Locator, 'evaluate' | 'click' | 'press' | 'first' | 'nth' | 'filter'> {
  readonly keyboard: { press(keys: string): Promise<void>; type(text: string): Promise<void> };
  addInitScript(script: string): Promise<void>;
  setDefaultTimeout(milliseconds: number): void;
  goto(url: string): Promise<unknown>;
  goBack(): Promise<unknown>;
  goForward(): Promise<unknown>;
  reload(): Promise<unknown>;
  title(): Promise<string>;
  url(): string;
  evaluate<T>(script: string): Promise<T>;
  emulateMedia(media: { readonly media?: 'print' | 'screen'; readonly colorScheme?: 'light' | 'dark' }): Promise<void>;
  setViewportSize(size: Viewport): Promise<void>;
  screenshot(options: { readonly path?: string; readonly fullPage?: boolean; readonly clip?: object }): Promise<Buffer>;
  pdf(options?: object): Promise<Buffer>;
  on(event: 'console', listener: (message: { text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  on(event: 'request', listener: (request: { url(): string }) => void): void;
  on(event: 'dialog', listener: (dialog: { message(): string; dismiss(): Promise<void> }) => void): void;
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface BrowserContext {
  newPage(): Promise<Page>;
  grantPermissions(permissions: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface Browser {
  newContext(options: {
    readonly viewport: Viewport;
    readonly colorScheme?: 'light' | 'dark';
    readonly deviceScaleFactor?: number;
    readonly hasTouch?: boolean;
  }): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** Loads a package of tools/ci. Everything runs at the top of the project. */
export const requireCiTool = createRequire(join(process.cwd(), 'tools/ci/package.json'));

/** Starts Chromium. Playwright downloads nothing: the browser is that of the system, which test/browser/install-chromium.sh installs. */
export async function startChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`${executablePath} does not exist. Run test/browser/install-chromium.sh, or set CHROMIUM to the path of the browser.`);
  }
  if (!existsSync('tools/ci/node_modules/playwright-core')) throw new Error('playwright-core is not installed. Run npx projen ci-tools.');
  const { chromium } = requireCiTool('playwright-core') as { chromium: { launch(options: object): Promise<Browser> } };
  // as root, Chromium has no sandbox
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
