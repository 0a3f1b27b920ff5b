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
  ['repository-policy', {}, []],
  ['repository-policy', { RepositoryPolicyText: '' }, []],
  ['repository-policy', policy(allow({ Principal: '*' }), { Effect: 'Deny', NotPrincipal: '*', NotAction: '*' }), []],
  ['repository-policy', { RepositoryPolicyText: JSON.stringify(policy(allow({ Principal: '*' })).RepositoryPolicyText) }, []],
  ['repository-policy', { RepositoryPolicyText: 'allow' }, ['RepositoryPolicyText is not the JSON of a policy document']],
  ['repository-policy', { RepositoryPolicyText: '"allow"' }, ['RepositoryPolicyText is not the JSON of a policy document']],
  ['repository-policy', { RepositoryPolicyText: '[]' }, ['RepositoryPolicyText is not the JSON of a policy document']],
  ['repository-policy', { RepositoryPolicyText: 'null' }, ['RepositoryPolicyText is not the JSON of a policy document']],
  ['repository-policy', { RepositoryPolicyText: {} }, ['RepositoryPolicyText has no Statement']],
  ['repository-policy', { RepositoryPolicyText: { statement: [allow({ Principal: '*' })] } }, ['RepositoryPolicyText has no Statement']],
  ['repository-policy', { RepositoryPolicyText: { Statement: ['allow'] } }, ['RepositoryPolicyText has a statement that is not an object']],
  [
    'repository-policy',
    policy({ effect: 'Allow', principal: '*', action: '*' }),
    [
      'RepositoryPolicyText has a statement without an Effect',
      'RepositoryPolicyText has a statement without a Principal',
      'RepositoryPolicyText has a statement without an Action',
    ],
  ],
  [
    'repository-policy',
    policy({ Effect: 'allow', Principal: '*', Action: '*' }),
    ['RepositoryPolicyText has a statement with the Effect "allow", which is neither Allow nor Deny'],
  ],
  ['repository-policy', { RepositoryPolicyText: UNKNOWN }, []],
  ['repository-policy', { RepositoryPolicyText: 'dummy-value-for-policy' }, []],
  ['repository-policy', { RepositoryPolicyText: { 'Fn::Sub': '${Policy}' } }, []],
  ['repository-policy', { RepositoryPolicyText: { Version: '2012-10-17', 'Fn::Transform': {} } }, []],
  ['repository-policy', policy({ Sid: 'Included', 'Fn::Transform': {} }), []],
  ['repository-policy', policy({ Effect: UNKNOWN, Principal: '*', Action: '*' }), []],
  [
    'not-public',
    policy({ 'Fn::Transform': {} }, allow({ Principal: '*' })),
    ['RepositoryPolicyText allows everyone, which makes the repository public'],
  ],
  ['not-public', { RepositoryPolicyText: 'dummy-value-for-policy' }, ['RepositoryPolicyText unknown']],
  ['not-public', policy({ Effect: UNKNOWN, Principal: '*', Action: '*' }), ['RepositoryPolicyText unknown']],
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
  expect(problem).toMatch(/^LifecyclePolicy\.LifecyclePolicyText is not accepted by Amazon ECR: .+[^.]$/);
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
  ['repository-policy', { RepositoryPolicy: '{"Version":"2012-10-17"}' }, ['RepositoryPolicy has no Statement']],
  ['required-tags', { ResourceTags: [{ Key: 'owner', Value: 'a' }] }, ['ResourceTags does not contain team']],
  ['immutable-tags', { AppliedFor: ['PULL_THROUGH_CACHE'] }, []],
  ['immutable-tags', { AppliedFor: ['PULL_THROUGH_CACHE'], ImageTagMutability: 'MUTABLE' }, []],
  [
    'immutable-tags',
    { AppliedFor: ['PULL_THROUGH_CACHE'], ...withExclusion('*') },
    ['ImageTagMutabilityExclusionFilters contains "*", so every tag can be overwritten'],
  ],
  ...[['PULL_THROUGH_CACHE', 'REPLICATION'], ['REPLICATION'], [], UNKNOWN].map((AppliedFor): [string, object, string[]] => [
    'immutable-tags',
    { AppliedFor, ImageTagMutability: 'MUTABLE' },
    ['ImageTagMutability is MUTABLE, so tags can be overwritten'],
  ]),
])('the rule %s over a creation template with %j', (rule, properties, problems) => {
  expect(found(rule, properties, TEMPLATE)).toEqual(problems);
});

