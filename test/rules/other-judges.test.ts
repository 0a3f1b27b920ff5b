import { readdirSync, readFileSync } from 'fs';
import { basename, join } from 'path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { App } from 'aws-cdk-lib';
import { parsedTemplate } from '../../src/cli/policy-input';
import { DEFAULT_RULES, OPTIONAL_RULES } from '../../src/rules/catalogue';
import { resourcesOf } from '../../src/rules/deployed-template';
import { judge } from '../../src/rules/judge';

/** Templates in the shapes that public ones have. */
const FOLDER = join(__dirname, '../data/public-templates');
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));

/** The rules, and the checks of others that look at the same thing. */
const SAME: readonly (readonly [rule: string, check: string])[] = [
  ['not-public', 'CKV_AWS_32'],
  ['no-mutable-tags', 'CKV_AWS_51'],
  ['customer-key', 'CKV_AWS_136'],
  ['scanned-on-push', 'CKV_AWS_163'],
  ['lifecycle-policy', 'CT.ECR.PR.1'],
  ['scanned-on-push', 'CT.ECR.PR.2'],
  ['no-mutable-tags', 'CT.ECR.PR.3'],
];

const PARAMETER = 'the value of a parameter is known at the deployment only, and the rules do not judge it';

/** Where they differ: the template, the rule, the check and why; `+` if only the rule finds it, `-` if only the check does. */
const DIFFERENCES: { readonly [difference: string]: string } = {
  '+ lifecycle-invalid: lifecycle-policy, CT.ECR.PR.1': 'AWS Control Tower accepts any text as a lifecycle policy, Amazon ECR does not',
  '+ managed-key: customer-key, CKV_AWS_136': 'checkov accepts the key that AWS manages',
  '- deny-policy: not-public, CKV_AWS_32': 'checkov does not look at the effect: a Deny to everyone makes nothing public',
  '- organization-like: not-public, CKV_AWS_32': 'checkov knows a condition on the organization only with StringEquals',
  '- parameters: no-mutable-tags, CKV_AWS_51': PARAMETER,
  '- parameters: no-mutable-tags, CT.ECR.PR.3': PARAMETER,
  '- parameters: scanned-on-push, CKV_AWS_163': PARAMETER,
  '- parameters: scanned-on-push, CT.ECR.PR.2': PARAMETER,
  '- scanned-as-text: scanned-on-push, CT.ECR.PR.2': 'CloudFormation accepts text in the place of a Boolean value',
  '- two-keys-deep: customer-key, CKV_AWS_136': 'checkov does not know the encryption KMS_DSSE',
};

/** What the rules find in a template. */
function found(name: string): string[] {
  const place = join(FOLDER, `${name}.yaml`);
  const resources = resourcesOf(parsedTemplate({ place, text: readFileSync(place, 'utf8') }));
  const { findings } = judge(
    [{ stackName: name, file: place, resources, constructPathOf: () => undefined }],
    [...DEFAULT_RULES, ...OPTIONAL_RULES],
  );
  return [...new Set(findings.map(({ rule }) => rule.id))];
}

/** What the Guard rules of AWS Control Tower for Amazon ECR find, by template. */
function foundByControlTower(): Map<string, string[]> {
  const rules = join(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json'), '../rules/control-tower/cfn-guard/ecr');
  const validator = new CfnGuardValidator({ controlTowerRulesEnabled: false, rules: [rules] });
  const templatePaths = NAMES.map((name) => join(FOLDER, `${name}.yaml`));
  const checks = new Map<string, string[]>();
  for (const { description, violatingResources } of validator.validate({ appConstruct: new App(), templatePaths }).violations) {
    for (const { templatePath } of violatingResources) {
      const name = basename(templatePath, '.yaml');
      checks.set(name, [...(checks.get(name) ?? []), /\[(.+?)\]/.exec(description)![1]]);
    }
  }
  return checks;
}

test('the rules agree with checkov and AWS Control Tower, but for the listed differences', () => {
  // `.ci/run` compares the stored verdicts with those of checkov
  const checkov = JSON.parse(readFileSync(join(FOLDER, 'checkov.json'), 'utf8')) as { readonly [name: string]: string[] };
  const controlTower = foundByControlTower();
  const differences: string[] = [];
  for (const name of NAMES) {
    const rules = found(name);
    const checks = [...(checkov[name] ?? []), ...(controlTower.get(name) ?? [])];
    for (const [rule, check] of SAME) {
      if (rules.includes(rule) !== checks.includes(check)) {
        differences.push(`${rules.includes(rule) ? '+' : '-'} ${name}: ${rule}, ${check}`);
      }
    }
  }
  expect(differences.sort()).toEqual(Object.keys(DIFFERENCES).sort());
  expect(NAMES.length).toBeGreaterThanOrEqual(20);
});

test('each verdict occurs in both ways', () => {
  const all = NAMES.map(found);
  for (const [rule] of SAME) {
    const count = all.filter((rules) => rules.includes(rule)).length;
    expect([rule, count > 0, count < NAMES.length]).toEqual([rule, true, true]);
  }
});
