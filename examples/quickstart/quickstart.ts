import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { previews, report, Sample, Section } from './report';

/** Where the quick start's words go. */
export interface QuickStartOutput {
  readonly heading: (text: string) => void;
  readonly line: (text: string) => void;
}

/** Synthesizes an app, says what has been made, and has cdk-nag look at it. Returns the exit code: 1 if cdk-nag has found something. */
export function quickStart(app: App, output: QuickStartOutput, sample?: Sample): number {
  const sections = [...report(app, app.synth()), ...(sample ? previews(app, sample) : [])];
  const findings = nagFindings(app);
  for (const { heading, lines } of [...sections, findings]) {
    output.heading(heading);
    lines.forEach(output.line);
  }
  return findings.lines.length > 0 ? 1 : 0;
}

function nagFindings(app: App): Section {
  const { violations } = new AwsSolutionsChecks().validateScope(app);
  return {
    heading: `cdk-nag's AwsSolutions pack has ${violations.length === 0 ? 'nothing' : 'this'} to say`,
    lines: violations.flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}: ${description}`),
    ),
  };
}
