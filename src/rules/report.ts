import { Judged, RuleFinding } from './judge';
import { wrappedText } from '../private/wrapped-text';

/** The findings of a report, and what is said besides them. */
export interface ReportContents {
  readonly judged: Judged;
  /** The findings that are reported: those that the baseline does not contain. */
  readonly findings: readonly RuleFinding[];
  /** The number of findings that the baseline contains. */
  readonly known: number;
}

const WIDTH = 100;

/** Formats findings for a person: the resource, then a line for each rule. */
export function formatFindings({ judged, findings, known }: ReportContents): string {
  const byResource = new Map<string, RuleFinding[]>();
  for (const finding of findings) byResource.set(resourceOf(finding), [...(byResource.get(resourceOf(finding)) ?? []), finding]);
  const blocks = [...byResource].map(([resource, ofResource]) => [
    resource,
    ...ofResource.flatMap((finding) => wrappedText(textOf(finding), WIDTH, `  ${finding.rule.severity.padEnd(7)}  `, ' '.repeat(11))),
  ]);
  return `${[...blocks.map((lines) => lines.join('\n')), summaryOf({ judged, findings, known })].join('\n\n')}\n`;
}

/** Formats findings as a table in Markdown, such as for the summary of a pipeline. */
export function formatFindingsAsMarkdown(contents: ReportContents): string {
  const { findings } = contents;
  const cells = (finding: RuleFinding) =>
    [finding.rule.severity, finding.rule.id, resourceOf(finding), `${finding.property} ${finding.problem}`, finding.rule.remedy].map(
      (text) => text.replace(/[|\\<>`*_[\]]/g, '\\$&').replace(/\s+/g, ' '),
    );
  const rows = findings.map((finding) => `| ${cells(finding).join(' | ')} |`);
  const table =
    rows.length === 0 ? [] : ['| severity | rule | resource | problem | remedy |', '| --- | --- | --- | --- | --- |', ...rows, ''];
  return `${['### ECR repository rules', '', ...table, summaryOf(contents)].join('\n')}\n`;
}

/** Formats findings as JSON. The keys stay the same from release to release; new keys may be added. */
export function formatFindingsAsJson({ judged, findings, known }: ReportContents): string {
  return `${JSON.stringify(
    {
      resources: judged.resources,
      known,
      findings: findings.map((finding) => ({
        ...placeOf(finding),
        severity: finding.rule.severity,
        problem: finding.problem,
        remedy: finding.rule.remedy,
      })),
      knownAtDeploymentOnly: judged.unknown.map(placeOf),
    },
    undefined,
    2,
  )}\n`;
}

function placeOf(finding: Omit<RuleFinding, 'problem'>): object {
  const { rule, template, logicalId, type, property } = finding;
  return {
    rule: rule.id,
    stack: template.stackName,
    logicalId,
    constructPath: template.constructPathOf(logicalId),
    source: template.sourceOf?.(logicalId),
    template: template.file,
    type,
    property,
  };
}

function resourceOf({ template, logicalId }: RuleFinding): string {
  const path = template.constructPathOf(logicalId);
  const source = template.sourceOf?.(logicalId);
  const id = path === undefined ? `${template.stackName}, ${logicalId}` : `${path} (${template.stackName}, ${logicalId})`;
  return source === undefined ? id : `${id}, ${source.file}:${source.line}`;
}

function textOf({ rule, property, problem }: RuleFinding): string {
  return `${property} ${problem}. ${rule.remedy} [cdk-secure-repository::${rule.id}]`;
}

function summaryOf({ judged, findings, known }: ReportContents): string {
  const count = (severity: string) => findings.filter(({ rule }) => rule.severity === severity).length;
  const sentences = [
    `${plural(judged.resources, 'resource')}, ${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}.`,
  ];
  if (known > 0) sentences.push(`${plural(known, 'finding')} in the baseline.`);
  if (judged.unknown.length > 0) {
    sentences.push(`${plural(judged.unknown.length, 'property')} not checked, because the values are known only at deployment.`);
  }
  return sentences.join(' ');
}

function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun.replace(/y$/, 'ie')}s`;
}
