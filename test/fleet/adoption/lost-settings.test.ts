import { changedSettings } from '../../../src/fleet/adoption/lost-settings';
import { repositoryProperties } from '../../../src/fleet/deployed-settings';
import { DENY, furnished, KEY_ARN, lifecyclePolicyText, PULL } from '../../fixtures/adoption/repositories';

const PRESENT = repositoryProperties(furnished('app'));
const policy = (...statements: object[]) => ({ RepositoryPolicyText: { Version: '2012-10-17', Statement: statements } });
const lifecycle = (text: string) => ({ LifecyclePolicy: { LifecyclePolicyText: text } });
const tags = (...pairs: [string, unknown][]) => ({ Tags: pairs.map(([Key, Value]) => ({ Key, Value })) });
const FIRST_RULE = lifecyclePolicyText(1);

test('equal settings have no difference, whatever their order and white space', () => {
  const { Tags: present, ...others } = PRESENT as { Tags: object[] };
  const declared = {
    Tags: [...present].reverse(),
    ...others,
    ...policy(DENY, { ...PULL, Action: [...PULL.Action].reverse(), Principal: { AWS: PULL.Principal.AWS[0] } }),
    ...lifecycle(JSON.stringify(JSON.parse(lifecyclePolicyText(2)))),
  };
  expect(changedSettings(PRESENT, declared)).toEqual([]);
});

test.each<[string, object, string[]]>([
  [
    'another encryption',
    { EncryptionConfiguration: { EncryptionType: 'AES256' } },
    [
      `EncryptionConfiguration changes from {"EncryptionType":"KMS_DSSE","KmsKey":"${KEY_ARN}"} to {"EncryptionType":"AES256"}, which replaces the repository`,
    ],
  ],
  [
    'no encryption',
    { EncryptionConfiguration: undefined },
    [`EncryptionConfiguration changes from {"EncryptionType":"KMS_DSSE","KmsKey":"${KEY_ARN}"} to nothing, which replaces the repository`],
  ],
  [
    'no repository policy',
    { RepositoryPolicyText: undefined },
    ['the repository policy is not declared, and CloudFormation removes it at the import'],
  ],
  ['a lost statement', policy(DENY), ['the repository policy loses the statement "Pull"']],
  [
    'a changed statement without a Sid',
    policy(PULL, { ...DENY, Action: 'ecr:*' }),
    [
      expect.stringMatching(/^the repository policy loses the statement \{"Action":"ecr:DeleteRepository",.*\}$/),
      expect.stringMatching(/^the repository policy gains the statement \{"Action":"ecr:\*"/),
    ] as never,
  ],
  [
    'another version',
    { RepositoryPolicyText: { Version: '2008-10-17', Statement: [PULL, DENY] } },
    ['the Version or the Id of the repository policy changes'],
  ],
  [
    'a policy that is no document',
    { RepositoryPolicyText: '{' },
    ['the repository policy loses the statement "Pull"', expect.stringContaining('loses') as never],
  ],
  ['no lifecycle policy', { LifecyclePolicy: undefined }, ['the lifecycle policy is not declared, so that it may be lost']],
  ['a lost rule', lifecycle(FIRST_RULE), ['the lifecycle policy loses the rule 2']],
  [
    'a changed rule',
    lifecycle(lifecyclePolicyText(2).replace(/10(?![^]*10)/, '11')),
    ['the lifecycle policy loses the rule 2', 'the lifecycle policy gains the rule 2'],
  ],
  [
    'another member of the lifecycle policy',
    { LifecyclePolicy: { LifecyclePolicyText: lifecyclePolicyText(2), RegistryId: '111122223333' } },
    [expect.stringMatching(/^LifecyclePolicy changes from /) as never],
  ],
  [
    'a lost tag and a changed one',
    tags(['owner', 'team-b'], ['aws:cloudformation:stack-name', 'Old'], ['new', 'a']),
    ['the tag owner changes from team-a to team-b', 'the tag empty () is lost', 'the tag new is added'],
  ],
  [
    'a tag that only the deployment knows',
    tags(['owner', { Ref: 'Owner' }], ['aws:cloudformation:stack-name', 'Old'], ['empty', '']),
    ['the tag owner changes from team-a to {"Ref":"Owner"}'],
  ],
  [
    'another mutability',
    { ImageTagMutability: 'IMMUTABLE', ImageTagMutabilityExclusionFilters: undefined },
    [
      'ImageTagMutability changes from "MUTABLE_WITH_EXCLUSION" to "IMMUTABLE"',
      expect.stringMatching(
        /^ImageTagMutabilityExclusionFilters is \[.*\], but the template does not declare it, so that it may be lost$/,
      ) as never,
    ],
  ],
  ['a further property', { EmptyOnDelete: true }, ['EmptyOnDelete changes from nothing to true']],
])('%s is found', (_, change, problems) => {
  expect(changedSettings(PRESENT, { ...PRESENT, ...change })).toEqual(problems);
});

test('AES256 that is not declared is found, because it cannot be added later', () => {
  expect(changedSettings({ EncryptionConfiguration: { EncryptionType: 'AES256' } }, {})).toEqual([
    'EncryptionConfiguration is AES256, but the template does not declare it, and adding it after the import replaces the repository',
  ]);
});

test('what the template adds is found', () => {
  expect(changedSettings({}, { ...policy(PULL), ...lifecycle(FIRST_RULE), ...tags(['a', 'b']) })).toEqual([
    'the repository policy gains the statement "Pull"',
    'the lifecycle policy gains the rule 1',
    'the tag a is added',
  ]);
});

test('a long value is shortened', () => {
  const [problem] = changedSettings({ ImageTagMutability: 'a'.repeat(1_000) }, {});
  expect(problem).toMatch(/^ImageTagMutability is "a+…, but the template does not declare it, so that it may be lost$/);
  expect(problem.length).toBeLessThan(300);
});
