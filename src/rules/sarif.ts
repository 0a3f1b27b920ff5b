import { isAbsolute, relative, sep } from 'path';
import { SourceLine } from './deployed-template';
import { RuleFinding } from './judge';
import { RuleDefinition } from './rule-definition';

const CATALOG = 'https://github.com/cdk-secure-repository/cdk-secure-repository/blob/main/docs/rules.md';

/**
 * The findings as SARIF 2.1.0, the format of GitHub code scanning.
 *
 * A finding points to the line of code that created the resource. Where that is not known or not below the working folder, it points to the file that is passed: a file of
 * a cloud assembly, or of a package outside of the folder, is not in the source repository.
 * @param place the file for findings without such a line of code; undefined for the template of the finding itself
 */
export function sarifOf(
  findings: readonly RuleFinding[],
  rules: readonly RuleDefinition[],
  version: string,
  place: string | undefined,
): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk-secure-repository',
            version,
            informationUri: CATALOG,
            rules: rules.map(({ id, title, risk, remedy, severity }) => ({
              id,
              shortDescription: { text: title },
              fullDescription: { text: risk },
              help: { text: remedy },
              helpUri: `${CATALOG}#${id}`,
              defaultConfiguration: { level: severity },
            })),
          },
        },
        results: findings.map((finding) => resultOf(finding, rules, place)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(finding: RuleFinding, rules: readonly RuleDefinition[], place: string | undefined): object {
  const { rule, template, logicalId, property, problem } = finding;
  const name = template.constructPathOf(logicalId) ?? logicalId;
  const source = sourceInFolder(template.sourceOf?.(logicalId)) ?? { file: place ?? template.file, line: 1 };
  return {
    ruleId: rule.id,
    ruleIndex: rules.indexOf(rule),
    level: rule.severity,
    message: { text: `${name}: ${property} ${problem}. ${rule.remedy}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(source.file) }, region: { startLine: source.line } },
        logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }],
      },
    ],
    // the same from run to run, although lines move
    partialFingerprints: { 'cdkSecureRepository/v1': `${template.stackName} ${logicalId} ${rule.id} ${property}` },
  };
}

function sourceInFolder(source: SourceLine | undefined): SourceLine | undefined {
  return source !== undefined && isInFolder(source.file) ? source : undefined;
}

/** Whether a file is below the working folder, which is the source repository in a pipeline. */
export function isInFolder(file: string): boolean {
  const path = relative(process.cwd(), file);
  return !isAbsolute(path) && path.split(sep, 1)[0] !== '..';
}

/** Relative to the working folder. */
function uriOf(file: string): string {
  const path = isAbsolute(file) ? relative(process.cwd(), file) : file;
  return path.split(sep).map(encodeURIComponent).join('/');
}
