import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  App,
  Aspects,
  CfnCondition,
  CfnParameter,
  CfnResource,
  Fn,
  IAspect,
  Mixins,
  NestedStack,
  Stack,
  Stage,
  Tags,
  Validations,
} from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { Construct, IConstruct, IMixin } from 'constructs';
import { RepositoryRule, RepositoryRules, RepositoryRulesOptions, SecureRepository } from '../../src';
import { appWithReport, reportOf } from '../fixtures/rules/report';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function judged(build: (stack: Stack, app: App) => void, options?: RepositoryRulesOptions) {
  const app = appWithReport();
  Validations.of(app).addPlugins(new RepositoryRules(options));
  build(new Stack(app, 'Shop', { env: ENV }), app);
  return reportOf(app);
}

function rulesOf({ violations }: ReturnType<typeof judged>, constructPath: string): string[] {
  return violations.filter(({ constructs }) => constructs.includes(constructPath)).map(({ ruleName }) => ruleName);
}

/** Calls the function for each construct, in the last round of Aspects. */
class Visits implements IAspect {
  constructor(private readonly change: (resource: ecr.CfnRepository) => void) {}

  visit(construct: IConstruct) {
    if (construct instanceof ecr.CfnRepository) this.change(construct);
  }
}

class VendorService extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ecr.Repository(this, 'Images');
  }
}

class ScansNothing implements IMixin {
  supports(construct: IConstruct) {
    return construct instanceof ecr.CfnRepository;
  }

  applyTo(construct: IConstruct) {
    (construct as ecr.CfnRepository).addPropertyOverride('ImageScanningConfiguration.ScanOnPush', false);
  }
}

function included(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'included-')), 'template.json');
  writeFileSync(file, text);
  return file;
}

