import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { htmlPage } from '../../src/cli/html-page';
import { run } from '../../src/cli/main';
import { PageData, PageRepository } from '../../src/lifecycle/core/page-data';
import { FakeTerminal } from '../fixtures/fake-terminal';

/** The folder of the pages of a test file. */
const folder = mkdtempSync(join(tmpdir(), 'pages-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** The moment of the inventory of examples/images. */
export const NOW = '2026-11-23T12:00:00Z';

/** Writes a file, JSON unless it is text. */
export function file(content: unknown): string {
  const path = join(folder, `${++files}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** The path of the page that a command writes. */
export async function pageOf(...args: string[]): Promise<string> {
  const path = join(folder, `${++files}.html`);
  const terminal = new FakeTerminal([...args, '--html', path], '', {});
  await run(terminal);
  if (!terminal.complained.includes(`--html: ${path} is written`)) throw new Error(terminal.complained);
  return path;
}

/** The path of the page of the example inventory. */
export function examplePage(policy: unknown, ...args: string[]): Promise<string> {
  return pageOf('preview', '--images', 'examples/images/myapp.json', '--now', NOW, '--policy', file(policy), ...args);
}

/** The path of a page with data of its own. */
export function pageWith(now: number, repositories: readonly PageRepository[]): string {
  const data: PageData = { formatVersion: 1, now, pricePerGbMonth: 0.1, unread: [], repositories };
  const path = join(folder, `${++files}.html`);
  writeFileSync(path, htmlPage(data));
  return path;
}

const expire = { type: 'expire' };
const days = (countNumber: number) => ({ countType: 'sinceImagePushed', countUnit: 'days', countNumber });
const tagged = (...tagPatternList: string[]) => ({ tagStatus: 'tagged', tagPatternList });

/** What most repositories need: releases stay, builds and pull requests go, and what has no tag. */
export const POLICY = {
  rules: [
    { rulePriority: 1, selection: { ...tagged('v*'), countType: 'imageCountMoreThan', countNumber: 999_999 }, action: expire },
    { rulePriority: 2, selection: { ...tagged('pr-*'), ...days(14) }, action: expire },
    { rulePriority: 3, selection: { ...tagged('main-*'), countType: 'imageCountMoreThan', countNumber: 5 }, action: expire },
    { rulePriority: 4, selection: { tagStatus: 'untagged', ...days(14) }, action: expire },
  ],
};

/** A policy that keeps more, as a repository may have it now. */
export const PRESENT = { rules: [{ ...POLICY.rules[3], rulePriority: 1, selection: { tagStatus: 'untagged', ...days(60) } }] };
