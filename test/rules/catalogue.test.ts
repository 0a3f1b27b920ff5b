import { DEFAULT_RULES, OPTIONAL_RULES } from '../../src/rules/catalogue';
import { nameMatches } from '../../src/rules/catalogue/name-matches';
import { requiredTags } from '../../src/rules/catalogue/required-tags';
import { deployedRepositories, RepositoryType } from '../../src/rules/deployed-repository';
import { resourcesOf } from '../../src/rules/deployed-template';
import { judge } from '../../src/rules/judge';

const RULES = [...DEFAULT_RULES, ...OPTIONAL_RULES, nameMatches(/^[a-z]+\/[a-z]+$/), requiredTags(['owner', 'team'])];
const UNTAGGED =
  '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}';
const BY_AGE = UNTAGGED.replace('"untagged","countType":"imageCountMoreThan"', '"any","countType":"sinceImagePushed","countUnit":"days"');

/** What a rule finds in properties: the problems, and `unknown` for a property that only the deployment knows. */
function found(rule: string, properties: object, type: RepositoryType = 'AWS::ECR::Repository', more: object = {}): string[] {
  const resources = resourcesOf({ Resources: { Images: { Type: type, Properties: properties, ...more } } });
  const template = { stackName: 'Shop', file: 'Shop.template.json', account: '111122223333', resources, constructPathOf: () => undefined };
  const { findings, unknown } = judge(
    [template],
    RULES.filter(({ id }) => id === rule),
  );
  return [...findings.map(({ property, problem }) => `${property} ${problem}`), ...unknown.map(({ property }) => `${property} unknown`)];
}

const policy = (...statements: object[]) => ({ RepositoryPolicyText: { Version: '2012-10-17', Statement: statements } });
const allow = (more: object) => ({ Effect: 'Allow', Action: 'ecr:BatchGetImage', ...more });
const UNKNOWN = { Ref: 'Parameter' };
const TEMPLATE = 'AWS::ECR::RepositoryCreationTemplate';