describe('a repository that is not as required is found', () => {
  const ways: [way: string, construct: string, rule: string, build: (stack: Stack, app: App) => void][] = [
    ['an L2 of aws-cdk-lib', 'Shop/Plain/Resource', 'scanned-on-push', (stack) => new ecr.Repository(stack, 'Plain')],
    ['an L1', 'Shop/L1', 'immutable-tags', (stack) => new ecr.CfnRepository(stack, 'L1')],
    ['a CfnResource', 'Shop/Raw', 'lifecycle-policy', (stack) => new CfnResource(stack, 'Raw', { type: 'AWS::ECR::Repository' })],
    [
      'a CfnResource of another type that an override makes a repository',
      'Shop/Raw',
      'scanned-on-push',
      (stack) => new CfnResource(stack, 'Raw', { type: 'AWS::SQS::Queue' }).addOverride('Type', 'AWS::ECR::Repository'),
    ],
    [
      'a property override',
      'Shop/Secure/Resource',
      'scanned-on-push',
      (stack) => resourceOf(new SecureRepository(stack, 'Secure')).addPropertyOverride('ImageScanningConfiguration.ScanOnPush', false),
    ],
    [
      'a deletion override',
      'Shop/Secure/Resource',
      'lifecycle-policy',
      (stack) => resourceOf(new SecureRepository(stack, 'Secure')).addPropertyDeletionOverride('LifecyclePolicy'),
    ],
    [
      'an assignment to the L1',
      'Shop/Secure/Resource',
      'immutable-tags',
      (stack) => {
        resourceOf(new SecureRepository(stack, 'Secure')).imageTagMutability = 'MUTABLE';
      },
    ],
    [
      'an Aspect',
      'Shop/Secure/Resource',
      'immutable-tags',
      (stack) => {
        new SecureRepository(stack, 'Secure');
        Aspects.of(stack).add(new Visits((resource) => (resource.imageTagMutability = 'MUTABLE')), { priority: 1000 });
      },
    ],
    [
      'a Mixin',
      'Shop/Secure/Resource',
      'scanned-on-push',
      (stack) => {
        new SecureRepository(stack, 'Secure');
        Mixins.of(stack).apply(new ScansNothing());
      },
    ],
    [
      'a nested stack',
      'Shop/Nested/Plain/Resource',
      'scanned-on-push',
      (stack) => new ecr.Repository(new NestedStack(stack, 'Nested'), 'Plain'),
    ],
    [
      'a nested stack in a nested stack',
      'Shop/Outer/Inner/L1',
      'scanned-on-push',
      (stack) => new ecr.CfnRepository(new NestedStack(new NestedStack(stack, 'Outer'), 'Inner'), 'L1'),
    ],
    [
      'a Stage',
      'Prod/Shop/Plain/Resource',
      'scanned-on-push',
      (_, app) => new ecr.Repository(new Stack(new Stage(app, 'Prod', { env: ENV }), 'Shop'), 'Plain'),
    ],
    [
      'a stack without an environment',
      'Agnostic/Plain/Resource',
      'scanned-on-push',
      (_, app) => new ecr.Repository(new Stack(app, 'Agnostic'), 'Plain'),
    ],
    ['a construct of a third party', 'Shop/Vendor/Images/Resource', 'scanned-on-push', (stack) => new VendorService(stack, 'Vendor')],
    [
      'CfnInclude',
      'Shop/Included/Images',
      'scanned-on-push',
      (stack) => new CfnInclude(stack, 'Included', { templateFile: included('{"Resources":{"Images":{"Type":"AWS::ECR::Repository"}}}') }),
    ],
    [
      'a repository creation template',
      'Shop/Template',
      'immutable-tags',
      (stack) => new ecr.CfnRepositoryCreationTemplate(stack, 'Template', { prefix: 'ROOT', appliedFor: ['REPLICATION'] }),
    ],
    [
      'a policy as raw JSON',
      'Shop/L1',
      'not-public',
      (stack) =>
        new ecr.CfnRepository(stack, 'L1', {
          repositoryPolicyText: { Statement: { Effect: 'Allow', Principal: { AWS: ['*'] }, Action: 'ecr:*' } },
        }),
    ],
    [
      'a policy of the L2',
      'Shop/Plain/Resource',
      'not-public',
      (stack) =>
        new ecr.Repository(stack, 'Plain').addToResourcePolicy(
          new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], principals: [new iam.AnyPrincipal()] }),
        ),
    ],
    [
      'one branch of a condition',
      'Shop/L1',
      'immutable-tags',
      (stack) => {
        const condition = new CfnCondition(stack, 'IsProd', {
          expression: Fn.conditionEquals(new CfnParameter(stack, 'Env').valueAsString, 'prod'),
        });
        new ecr.CfnRepository(stack, 'L1', { imageTagMutability: Fn.conditionIf(condition.logicalId, 'IMMUTABLE', 'MUTABLE').toString() });
      },
    ],
  ];

  test.each(ways)('%s', (_, construct, rule, build) => {
    const report = judged(build);
    expect(report.succeeded).toBe(false);
    expect(rulesOf(report, construct)).toContain(rule);
  });
});

function resourceOf(repository: SecureRepository): ecr.CfnRepository {
  return repository.node.defaultChild as ecr.CfnRepository;
}

describe('nothing is found', () => {
  test('in a SecureRepository with grants to services, accounts and organizations', () => {
    const report = judged((stack) => {
      const repository = new SecureRepository(stack, 'Secure', { mutableTags: ['latest'] });
      repository.access.grantPullToLambda({ account: '444455556666' });
      repository.access.grantPullToOrganization('o-a1b2c3d4e5');
      repository.grantPull(new iam.ServicePrincipal('lambda.amazonaws.com'));
      repository.grantPull(new iam.AccountPrincipal('444455556666'));
    });
    expect(report.violations).toEqual([]);
    expect(report.succeeded).toBe(true);
  });

  test('in an app without repositories', () => {
    expect(judged((stack) => new CfnResource(stack, 'Queue', { type: 'AWS::SQS::Queue' })).violations).toEqual([]);
  });

  test('about values that only the deployment knows', () => {
    const report = judged((stack) => {
      const parameter = new CfnParameter(stack, 'Value').valueAsString;
      new ecr.CfnRepository(stack, 'L1', {
        imageScanningConfiguration: { scanOnPush: Fn.importValue('scan') as unknown as boolean },
        imageTagMutability: parameter,
        lifecyclePolicy: { lifecyclePolicyText: parameter },
        repositoryPolicyText: Fn.importValue('policy'),
      });
    });
    expect(report.violations).toEqual([]);
  });
});

