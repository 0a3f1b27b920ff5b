import { App } from './binding';
import { reference } from './reference';
import { templateDifference } from './templates';
import { reportDifference } from './validation-report';
import { emptied } from './workspace';

/** Fails unless an app synthesizes, into a folder of this name, what the same app in TypeScript does: the templates, and the report of its rules. */
export async function sameTemplate(app: App, folder: string, synthesize: (outdir: string) => Promise<unknown>): Promise<void> {
  const outdir = emptied('out', folder, app);
  await synthesize(outdir);
  const expected = await reference(app);
  const difference = templateDifference(expected, outdir) ?? reportDifference(expected, outdir);
  if (difference) throw new Error(`${difference}\n(the reference is the library as it is compiled now)`);
}
