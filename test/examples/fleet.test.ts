import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as fc from 'fast-check';
import { Fleet, Team } from '../../examples/fleet/fleet';
import { fleetApp } from '../../examples/fleet/fleet-app';
import { stackNumber } from '../../examples/fleet/placement';
import file from '../../examples/fleet/repositories.json';
import { checkTemplateSizes } from '../../examples/fleet/stack-limits';
import { summaryOf } from '../../examples/fleet/summary';
import { appWithReport, reportOf } from '../fixtures/rules/report';
import { SynthesizedTemplate } from '../fixtures/synthesized';

beforeEach(() => {
  // `aws-cdk-lib` prints a report of the rules for each synthesis
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

function synthesized(fleet: Fleet): CloudAssembly {
  const app = new App();
  fleetApp(app, fleet);
  return app.synth();
}

function templatesOf({ stacks }: CloudAssembly): { [stack: string]: SynthesizedTemplate } {
  return Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, template as SynthesizedTemplate]));
}

/** A fleet of one team, in one Region. */
function fleetOf(repositories: string[], team: Partial<Team> = {}): Fleet {
  const { accounts, teams, ...rest } = file as Fleet;
  return { ...rest, accounts: [{ ...accounts[0], regions: ['eu-west-1'] }], teams: [{ ...teams[0], ...team, repositories }] };
}

test('the templates of the fleet are those that have been looked at', () => {
  expect(templatesOf(synthesized(file))).toMatchSnapshot();
});

test('the summary beside repositories.json is that of the app', () => {
  const app = new App();
  const summary = summaryOf(fleetApp(app, file));
  expect(readFileSync(join(__dirname, '../../examples/fleet/summary.txt'), 'utf8')).toBe(summary);
});

test('neither aws-cdk-lib nor the library warns of anything', () => {
  expect(synthesized(file).stacks.flatMap(({ id, messages }) => messages.map(({ entry }) => `${id}: ${String(entry.data)}`))).toEqual([]);
});

test('cdk-nag finds nothing', () => {
  const app = new App();
  fleetApp(app, file);
  const stacks = app.node.children.filter((child) => Stack.isStack(child));
  expect(stacks.length).toBeGreaterThan(10);
  for (const stack of stacks) expect(new AwsSolutionsChecks().validateScope(stack).violations).toEqual([]);
});

test('the rules of the company apply: a name that they refuse is found', () => {
  const app = appWithReport();
  fleetApp(app, fleetOf(['base/node', 'withoutnamespace']));
  expect(reportOf(app).violations.map(({ ruleName }) => ruleName.replace(/\[.*/, ''))).toEqual(['name-matches']);
});

test('a repository is in each Region of the account, with the tags of its team', () => {
  const [checkout] = file.teams.filter(({ name }) => name === 'checkout');
  const found = Object.entries(templatesOf(synthesized(file))).flatMap(([stack, { Resources: resources = {} }]) =>
    Object.values(resources)
      .filter(({ Properties: { RepositoryName: name } }) => checkout.repositories.includes(name as string))
      .map(({ Properties }) => ({ stack, name: Properties.RepositoryName, tags: Properties.Tags })),
  );
  const tags = [
    { Key: 'cost-center', Value: '4711' },
    { Key: 'owner', Value: 'checkout@example.com' },
  ];
  const expected = ['eu-west-1', 'us-east-1'].flatMap((region) =>
    checkout.repositories.map((name) => ({ stack: `Fleet-checkout-${region}-${stackNumber(name, 2)}`, name, tags })),
  );
  const sorted = (list: { stack: string; name: unknown }[]) => list.map((one) => JSON.stringify(one)).sort();
  expect(sorted(found)).toEqual(sorted(expected));
});

test('replicas are deployed before the repositories that they are copies of', () => {
  const stack = synthesized(file).getStackByName('Fleet-payments-eu-west-1-1');
  expect(stack.dependencies.map(({ id }) => id)).toContain('Fleet-payments-us-east-1-1');
});

describe('another repository', () => {
  const name = fc.stringMatching(/^team\/[a-z0-9]{1,12}$/);

  test('moves and changes none of the others', () => {
    const property = fc.property(
      fc.uniqueArray(name, { minLength: 2, maxLength: 8 }),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(),
      (names, stacks, at) => {
        const index = at % names.length;
        const before = templatesOf(
          synthesized(
            fleetOf(
              names.filter((_, n) => n !== index),
              { stacks },
            ),
          ),
        );
        const after = templatesOf(synthesized(fleetOf(names, { stacks })));
        for (const [stack, { Resources: resources = {} }] of Object.entries(before)) {
          if (!stack.startsWith('Fleet-')) continue;
          expect(after[stack].Resources).toMatchObject(resources);
        }
      },
    );
    fc.assert(property, { numRuns: 8 });
  });

  test('is in a stack that its name alone determines, and every stack has its share', () => {
    const counts = [0, 0, 0, 0];
    for (let n = 0; n < 4_000; n++) counts[stackNumber(`team/service-${n}`, counts.length) - 1]++;
    expect(Math.min(...counts)).toBeGreaterThan(900);
    // pinned: deployed repositories would move
    expect(['base/java', 'base/node', 'checkout/api'].map((one) => stackNumber(one, 1_000_000))).toEqual([676_485, 766_932, 748_992]);
  });
});

describe('the limits of CloudFormation', () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => `team/service-${n}`);
  const remedy =
    'Before the first deployment, increase "stacks" of the team. Afterwards, list new repositories in another entry of "teams" with the same owner.';

  test('450 repositories of a team fit into a stack, also with the size of the template', () => {
    expect(() => checkTemplateSizes(synthesized(fleetOf(many(450))))).not.toThrow();
  });

  test('one more is an error that says what to do', () => {
    expect(() => fleetApp(new App(), fleetOf(many(451)))).toThrow(
      `Fleet-platform-eu-west-1-1: the stack has 451 repositories of the team platform, but must have at most 450. ${remedy}`,
    );
  });

  test('two stacks take 800', () => {
    expect(() => fleetApp(new App(), fleetOf(many(800), { stacks: 2 }))).not.toThrow();
  });

  test('fewer repositories with long tags make a template that is too large', () => {
    const tags = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`purpose-${n}`, 'x'.repeat(250)]));
    const assembly = synthesized(fleetOf(many(130), { tags }));
    expect(() => checkTemplateSizes(assembly)).toThrow(
      /^Fleet-platform-eu-west-1-1: the template has [\d,]+ bytes, but must have at most 900,000\. Before the first deployment, /,
    );
  });

  test.each([
    [900_000, false],
    [900_001, true],
  ])('a template of %d bytes is too large: %s', (bytes, tooLarge) => {
    const directory = mkdtempSync(join(tmpdir(), 'fleet-'));
    try {
      const templateFullPath = join(directory, 'Fleet.template.json');
      writeFileSync(templateFullPath, ' '.repeat(bytes));
      const check = () => checkTemplateSizes({ stacks: [{ id: 'Fleet', templateFullPath }] } as CloudAssembly);
      if (tooLarge) expect(check).toThrow('Fleet: the template has 900,001 bytes, but must have at most 900,000.');
      else expect(check).not.toThrow();
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

test('an account that is not in the file is an error', () => {
  expect(() => fleetApp(new App(), fleetOf(['base/node'], { account: '999988887777' }))).toThrow(
    'team platform: account is 999988887777, but must be one of "accounts". Add it there.',
  );
});