test('a scanning configuration of the same registry scans the repository, one of another registry does not', () => {
  const scanning = (stack: Stack) =>
    new CfnResource(stack, 'Scanning', {
      type: 'AWS::ECR::RegistryScanningConfiguration',
      properties: {
        ScanType: 'BASIC',
        Rules: [{ ScanFrequency: 'SCAN_ON_PUSH', RepositoryFilters: [{ Filter: 'shop/*', FilterType: 'WILDCARD' }] }],
      },
    });
  const build = (region: string) => (stack: Stack, app: App) => {
    scanning(new Stack(app, 'Registry', { env: { ...ENV, region } }));
    new ecr.CfnRepository(stack, 'Covered', { repositoryName: 'shop/api' });
    new ecr.CfnRepository(stack, 'NotCovered', { repositoryName: 'lab/api' });
  };
  const same = judged(build('eu-west-1'));
  expect(rulesOf(same, 'Shop/Covered')).not.toContain('scanned-on-push');
  expect(rulesOf(same, 'Shop/NotCovered')).toContain('scanned-on-push');
  expect(rulesOf(judged(build('us-east-1')), 'Shop/Covered')).toContain('scanned-on-push');
});

test('a finding names the construct, the property, what to write, and how to acknowledge it', () => {
  const { text, violations } = judged((stack) => new ecr.Repository(stack, 'Plain', { imageTagMutability: ecr.TagMutability.MUTABLE }));
  const tags = violations.find(({ ruleName }) => ruleName === 'immutable-tags');
  expect(tags).toEqual({
    ruleName: 'immutable-tags',
    description:
      'ImageTagMutability is MUTABLE, so tags can be overwritten. A tag that can be overwritten makes scans, approvals and rollbacks of that tag unreliable.',
    severity: 'error',
    constructs: ['Shop/Plain/Resource'],
  });
  expect(text).toContain("acknowledge({ id: 'cdk-secure-repository::immutable-tags', reason: '…' })");
  expect(text).toContain('Resources/Plain295EB121/Properties/ImageTagMutability');
});

test('a warning is reported, and the report succeeds', () => {
  const text = JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 30 },
        action: { type: 'expire' },
      },
    ],
  });
  const report = judged((stack) => {
    resourceOf(new SecureRepository(stack, 'Secure')).lifecyclePolicy = { lifecyclePolicyText: text };
  });
  expect(report.succeeded).toBe(true);
  expect(report.violations.map(({ ruleName, severity }) => [ruleName, severity])).toEqual([['tagged-images-kept', 'warning']]);
});

describe('an acknowledged finding', () => {
  const two = (acknowledge: (first: ecr.Repository, app: App) => void) =>
    judged((stack, app) => {
      const first = new ecr.Repository(stack, 'First');
      new ecr.Repository(stack, 'Second');
      acknowledge(first, app);
    });
  const reason = 'Scanned by another product.';

  test('leaves the same finding of other constructs, and the other findings of its own', () => {
    const report = two((first) => Validations.of(first).acknowledge({ id: 'cdk-secure-repository::scanned-on-push', reason }));
    expect(report.succeeded).toBe(false);
    expect(rulesOf(report, 'Shop/First/Resource')).toEqual(['immutable-tags', 'lifecycle-policy']);
    expect(rulesOf(report, 'Shop/Second/Resource')).toEqual([
      'scanned-on-push[Shop/Second/Resource]',
      'immutable-tags',
      'lifecycle-policy',
    ]);
  });

  test('on a scope covers every construct below', () => {
    const report = two((_, app) => Validations.of(app).acknowledge({ id: 'cdk-secure-repository::scanned-on-push', reason }));
    expect(report.violations.map(({ ruleName }) => ruleName)).toEqual([
      'immutable-tags',
      'lifecycle-policy',
      'immutable-tags',
      'lifecycle-policy',
    ]);
  });

  test('by the name with its path stays acknowledged without the others', () => {
    const id = 'cdk-secure-repository::scanned-on-push[Shop/Second/Resource]';
    const report = two((_, app) => Validations.of(app).acknowledge({ id, reason }));
    expect(rulesOf(report, 'Shop/First/Resource')).toContain('scanned-on-push');
    expect(rulesOf(report, 'Shop/Second/Resource')).toEqual(['immutable-tags', 'lifecycle-policy']);
  });

  test('of every rule makes the report succeed', () => {
    const report = judged((stack) => {
      const ids = ['scanned-on-push', 'immutable-tags', 'lifecycle-policy'];
      Validations.of(new ecr.Repository(stack, 'Plain')).acknowledge(...ids.map((id) => ({ id: `cdk-secure-repository::${id}`, reason })));
    });
    expect(report).toMatchObject({ succeeded: true, violations: [] });
  });
});

