import { Terminal } from './terminal';
import { PolicyDocument } from '../lifecycle/core/policy-document';
import { warningsOfText } from '../lifecycle/core/policy-text';

/** Writes what is worth a second look in a policy to standard error. */
export function writeWarnings(place: string, document: PolicyDocument, { stderr }: Terminal): void {
  for (const { message } of warningsOfText(document)) stderr.write(`${place}: warning: ${message}\n`);
}