describe('a whole account in a stack whose account is not known', () => {
  const allowing = (...accounts: string[]) => {
    const resources = resourcesOf({
      Resources: { Images: { Type: 'AWS::ECR::Repository', Properties: policy(allow({ Principal: { AWS: accounts } })) } },
    });
    const template = { stackName: 'Shop', file: 'Shop.template.json', resources, constructPathOf: () => undefined };
    return judge(
      [template],
      RULES.filter(({ id }) => id === 'no-whole-account'),
    );
  };

  test('may be its own, so nothing is found', () => {
    expect(allowing('444455556666', 'arn:aws:iam::444455556666:root')).toMatchObject({
      findings: [],
      unknown: [{ property: 'RepositoryPolicyText' }],
    });
  });

  test('is another one if there are two', () => {
    expect(allowing('444455556666', '777788889999').findings.map(({ problem }) => problem)).toEqual([
      'allows the whole accounts 444455556666, 777788889999 without a condition, of which at most one is the account of the stack',
    ]);
  });
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
    const filters = 'ABCDEFG'.split('').map((condition) => ({ ImageTagMutabilityExclusionFilterValue: either(condition, 'v1', 'v2') }));
    const properties = { ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', ImageTagMutabilityExclusionFilters: filters };
    expect(found('immutable-tags', properties)).toEqual(['ImageTagMutabilityExclusionFilters unknown']);
    const resource = { Type: 'AWS::ECR::Repository' as const, Properties: properties };
    expect(deployedRepositories(resource, ['ImageTagMutabilityExclusionFilters'], { scanningRules: [] })).toHaveLength(64);
  });

  test('hide no value, however deeply they are nested and however many are in other properties', () => {
    const conditions = 'ABCDEFGHIJ'.split('');
    const nested = conditions.reduce<unknown>((value, condition) => either(condition, value, 'IMMUTABLE'), 'MUTABLE');
    const tags = conditions.map((condition) => ({ Key: either(`Tag${condition}`, 'a', 'b'), Value: 'x' }));
    expect(found('immutable-tags', { Tags: tags, ImageTagMutability: nested })).toEqual([
      'ImageTagMutability is MUTABLE, so tags can be overwritten',
    ]);
  });

  test('in a part of a text are decided', () => {
    expect(found('immutable-tags', { ImageTagMutability: { 'Fn::Join': ['', [either('A', 'IM', ''), 'MUTABLE']] } })).toEqual([
      'ImageTagMutability is MUTABLE, so tags can be overwritten',
    ]);
  });
});

test.each([null, 'text', [], { Ref: 'AWS::NoValue' }])('properties that are %j are judged as none', (properties) => {
  expect(found('name-matches', properties as object)).toEqual(['RepositoryName is not set, so CloudFormation generates a name']);
});

test.each<[rule: string, properties: object, problems: string[]]>([
  ['immutable-tags', { 'Fn::Transform': { Name: 'AWS::Include' }, RepositoryName: 'shop/api' }, ['ImageTagMutability unknown']],
  ['required-tags', { 'Fn::ForEach::Tags': [] }, ['Tags unknown']],
  ['name-matches', { RepositoryName: 'dummy-value-for-/shop/name' }, ['RepositoryName unknown']],
  ['not-public', policy({ Ref: 'Statement' }), ['RepositoryPolicyText unknown']],
])('the rule %s does not judge what only the deployment knows in %j', (rule, properties, problems) => {
  expect(found(rule, properties)).toEqual(problems);
});

test('the rule retained does not judge a deletion policy that only the deployment knows', () => {
  const policies = { DeletionPolicy: UNKNOWN, UpdateReplacePolicy: UNKNOWN };
  expect(found('retained', {}, 'AWS::ECR::Repository', policies)).toEqual(['DeletionPolicy unknown', 'UpdateReplacePolicy unknown']);
});

describe('a repository policy in the text of a function', () => {
  const statement = allow({
    Principal: { Service: 'lambda.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceAccount': 'ACCOUNT' } },
  });
  const text = JSON.stringify(policy(allow({ Principal: '*', Sid: 'ACCOUNT' }), statement).RepositoryPolicyText);
  const [before, middle, after] = text.split('ACCOUNT');
  test.each([
    { 'Fn::Join': ['', [before, { Ref: 'AWS::AccountId' }, middle, { Ref: 'AWS::AccountId' }, after]] },
    { 'Fn::Sub': text.replaceAll('ACCOUNT', '${AWS::AccountId}') },
    { 'Fn::Sub': [text.replaceAll('ACCOUNT', '${Account}'), { Account: { Ref: 'AWS::AccountId' } }] },
    { 'Fn::ToJsonString': policy(allow({ Principal: '*' })).RepositoryPolicyText },
  ])('is judged: %j', (value) => {
    expect(found('not-public', { RepositoryPolicy: value }, TEMPLATE)).toEqual([
      'RepositoryPolicy allows everyone, which makes the repository public',
    ]);
    expect(found('service-source', { RepositoryPolicy: value }, TEMPLATE)).toEqual([]);
  });

  test('that is not JSON without its values is not judged', () => {
    expect(found('not-public', { RepositoryPolicy: { 'Fn::Sub': '{"Statement":${Statement}}' } }, TEMPLATE)).toEqual([
      'RepositoryPolicy unknown',
    ]);
  });
});