describe('a baseline', () => {
  const file = (findings: unknown) => {
    const path = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'baseline.json');
    writeFileSync(path, typeof findings === 'string' ? findings : JSON.stringify({ findings }));
    return path;
  };
  const plain = (stack: Stack) => new ecr.Repository(stack, 'Plain');
  const entry = (rule: string, more: object = {}) => ({ stack: 'Shop', logicalId: 'Plain295EB121', rule, ...more });

  test('removes what it contains, and only that', () => {
    const report = judged(plain, { baseline: file([entry('scanned-on-push'), entry('immutable-tags')]) });
    expect(report.violations.map(({ ruleName }) => ruleName)).toEqual(['lifecycle-policy']);
    expect(
      judged(plain, { baseline: file(['scanned-on-push', 'immutable-tags', 'lifecycle-policy'].map((rule) => entry(rule))) }).succeeded,
    ).toBe(true);
  });

  test('with an entry that is no longer found is an error that names the entry', () => {
    const report = judged((stack) => new SecureRepository(stack, 'Secure'), { baseline: file([entry('scanned-on-push')]) });
    expect(report.succeeded).toBe(false);
    expect(report.violations).toEqual([
      expect.objectContaining({
        ruleName: 'stale-baseline',
        description: 'The baseline contains scanned-on-push of Plain295EB121 in Shop, which is no longer found.',
      }),
    ]);
  });

  describe('of two stacks with one name', () => {
    /** The first has the finding that the entry names, the second meets all rules. */
    const two = (entries: object[], inBoth = false) => {
      const app = appWithReport();
      Validations.of(app).addPlugins(new RepositoryRules({ baseline: file(entries) }));
      const stacks = ['eu-west-1', 'us-east-1'].map(
        (region) => new Stack(app, `Shop-${region}`, { stackName: 'Shop', env: { ...ENV, region } }),
      );
      for (const [index, stack] of stacks.entries()) {
        const repository = new SecureRepository(stack, 'Plain');
        if (inBoth || index === 0) resourceOf(repository).imageScanningConfiguration = undefined;
      }
      return reportOf(app);
    };
    const inShop = (more: object = {}) => ({ stack: 'Shop', logicalId: 'Plain295EB121', rule: 'scanned-on-push', ...more });

    test('removes a finding of the stack that an entry names, and not that of the other stack', () => {
      expect(two([inShop({ path: 'Shop-eu-west-1' })])).toMatchObject({ succeeded: true, violations: [] });
      const report = two([inShop({ path: 'Shop-eu-west-1' })], true);
      expect(report.violations.map(({ constructs }) => constructs)).toEqual([['Shop-us-east-1/Plain/Resource']]);
    });

    test('is an error if an entry names none of the stacks', () => {
      const { violations } = two([inShop()], true);
      expect(violations.map(({ ruleName }) => ruleName)).toEqual(['scanned-on-push', 'scanned-on-push', 'stale-baseline']);
      expect(violations[2].description).toBe(
        'The baseline contains scanned-on-push of Plain295EB121 in Shop, which is ambiguous, because several stacks have this name (Shop-eu-west-1, Shop-us-east-1).',
      );
    });

    test('is an error if the stack that an entry names no longer has the finding, although the other stack has it', () => {
      const { violations } = two([inShop({ path: 'Shop-eu-west-1' }), inShop({ path: 'Shop-us-east-1' })]);
      expect(violations.map(({ description }) => description)).toEqual([
        'The baseline contains scanned-on-push of Plain295EB121 in Shop, which is no longer found in Shop-us-east-1.',
      ]);
    });
  });

  test('with entries of stacks that this app does not contain is no error', () => {
    const baseline = file([entry('scanned-on-push', { stack: 'Other' })]);
    expect(judged((stack) => new SecureRepository(stack, 'Secure'), { baseline }).succeeded).toBe(true);
  });

  test('with an entry of a rule that is not applied is no error', () => {
    const baseline = file([entry('retained')]);
    expect(judged((stack) => new SecureRepository(stack, 'Secure'), { baseline }).succeeded).toBe(true);
  });

  test('can begin with a byte order mark', () => {
    const text = JSON.stringify({ findings: [entry('scanned-on-push')] }).replace(/^/, '\uFEFF');
    expect(judged(plain, { baseline: file(text) }).violations.map(({ ruleName }) => ruleName)).toEqual([
      'immutable-tags',
      'lifecycle-policy',
    ]);
  });

  test.each([
    [
      'text',
      'no JSON',
      /baseline\.json: the baseline cannot be read \(.*not valid JSON.*\)\. Write it with cdk-secure-repository rules --app cdk\.out/,
    ],
    ['without findings', '{}', /baseline\.json: the baseline has no "findings" list\. Write it with/],
    [
      'with an entry of another form',
      '{"findings": [{"stack": "Shop"}]}',
      /findings\[0\] is \{"stack":"Shop"\}, but must have the string members stack, logicalId and rule\./,
    ],
    [
      'with a path that is not text',
      JSON.stringify({ findings: [entry('scanned-on-push', { path: 1 })] }),
      /findings\[0\] has the path 1, but the path must be that of a stack, as a string\. Correct or remove the path\./,
    ],
    [
      'with an unknown rule',
      JSON.stringify({ findings: [entry('scan-on-push')] }),
      /findings\[0\] has the unknown rule "scan-on-push"\. The rules are scanned-on-push, /,
    ],
  ])('%s is an error', (_, text, message) => {
    expect(() => new RepositoryRules({ baseline: file(text) })).toThrow(message);
  });

  test('that does not exist is an error', () => {
    expect(() => new RepositoryRules({ baseline: '/nowhere/baseline.json' })).toThrow(
      /^\/nowhere\/baseline\.json: the baseline cannot be read \(ENOENT/,
    );
  });
});

