import { readFileSync } from 'fs';
import { join } from 'path';
import { PageData, pageJson } from '../lifecycle/core/page-data';

/** The page without its data. `compile` builds it beside the library; the path is the same from src/ and from lib/. */
const TEMPLATE = join(__dirname, '../../lib/page/report.html');

/** Returns the text of the page with its data: one file, which loads nothing. */
export function htmlPage(data: PageData): string {
  // a function, because a text may contain $&
  return readFileSync(TEMPLATE, 'utf8').replace('{{data}}', () => pageJson(data));
}