describe('everyone with a condition', () => {
  const open = ['RepositoryPolicyText allows everyone, which makes the repository public'];
  test.each<[conditions: unknown, problems: string[]]>([
    [{ Bool: { 'aws:SecureTransport': 'true' } }, open],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2024-01-01T00:00:00Z' } }, open],
    [{ Null: { 'aws:PrincipalOrgID': 'false' } }, open],
    [{ StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, open],
    [{ StringLike: { 'aws:PrincipalAccount': ['111122223333', '*'] } }, open],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci' } }, open],
    [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, open],
    [{ StringEquals: null }, open],
    [null, open],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, []],
    [{ StringEquals: { 'aws:PrincipalAccount': '111122223333' }, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci' } }, []],
    [{ StringEquals: { 'aws:PrincipalOrgID': UNKNOWN } }, []],
  ])('%j', (Condition, problems) => {
    expect(found('not-public', policy(allow({ Principal: '*', Condition })))).toEqual(problems);
  });

  test('that is null restricts no account', () => {
    expect(found('no-whole-account', policy(allow({ Principal: { AWS: '444455556666' }, Condition: null })))).toHaveLength(1);
  });
});

test('the alias of the key that AWS manages is no customer key', () => {
  const encryption = { EncryptionType: 'KMS', KmsKey: 'alias/aws/ecr' };
  expect(found('customer-key', { EncryptionConfiguration: encryption })).toEqual([
    'EncryptionConfiguration.KmsKey is alias/aws/ecr, the key that AWS manages',
  ]);
});

test('tags in the form of a map are not known tags', () => {
  expect(found('required-tags', { Tags: { owner: 'a', team: 'b' } })).toEqual(['Tags does not contain owner, team']);
});

describe('a scanning configuration', () => {
  const scanned = (configuration: object) => {
    const resources = resourcesOf({
      Resources: {
        Scanning: { Type: 'AWS::ECR::RegistryScanningConfiguration', ...configuration },
        Images: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'shop/api' } },
      },
    });
    const { findings, unknown } = judge(
      [{ stackName: 'Shop', file: 'f', resources, constructPathOf: () => undefined }],
      RULES.filter(({ id }) => id === 'scanned-on-push'),
    );
    return findings.length > 0 ? 'found' : unknown.length > 0 ? 'unknown' : 'scanned';
  };
  const rules = (filter: string, frequency: unknown = 'SCAN_ON_PUSH') => [
    { ScanFrequency: frequency, RepositoryFilters: [{ Filter: filter }] },
  ];
  const either = (whenTrue: unknown) => ({ 'Fn::If': ['IsProd', whenTrue, { Ref: 'AWS::NoValue' }] });
  test.each([
    ['without a condition scans', { Properties: { Rules: rules('shop/*') } }, 'scanned'],
    ['with a condition may scan', { Condition: 'IsProd', Properties: { Rules: rules('shop/*') } }, 'unknown'],
    ['with a condition does not scan what no filter matches', { Condition: 'IsProd', Properties: { Rules: rules('lab/*') } }, 'found'],
    ['with rules under a condition may scan', { Properties: { Rules: either(rules('shop/*')) } }, 'unknown'],
    ['with a frequency that only the deployment knows may scan', { Properties: { Rules: rules('shop/*', UNKNOWN) } }, 'unknown'],
    ['with rules that only the deployment knows may scan', { Properties: { Rules: UNKNOWN } }, 'unknown'],
    ['without properties does not scan', { Properties: null }, 'found'],
  ])('%s', (_, configuration, verdict) => {
    expect(scanned(configuration)).toBe(verdict);
  });

  test('with many wildcards is compared in time', () => {
    expect(scanned({ Properties: { Rules: rules('*a'.repeat(60) + 'b') } })).toBe('found');
  });
});

describe('Fn::ForEach', () => {
  const ids = (collection: unknown) =>
    Object.entries(
      resourcesOf({
        Resources: {
          'Fn::ForEach::Images': [
            'Name',
            collection,
            { 'Images${Name}': { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'shop/${Name}', Tags: [{ Ref: 'Name' }] } } },
          ],
        },
      }),
    ).map(([id, { Properties }]) => [id, Properties]);

  test('makes a resource for each item', () => {
    expect(ids(['Api', 'Web'])).toEqual([
      ['ImagesApi', { RepositoryName: 'shop/Api', Tags: ['Api'] }],
      ['ImagesWeb', { RepositoryName: 'shop/Web', Tags: ['Web'] }],
    ]);
  });

  test('over a parameter makes one resource, whose values only the deployment knows', () => {
    expect(ids({ Ref: 'Names' })).toEqual([['Images${Name}', { RepositoryName: { Ref: 'Name' }, Tags: [{ Ref: 'Name' }] }]]);
  });
});