describe('additional rules', () => {
  const extra = [
    RepositoryRule.NO_MUTABLE_TAGS,
    RepositoryRule.CUSTOMER_KEY,
    RepositoryRule.NO_WHOLE_ACCOUNT,
    RepositoryRule.RETAINED,
    RepositoryRule.nameMatches('^[a-z]+/[a-z0-9-]+$'),
    RepositoryRule.requiredTags('owner'),
  ];

  test('are applied with the default rules', () => {
    const report = judged(
      (stack) => {
        const repository = new SecureRepository(stack, 'Secure', { repositoryName: 'shop', mutableTags: ['latest'] });
        repository.grantPull(new iam.AccountPrincipal('444455556666'));
        resourceOf(repository).addOverride('DeletionPolicy', 'Delete');
      },
      { extra },
    );
    expect(report.violations.map(({ ruleName }) => ruleName)).toEqual(extra.map(({ id }) => id));
  });

  test('are satisfied', () => {
    const report = judged(
      (stack) => {
        const repository = new SecureRepository(stack, 'Secure', { repositoryName: 'shop/api', encryption: ecr.RepositoryEncryption.KMS });
        resourceOf(repository).addPropertyOverride('EncryptionConfiguration.KmsKey', 'arn:aws:kms:eu-west-1:111122223333:key/1');
        Tags.of(repository).add('owner', 'shop');
      },
      { extra },
    );
    expect(report.violations).toEqual([]);
  });

  test.each([
    [
      'a pattern that is no regular expression',
      () => RepositoryRule.nameMatches('['),
      /RepositoryRule\.nameMatches\(pattern\): "\[" is not a regular expression \(.*\)\. Correct the pattern\./,
    ],
    ['an empty pattern', () => RepositoryRule.nameMatches(''), /the pattern is "", but must be text\./],
    ['no tag key', () => RepositoryRule.requiredTags(), /the keys are \[\], but must be at least one tag key\./],
    [
      'a rule twice',
      () => new RepositoryRules({ extra: [RepositoryRule.RETAINED, RepositoryRule.RETAINED] }),
      /extra has the rule retained twice\. Remove one of the two\./,
    ],
    [
      'text in the place of a rule',
      () => new RepositoryRules({ extra: ['retained' as unknown as RepositoryRule] }),
      /extra\[0\] is "retained", but must be a RepositoryRule\./,
    ],
  ])('%s is an error', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

test('two plugins in one app are an error', () => {
  const app = appWithReport();
  Validations.of(app).addPlugins(new RepositoryRules(), new RepositoryRules());
  new SecureRepository(new Stack(app, 'Shop'), 'Secure');
  const { succeeded, text } = reportOf(app);
  expect(succeeded).toBe(false);
  expect(text).toContain('the app has two RepositoryRules plugins, but one plugin checks all stacks. Pass all rules to one plugin.');
});

test('one plugin can be in two apps', () => {
  const plugin = new RepositoryRules();
  const reports = ['First', 'Second'].map((id) => {
    const app = appWithReport();
    Validations.of(app).addPlugins(plugin);
    new ecr.CfnRepository(new Stack(app, 'Shop'), id);
    return reportOf(app);
  });
  expect(reports.map(({ violations }) => violations.map(({ constructs }) => constructs[0]))).toEqual([
    ['Shop/First', 'Shop/First', 'Shop/First'],
    ['Shop/Second', 'Shop/Second', 'Shop/Second'],
  ]);
});

test('each Stage can have a plugin', () => {
  const app = appWithReport();
  for (const id of ['Test', 'Prod']) {
    const stage = new Stage(app, id, { env: ENV });
    Validations.of(stage).addPlugins(new RepositoryRules());
    new ecr.Repository(new Stack(stage, 'Shop'), 'Plain');
  }
  const { violations, text } = reportOf(app);
  expect(text).not.toContain('two RepositoryRules plugins');
  expect([...new Set(violations.flatMap(({ constructs }) => constructs))].sort()).toEqual([
    'Prod/Shop/Plain/Resource',
    'Test/Shop/Plain/Resource',
  ]);
});

test('an included template with the paths of another app is acknowledged on its construct', () => {
  const app = appWithReport();
  Validations.of(app).addPlugins(new RepositoryRules());
  const resource = { Type: 'AWS::ECR::Repository', Metadata: { 'aws:cdk:path': 'Old/Images/Resource' } };
  const templateFile = included(JSON.stringify({ Resources: { Images: resource } }));
  const include = new CfnInclude(new Stack(app, 'Shop'), 'Included', { templateFile });
  Validations.of(include).acknowledge({ id: 'cdk-secure-repository::scanned-on-push', reason: 'Scanned by another product.' });
  const { violations } = reportOf(app);
  expect(violations.map(({ ruleName }) => ruleName)).toEqual(['immutable-tags', 'lifecycle-policy']);
  expect(violations[0].constructs).toEqual(['Shop/Included/Images']);
});

test('a plugin of a Stage judges the stacks of that Stage', () => {
  const app = appWithReport();
  const stage = new Stage(app, 'Prod', { env: ENV });
  Validations.of(stage).addPlugins(new RepositoryRules());
  new ecr.Repository(new Stack(app, 'Shop'), 'Plain');
  new ecr.Repository(new NestedStack(new Stack(stage, 'Shop'), 'Nested'), 'Plain');
  const paths = new Set(reportOf(app).violations.flatMap(({ constructs }) => constructs));
  expect([...paths]).toEqual(['Prod/Shop/Nested/Plain/Resource']);
});

test('a construct is named without path metadata', () => {
  const app = appWithReport();
  app.node.setContext('aws:cdk:disable-path-metadata', true);
  Validations.of(app).addPlugins(new RepositoryRules());
  const stack = new Stack(app, 'Shop');
  stack.templateOptions.metadata = {};
  const repository = new ecr.CfnRepository(stack, 'L1');
  repository.addOverride('Metadata', undefined);
  expect(reportOf(app).violations[0].constructs).toEqual(['Shop/L1']);
});
