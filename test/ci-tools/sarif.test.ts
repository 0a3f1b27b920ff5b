import { readFileSync } from 'fs';
import { join } from 'path';
import { ciTool } from './tool';
import { DEFAULT_RULES, OPTIONAL_RULES } from '../../src/rules/catalogue';
import { DeployedTemplate, resourcesOf } from '../../src/rules/deployed-template';
import { judge } from '../../src/rules/judge';
import { sarifOf } from '../../src/rules/sarif';

/** The schema of OASIS, as `@microsoft/sarif-multitool-linux` 5.7.0 has it. */
const schema = JSON.parse(readFileSync(join(__dirname, '../data/sarif-2.1.0.json'), 'utf8')) as object;
const ajv = new (ciTool('ajv/dist/2020').default)({ strict: false, allErrors: true });
ciTool('ajv-formats').default(ajv);
const validate = ajv.compile(schema);

/** What the schema objects to. */
function faults(log: unknown): string[] {
  validate(log);
  return ((validate.errors ?? []) as { instancePath: string; message: string }[]).map(
    ({ instancePath, message }) => `${instancePath} ${message}`,
  );
}

const RULES = [...DEFAULT_RULES, ...OPTIONAL_RULES];

interface Log {
  version: string;
  runs: { tool?: object; results: { level: string; locations: { physicalLocation: { region: { startLine: number } } }[] }[] }[];
}

/** The log over a bad repository in a template. */
function logOf(more: Partial<DeployedTemplate>, place?: string): Log {
  const resources = resourcesOf({ Resources: { Images: { Type: 'AWS::ECR::Repository' } } });
  const template = { stackName: 'Shop', file: 'cdk.out/Shop template#1.json', resources, constructPathOf: () => undefined, ...more };
  const { findings } = judge([template], RULES);
  expect(findings.length).toBeGreaterThan(4);
  return JSON.parse(sarifOf(findings, RULES, '0.1.0', place)) as Log;
}

const PLACES: [string, Partial<DeployedTemplate>, string?][] = [
  [
    'that point to a line of code',
    { sourceOf: () => ({ file: join(process.cwd(), 'lib/shop stack.ts'), line: 12 }), constructPathOf: () => 'Shop/Images/Resource' },
  ],
  ['that point to the baseline', {}, 'ecr-baseline.json'],
  ['that point to the template', {}],
];

test.each(PLACES.map(([title, more, place]) => ({ title, more, place })))('findings $title are valid', ({ more, place }) => {
  expect(faults(logOf(more, place))).toEqual([]);
});

test('no findings are valid', () => {
  expect(faults(JSON.parse(sarifOf([], RULES, '0.1.0', undefined)))).toEqual([]);
});

test.each<[string, (log: Log) => void, string]>([
  ['no tool', ({ runs: [run] }) => delete run.tool, "/runs/0 must have required property 'tool'"],
  [
    'another level',
    ({ runs: [run] }) => (run.results[0].level = 'fatal'),
    '/runs/0/results/0/level must be equal to one of the allowed values',
  ],
  [
    'the line 0',
    ({ runs: [run] }) => (run.results[0].locations[0].physicalLocation.region.startLine = 0),
    '/runs/0/results/0/locations/0/physicalLocation/region/startLine must be >= 1',
  ],
  ['another version', (log) => (log.version = '2.0.0'), '/version must be equal to one of the allowed values'],
])('the schema does not accept a log with %s', (_, spoil, fault) => {
  const log = logOf({});
  spoil(log);
  expect(faults(log)).toContain(fault);
});
