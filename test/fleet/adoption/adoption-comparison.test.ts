import { adoptionDifferences, furtherRepositories } from '../../../src/fleet/adoption/adoption-comparison';
import { AdoptedRegistry } from '../../../src/fleet/adoption/adoption-plan';
import { logicalIdOf } from '../../../src/fleet/adoption/logical-id';
import { repositoryProperties } from '../../../src/fleet/deployed-settings';
import { DeployedTemplate, TemplateResource } from '../../../src/rules/deployed-template';
import { ACCOUNT, furnished, REGION } from '../../fixtures/adoption/repositories';

const PROPERTIES = repositoryProperties(furnished('app'));
const ID = logicalIdOf('app');
const PLAN: AdoptedRegistry[] = [
  {
    account: ACCOUNT,
    region: REGION,
    stacks: 1,
    repositories: [{ name: 'app', logicalId: ID, properties: PROPERTIES, standard: { changes: [] } }],
    left: {},
  },
];
const RESOURCE: TemplateResource = {
  Type: 'AWS::ECR::Repository',
  Properties: PROPERTIES,
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
};

function template(resources: DeployedTemplate['resources'], changes: Partial<DeployedTemplate> = {}): DeployedTemplate {
  const environment = `aws://${ACCOUNT}/${REGION}`;
  return { stackName: 'Ecr', file: 'Ecr.template.json', environment, resources, constructPathOf: () => undefined, ...changes };
}

function problems(...templates: DeployedTemplate[]): string[] {
  return adoptionDifferences(PLAN, templates, new Map()).map(({ problem }) => problem);
}

test('a repository that is declared as it is has no difference', () => {
  expect(problems(template({ [ID]: RESOURCE, Other: { Type: 'AWS::S3::Bucket' }, Bare: { Type: 'AWS::ECR::Repository' } }))).toEqual([]);
  expect(problems(template({ [ID]: { ...RESOURCE, DeletionPolicy: 'RetainExceptOnCreate' } }))).toEqual([]);
});

test('a difference has the account, the Region and the name', () => {
  expect(adoptionDifferences(PLAN, [], new Map())).toEqual([
    { account: ACCOUNT, region: REGION, repositoryName: 'app', problem: 'no template declares it for this account and Region' },
  ]);
});

test('a declaration for another account or Region does not count', () => {
  const problem = 'no template declares it for this account and Region';
  expect(problems(template({ [ID]: RESOURCE }, { environment: `aws://${ACCOUNT}/us-east-1` }))).toEqual([problem]);
  expect(problems(template({ [ID]: RESOURCE }, { environment: undefined }))).toEqual([problem]);
});

test('a repository that is declared twice belongs to no stack', () => {
  expect(problems(template({ [ID]: RESOURCE }), template({ A: RESOURCE }, { stackName: 'Other' }))).toEqual([
    `2 resources declare it (Ecr ${ID}, Other A)`,
  ]);
});

test('another logical ID is not in the mapping of the import', () => {
  expect(problems(template({ Other: RESOURCE }))).toEqual([`its logical ID is Other, but the mapping of the import has ${ID}`]);
});

test.each<[string, string, string[], string[]]>([
  ['its own stack', `Ecr-${ACCOUNT}-${REGION}-1`, ['app'], []],
  [
    'another stack',
    `Ecr-${ACCOUNT}-${REGION}-2`,
    ['web', 'app'],
    [`the stack Ecr-${ACCOUNT}-${REGION}-1 declares it, but the mapping of the import of Ecr-${ACCOUNT}-${REGION}-2 has it`],
  ],
  ['another stack, which has others', `Ecr-${ACCOUNT}-${REGION}-2`, ['web'], []],
  ['a stack of another Region', `Ecr-${ACCOUNT}-us-east-1-2`, ['app'], []],
])('the mapping of %s decides where a repository is imported', (_, stack, names, expected) => {
  const templates = [template({ [ID]: RESOURCE }, { stackName: `Ecr-${ACCOUNT}-${REGION}-1` })];
  const found = adoptionDifferences(PLAN, templates, new Map([[stack, new Set(names)]]));
  expect(found.map(({ problem }) => problem)).toEqual(expected);
});

test.each([
  ['DeletionPolicy', 'Delete'],
  ['DeletionPolicy', undefined],
  ['UpdateReplacePolicy', 'Delete'],
])('%s %s does not retain it', (policy, value) => {
  expect(problems(template({ [ID]: { ...RESOURCE, [policy]: value } }))).toEqual([
    'the template does not retain it, so that it can be deleted with its stack',
  ]);
});

test('repositories that only the templates have are found in the registries of the inventory', () => {
  const named = (RepositoryName: unknown) => ({ ...RESOURCE, Properties: { RepositoryName } });
  const resources = { [ID]: RESOURCE, New: named('new'), Left: named('left'), Generated: named(undefined) };
  const plan = [{ ...PLAN[0], left: { left: 'unread' } }];
  const elsewhere = template({ Elsewhere: named('elsewhere') }, { environment: `aws://${ACCOUNT}/us-east-1` });
  expect(furtherRepositories(plan, [template(resources), elsewhere])).toEqual([
    { account: ACCOUNT, region: REGION, names: ['new', 'Ecr.Generated'] },
  ]);
  expect(furtherRepositories(PLAN, [template({ [ID]: RESOURCE })])).toEqual([]);
});

test('changed settings are found', () => {
  const resource = { ...RESOURCE, Properties: { ...PROPERTIES, Tags: [], ImageTagMutability: 'MUTABLE' } };
  expect(problems(template({ [ID]: resource }))).toHaveLength(4);
});
