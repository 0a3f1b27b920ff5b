import { AdoptedRegistry } from '../../../src/fleet/adoption/adoption-plan';
import { PlanContents, planFile } from '../../../src/fleet/adoption/plan-file';
import { REMOVED_FILE, STATE_FILE } from '../../../src/fleet/adoption/terraform-files';
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

const PLAIN: PlanContents = { registries: [registry([undefined])], stacks: ['Ecr-1', 'Ecr-2'], terraformFiles: [], unread: [] };
const headings = (contents: PlanContents) => [...planFile(contents).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);

const STACKS = 'Release the repositories of other stacks';
const TERRAFORM = 'Release the repositories of Terraform';

test.each<[string, Partial<PlanContents>, string[]]>([
  ['of the console', {}, []],
  ['of stacks', { registries: [registry(['Old'])] }, [STACKS]],
  ['of Terraform', { terraformFiles: [REMOVED_FILE] }, [TERRAFORM]],
  ['of both', { registries: [registry(['Old'])], terraformFiles: [STATE_FILE] }, [STACKS, TERRAFORM]],
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
])('of the files for Terraform, those that exist are named: %j', (terraformFiles, hasBlocks, hasScript) => {
  const text = planFile({ ...PLAIN, terraformFiles });
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

test('without a repository, nothing is imported', () => {
  expect(planFile({ ...PLAIN, registries: [], stacks: [] })).not.toContain('cdk import');
});
