import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';
import { Construct } from 'constructs';
import { CompanyRepository, CompanyStandard, TeamImages } from '../../examples/company/src';
import { appWithReport, reportOf } from '../fixtures/rules/report';
import { templateOf } from '../fixtures/synthesized';

const NAMES = { team: 'shop', application: 'api' };

function logicalIdOf(create: (stack: Stack) => unknown): string {
  const stack = new Stack(new App(), 'Shop');
  create(stack);
  const [[logicalId]] = Object.entries(templateOf(stack).Resources ?? {}).filter(([, { Type }]) => Type === 'AWS::ECR::Repository');
  return logicalId;
}

const teamImages = (stack: Stack, own: { lifecyclePolicy?: LifecyclePolicy } = {}) =>
  new TeamImages(stack, 'Api', { ...NAMES, ...own, developers: new Role(stack, 'Developers', { assumedBy: new AccountRootPrincipal() }) });

describe('the logical ID of an ecr.Repository', () => {
  const before = logicalIdOf((stack) => new ecr.Repository(stack, 'Api'));

  test.each<[string, (stack: Stack) => unknown]>([
    ['a subclass', (stack) => new CompanyRepository(stack, 'Api', NAMES)],
    ['a construct that contains a repository with the ID Default', teamImages],
  ])('is that of %s', (_, create) => {
    expect(logicalIdOf(create)).toBe(before);
  });

  test.each(['Repository', 'Resource', 'default'])('is not that of a construct that contains a repository with the ID %s', (inner) => {
    expect(logicalIdOf((stack) => new SecureRepository(new Construct(stack, 'Api'), inner))).not.toBe(before);
  });
});

describe('the defaults of the company', () => {
  const company = LifecyclePolicy.keepLatest(20, { protectedTags: ['release-*'] }).toText();
  const own = { lifecyclePolicy: LifecyclePolicy.keepLatest(3) };
  const stackWithDefaults = () => new Stack(new App({ propertyInjectors: [CompanyStandard.defaults()] }), 'Shop');

  test('apply inside a subclass, unless it sets a property', () => {
    expect(new CompanyRepository(stackWithDefaults(), 'Api', NAMES).lifecyclePolicy.toText()).toBe(company);
    expect(new CompanyRepository(stackWithDefaults(), 'Api', { ...NAMES, ...own }).lifecyclePolicy.toText()).toBe(
      own.lifecyclePolicy.toText(),
    );
  });

  test('apply inside a construct that contains a repository, unless it sets a property', () => {
    expect(teamImages(stackWithDefaults()).repository.lifecyclePolicy.toText()).toBe(company);
    expect(teamImages(stackWithDefaults(), own).repository.lifecyclePolicy.toText()).toBe(own.lifecyclePolicy.toText());
  });

  test('allow the organization to pull', () => {
    const levels = teamImages(stackWithDefaults())
      .repository.access.describe()
      .map(({ grantee, level }) => `${grantee}: ${level}`);
    expect(levels).toEqual(['Shop/Developers: pull and push', 'organization o-a1b2c3d4e5: pull']);
  });
});

test('the rules of the company are silent over its own constructs, and find what others create', () => {
  const app = appWithReport();
  CompanyStandard.check(app);
  const stack = new Stack(app, 'Shop');
  teamImages(stack);
  new CompanyRepository(stack, 'Web', { team: 'shop', application: 'web' });
  new ecr.Repository(stack, 'Plain');
  const { violations } = reportOf(app);
  expect(new Set(violations.flatMap(({ constructs }) => constructs))).toEqual(new Set(['Shop/Plain/Resource']));
  expect(violations.map(({ ruleName }) => ruleName)).toContain('name-matches');
});
