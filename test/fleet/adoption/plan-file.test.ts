import { AdoptedRegistry } from '../../../src/fleet/adoption/adoption-plan';
import { PlanContents, planFile } from '../../../src/fleet/adoption/plan-file';
import { ACCOUNT, REGION } from '../../fixtures/adoption/repositories';

function registry(presentStacks: readonly (string | undefined)[], left: AdoptedRegistry['left'] = {}): AdoptedRegistry {
  const repositories = presentStacks.map((presentStack, index) => ({
    name: `app-${index}`,
    logicalId: `App${index}`,
    properties: {},
    presentStack,
    standard: { changes: [] },
  }));
  return { account: ACCOUNT, region: REGION, stacks: 2, repositories, left };
}

const PLAIN: PlanContents = { registries: [registry([undefined])], stacks: ['Ecr-1', 'Ecr-2'], terraform: [], unread: [], patterns: [] };
const headings = (contents: PlanContents) => [...planFile(contents).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);

const REMOVED_FILE = 'terraform/removed.tf';
const STATE_FILE = 'terraform/state-rm.sh';
const ofState = (...paths: string[]) => [{ place: 'prod.json', paths }];

const STACKS = 'Release the repositories of other stacks';
const TERRAFORM = 'Release the repositories of Terraform';

test.each<[string, Partial<PlanContents>, string[]]>([
  ['of the console', {}, []],
  ['of the console, with a state of none of them', { terraform: ofState() }, []],
  ['of stacks', { registries: [registry(['Old'])] }, [STACKS]],
  ['of Terraform', { terraform: ofState(REMOVED_FILE) }, [TERRAFORM]],
  ['of both', { registries: [registry(['Old'])], terraform: ofState(STATE_FILE) }, [STACKS, TERRAFORM]],
])('repositories %s: the steps are numbered in their order', (_, contents, ofOrigin) => {
  const titles = ['Synthesize', 'Compare the templates with the inventory', ...ofOrigin, 'Import', 'Check', 'Turn the standard on'];
  expect(headings({ ...PLAIN, ...contents })).toEqual(titles.map((title, index) => `${index + 1}. ${title}`));
});

test('each stack is imported with its mapping', () => {
  expect(planFile(PLAIN)).toContain(
    '\nnpx cdk import Ecr-1 --resource-mapping import/Ecr-1.json\nnpx cdk import Ecr-2 --resource-mapping import/Ecr-2.json\n',
  );
  expect(planFile(PLAIN)).toMatch(/^# Plan\n\nThis app declares 1 repository in 2 stacks\./);
});

test('each stack that manages repositories now is named with them', () => {
  const text = planFile({ ...PLAIN, registries: [registry(['Old', 'Older', undefined, 'Old'])] });
  expect(text).toContain(`\n- ${ACCOUNT} ${REGION} Old: app-0, app-3\n- ${ACCOUNT} ${REGION} Older: app-1\n`);
  expect(text).not.toContain('app-2');
});

test.each([
  [[REMOVED_FILE], true, false],
  [[STATE_FILE], false, true],
  [[REMOVED_FILE, STATE_FILE], true, true],
])('of the files for Terraform, those that exist are named: %j', (paths, hasBlocks, hasScript) => {
  const text = planFile({ ...PLAIN, terraform: ofState(...paths) });
  expect([text.includes(REMOVED_FILE), text.includes(STATE_FILE)]).toEqual([hasBlocks, hasScript]);
});

test('what is not in the plan is listed with the reason', () => {
  const contents = {
    ...PLAIN,
    registries: [registry([undefined], { app: 'The tags are unknown.' })],
    unread: ['prod us-east-1 could not be read.'],
  };
  expect(planFile(contents)).toMatch(
    new RegExp(`\n## Not in this plan\n\n- prod us-east-1 could not be read\\.\n- ${ACCOUNT} ${REGION} app: The tags are unknown\\.\n$`),
  );
  expect(headings(PLAIN)).not.toContain('Not in this plan');
});

test('principals that were deleted are listed beside their repositories, before anything is released', () => {
  const plain = registry([undefined, 'Old']);
  const [app, old] = plain.repositories;
  const RepositoryPolicyText = { Statement: { Principal: { AWS: ['AROAEXAMPLE0123456789'] } } };
  const contents = { ...PLAIN, registries: [{ ...plain, repositories: [app, { ...old, properties: { RepositoryPolicyText } }] }] };
  expect(headings(contents).slice(2, 4)).toEqual(['3. Replace the principals that were deleted', `4. ${STACKS}`]);
  expect(planFile(contents)).toContain(`Amazon ECR may refuse`);
  expect(planFile(contents)).toContain(`\n- ${ACCOUNT} ${REGION} app-1: AROAEXAMPLE0123456789\n`);
});

test('a plan for some repositories says which', () => {
  expect(planFile({ ...PLAIN, patterns: ['team-a/*', 'api'] })).toContain(
    '\nOnly repositories that match `team-a/*` or `api` are in this plan.\n',
  );
  expect(planFile(PLAIN)).not.toContain('Only repositories');
});

test('an app that is not the first is only a source of entries', () => {
  expect(planFile(PLAIN)).toMatch(/^If another app that `adopt` wrote is deployed .* never deploy or import this one there/m);
});

test('of what deletes images, only the new lifecycle policy of the standard is there', () => {
  expect(planFile(PLAIN)).toMatch(
    /^No step deletes a repository or an image\. With the standard, a repository without a lifecycle policy receives one,/m,
  );
});

test('without a repository, nothing is imported', () => {
  expect(planFile({ ...PLAIN, registries: [], stacks: [] })).not.toContain('cdk import');
});
