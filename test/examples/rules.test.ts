import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { CompanyRepository, TeamImages } from '../../examples/company/src';
import { fleetApp } from '../../examples/fleet/fleet-app';
import fleet from '../../examples/fleet/repositories.json';
import { PublishersStack } from '../../examples/typescript/publishers-stack';
import { RegistryStack } from '../../examples/typescript/registry-stack';
import { DEFAULT_RULES } from '../../src/rules/catalogue';
import { DeployedTemplate, resourcesOf } from '../../src/rules/deployed-template';
import { judge } from '../../src/rules/judge';
import { templatesOfAssembly } from '../../src/rules/templates-of-assembly';
import { myApp } from '../fixtures/my-app';

/** The number of repositories and creation templates in an example, and what the default rules find. */
function judged(templates: DeployedTemplate[]): { resources: number; findings: string[] } {
  const { findings, resources } = judge(templates, DEFAULT_RULES);
  return { resources, findings: findings.map(({ rule, property, problem }) => `${rule.id}: ${property} ${problem}`) };
}

function judgedApp(create: (app: App) => void) {
  const app = new App();
  create(app);
  return judged(templatesOfAssembly(app.synth().directory));
}

// the apps in other languages render the same templates, which `npm run bindings` compares
test.each<[example: string, resources: number, create: (app: App) => void]>([
  ['typescript/publishers-stack', 1, (app) => new PublishersStack(app, 'Publishers')],
  ['typescript/app', 1, myApp],
  ['typescript/registry-stack', 3, (app) => new RegistryStack(app, 'Registry', { env: { account: '111122223333', region: 'eu-west-1' } })],
  ['fleet', fleet.teams.flatMap(({ repositories }) => repositories).length * 2, (app) => fleetApp(app, fleet)],
  [
    'company',
    2,
    (app) => {
      const stack = new Stack(app, 'Shop');
      const developers = new Role(stack, 'Developers', { assumedBy: new AccountRootPrincipal() });
      new TeamImages(stack, 'Api', { team: 'shop', application: 'api', developers });
      new CompanyRepository(stack, 'Web', { team: 'shop', application: 'web' });
    },
  ],
])('the rules are silent over the example %s', (_, resources, create) => {
  expect(judgedApp(create)).toEqual({ resources, findings: [] });
});

test('the rules are silent over the example typescript/ten-lines', () => {
  const directory = mkdtempSync(join(tmpdir(), 'ten-lines-'));
  process.env.CDK_OUTDIR = directory;
  try {
    jest.isolateModules(() => void jest.requireActual('../../examples/typescript/ten-lines'));
    expect(judged(templatesOfAssembly(directory))).toEqual({ resources: 1, findings: [] });
  } finally {
    delete process.env.CDK_OUTDIR;
    rmSync(directory, { recursive: true });
  }
});

/** The features of the library that a rule is about. */
const FOUND: { readonly [feature: string]: string[] } = {
  'lifecycle-none': ['lifecycle-policy: LifecyclePolicy.LifecyclePolicyText is not set, so images never expire'],
};

const STORED = join(__dirname, '../templates');

describe('over the stored templates the rules find nothing but what the feature asks for', () => {
  test.each(readdirSync(STORED).filter((file) => file.endsWith('.json')))('%s', (file) => {
    const stored = JSON.parse(readFileSync(join(STORED, file), 'utf8')) as { readonly [stack: string]: object };
    const templates = Object.entries(stored).map(([stackName, template]) => ({
      stackName,
      file,
      resources: resourcesOf(template),
      constructPathOf: () => undefined,
    }));
    const { resources, findings } = judged(templates);
    expect(resources).toBeGreaterThan(0);
    expect(findings).toEqual(FOUND[file.replace('.json', '')] ?? []);
  });
});