test.each<[rule: string, properties: object, problems: string[]]>([
  ['scanned-on-push', { ImageScanningConfiguration: { ScanOnPush: true } }, []],
  ['scanned-on-push', { ImageScanningConfiguration: { ScanOnPush: 'true' } }, []],
  ['scanned-on-push', {}, ['ImageScanningConfiguration.ScanOnPush is not set, so images are not scanned on push']],
  [
    'scanned-on-push',
    { ImageScanningConfiguration: { ScanOnPush: 'false' } },
    ['ImageScanningConfiguration.ScanOnPush is false, so images are not scanned on push'],
  ],
  ['scanned-on-push', { ImageScanningConfiguration: UNKNOWN }, ['ImageScanningConfiguration.ScanOnPush unknown']],
  ['immutable-tags', { ImageTagMutability: 'IMMUTABLE' }, []],
  [
    'immutable-tags',
    { ImageTagMutability: 'MUTABLE_WITH_EXCLUSION' },
    ['ImageTagMutability is MUTABLE_WITH_EXCLUSION, so tags can be overwritten'],
  ],
  [
    'immutable-tags',
    { ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' },
    ['ImageTagMutabilityExclusionFilters is empty, but IMMUTABLE_WITH_EXCLUSION requires at least one filter'],
  ],
  ['immutable-tags', withExclusion('latest'), []],
  ['immutable-tags', withExclusion('**'), ['ImageTagMutabilityExclusionFilters contains "**", so every tag can be overwritten']],
  ['immutable-tags', { ImageTagMutability: UNKNOWN }, ['ImageTagMutability unknown']],
  ['lifecycle-policy', { LifecyclePolicy: { LifecyclePolicyText: UNTAGGED } }, []],
  ['lifecycle-policy', { LifecyclePolicy: { LifecyclePolicyText: { 'Fn::Join': ['', [UNTAGGED]] } } }, []],
  ['lifecycle-policy', { LifecyclePolicy: {} }, ['LifecyclePolicy.LifecyclePolicyText is not set, so images never expire']],
  ['lifecycle-policy', { LifecyclePolicy: { LifecyclePolicyText: 'rules' } }, ['LifecyclePolicy.LifecyclePolicyText is not valid JSON']],
  [
    'lifecycle-policy',
    { LifecyclePolicy: { LifecyclePolicyText: { 'Fn::Sub': '{"rules": ${Rules}}' } } },
    ['LifecyclePolicy.LifecyclePolicyText unknown'],
  ],
  ['tagged-images-kept', { LifecyclePolicy: { LifecyclePolicyText: UNTAGGED } }, []],
  [
    'tagged-images-kept',
    { LifecyclePolicy: { LifecyclePolicyText: BY_AGE } },
    ['LifecyclePolicy.LifecyclePolicyText has a rule that removes every tagged image by its age'],
  ],
  ['tagged-images-kept', { LifecyclePolicy: { LifecyclePolicyText: 'rules' } }, []],
  ['not-public', policy(allow({ Principal: '*' })), ['RepositoryPolicyText allows everyone, which makes the repository public']],
  [
    'not-public',
    policy(allow({ Principal: { AWS: ['111122223333', '*'] } })),
    ['RepositoryPolicyText allows everyone, which makes the repository public'],
  ],
  [
    'not-public',
    policy(allow({ NotPrincipal: { AWS: '111122223333' } })),
    ['RepositoryPolicyText allows everyone, which makes the repository public'],
  ],
  [
    'not-public',
    policy(allow({ Principal: '*', Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })),
    ['RepositoryPolicyText allows everyone, which makes the repository public'],
  ],
  ['not-public', policy(allow({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })), []],
  ['not-public', policy({ Effect: 'Deny', Principal: '*', Action: '*' }), []],
  [
    'not-public',
    { RepositoryPolicyText: JSON.stringify(policy(allow({ Principal: '*' })).RepositoryPolicyText) },
    ['RepositoryPolicyText allows everyone, which makes the repository public'],
  ],
  ['not-public', { RepositoryPolicyText: { 'Fn::ImportValue': 'policy' } }, ['RepositoryPolicyText unknown']],
  [
    'service-source',
    policy(allow({ Principal: { Service: 'lambda.amazonaws.com' } })),
    ['RepositoryPolicyText allows the service lambda.amazonaws.com without a condition on its source'],
  ],
  [
    'service-source',
    policy(
      allow({ Principal: { Service: ['codebuild.amazonaws.com'] }, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
    ),
    [],
  ],
  ['service-source', policy(allow({ Principal: { AWS: '444455556666' } })), []],
  [
    'no-login-in-repository-policy',
    policy(allow({ Principal: { AWS: '444455556666' }, Action: ['ecr:getAuthorizationToken'] })),
    ['RepositoryPolicyText allows ecr:GetAuthorizationToken, which has no effect in a repository policy'],
  ],
  ['no-login-in-repository-policy', policy(allow({ Principal: { AWS: '444455556666' } })), []],
  ['no-mutable-tags', withExclusion('latest'), ['ImageTagMutability is IMMUTABLE_WITH_EXCLUSION, so tags can be overwritten']],
  ['no-mutable-tags', { ImageTagMutability: 'IMMUTABLE' }, []],
  ['customer-key', {}, ['EncryptionConfiguration.EncryptionType is not set, so images are encrypted with a key that AWS owns']],
  [
    'customer-key',
    { EncryptionConfiguration: { EncryptionType: 'KMS' } },
    ['EncryptionConfiguration.KmsKey is not set, so images are encrypted with the key that AWS manages'],
  ],
  ['customer-key', { EncryptionConfiguration: { EncryptionType: 'KMS_DSSE', KmsKey: UNKNOWN } }, []],
  ['customer-key', { EncryptionConfiguration: { EncryptionType: UNKNOWN } }, ['EncryptionConfiguration.EncryptionType unknown']],
  [
    'no-whole-account',
    policy(allow({ Principal: { AWS: '444455556666' } })),
    ['RepositoryPolicyText allows the whole account 444455556666 without a condition'],
  ],
  [
    'no-whole-account',
    policy(allow({ Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::444455556666:root']] } } })),
    ['RepositoryPolicyText allows the whole account 444455556666 without a condition'],
  ],
  ['no-whole-account', policy(allow({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })), []],
  ['no-whole-account', policy(allow({ Principal: { AWS: 'arn:aws:iam::444455556666:role/ci' } })), []],
  [
    'no-whole-account',
    policy(
      allow({ Principal: { AWS: '444455556666' }, Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/ci' } } }),
    ),
    [],
  ],
  ['name-matches', { RepositoryName: 'shop/api' }, []],
  ['name-matches', { RepositoryName: 'api' }, ['RepositoryName is "api", which does not match ^[a-z]+\\/[a-z]+$']],
  ['name-matches', {}, ['RepositoryName is not set, so CloudFormation generates a name']],
  ['name-matches', { RepositoryName: UNKNOWN }, ['RepositoryName unknown']],
  [
    'required-tags',
    {
      Tags: [
        { Key: 'owner', Value: 'a' },
        { Key: 'team', Value: UNKNOWN },
      ],
    },
    [],
  ],
  ['required-tags', { Tags: [{ Key: 'owner', Value: 'a' }] }, ['Tags does not contain team']],
  ['required-tags', { Tags: [{ Key: UNKNOWN, Value: 'a' }] }, ['Tags unknown']],
])('the rule %s over %j', (rule, properties, problems) => {
  expect(found(rule, properties)).toEqual(problems);
});

function withExclusion(value: string): object {
  return {
    ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    ImageTagMutabilityExclusionFilters: [
      { ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: value },
    ],
  };
}

test('an invalid lifecycle policy is found with the reason of Amazon ECR', () => {
  const [problem] = found('lifecycle-policy', { LifecyclePolicy: { LifecyclePolicyText: '{"rules":[]}' } });
  expect(problem).toMatch(/^LifecyclePolicy\.LifecyclePolicyText is not accepted by Amazon ECR \(.+\)$/);
});

test.each([
  [{ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }, []],
  [{ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }, []],
  [{ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Retain' }, ['DeletionPolicy is Delete, so the repository can be deleted']],
  [{ DeletionPolicy: 'Retain' }, ['UpdateReplacePolicy is not set, so the repository can be deleted']],
])('the rule retained over %j', (resource, problems) => {
  expect(found('retained', {}, 'AWS::ECR::Repository', resource)).toEqual(problems);
});

test.each<[rule: string, properties: object, problems: string[]]>([
  ['scanned-on-push', {}, []],
  ['retained', {}, []],
  ['name-matches', {}, []],
  ['lifecycle-policy', {}, ['LifecyclePolicy is not set, so images never expire']],
  ['lifecycle-policy', { LifecyclePolicy: UNTAGGED }, []],
  [
    'not-public',
    { RepositoryPolicy: JSON.stringify(policy(allow({ Principal: '*' })).RepositoryPolicyText) },
    ['RepositoryPolicy allows everyone, which makes the repository public'],
  ],
  ['required-tags', { ResourceTags: [{ Key: 'owner', Value: 'a' }] }, ['ResourceTags does not contain team']],
])('the rule %s over a creation template with %j', (rule, properties, problems) => {
  expect(found(rule, properties, TEMPLATE)).toEqual(problems);
});

describe('conditions of a template', () => {
  const either = (condition: string, whenTrue: unknown, whenFalse: unknown = { Ref: 'AWS::NoValue' }) => ({
    'Fn::If': [condition, whenTrue, whenFalse],
  });

  test('decide in the same way everywhere', () => {
    const properties = {
      ImageTagMutability: either('IsProd', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION'),
      ImageTagMutabilityExclusionFilters: either('IsProd', { Ref: 'AWS::NoValue' }, [{ ImageTagMutabilityExclusionFilterValue: 'latest' }]),
    };
    expect(found('immutable-tags', properties)).toEqual([]);
  });

  test('that leave a property out are found', () => {
    expect(found('scanned-on-push', { ImageScanningConfiguration: either('IsProd', { ScanOnPush: true }) })).toHaveLength(1);
  });

  test('inside of conditions are decided, too', () => {
    expect(found('immutable-tags', { ImageTagMutability: either('A', either('B', 'IMMUTABLE', 'MUTABLE'), 'IMMUTABLE') })).toEqual([
      'ImageTagMutability is MUTABLE, so tags can be overwritten',
    ]);
  });

  test('of more than six kinds leave values that only the deployment knows', () => {
    const nested = 'ABCDEFG'.split('').reduce<unknown>((value, condition) => either(condition, value, 'IMMUTABLE'), 'IMMUTABLE');
    expect(found('immutable-tags', { ImageTagMutability: nested })).toEqual(['ImageTagMutability unknown']);
    expect(
      deployedRepositories({ Type: 'AWS::ECR::Repository', Properties: { ImageTagMutability: nested } }, { scanningRules: [] }),
    ).toHaveLength(64);
  });
});
