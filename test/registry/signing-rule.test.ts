import { App, Environment, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as signer from 'aws-cdk-lib/aws-signer';
import { RepositoryFilter, SecureRegistry, SecureRegistryProps, SigningRule } from '../../src/index';
import { HOME } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';

function registryWith(signingOf: (profile: signer.ISigningProfile) => unknown) {
  const stack = new Stack(new App(), 'Stack', { env: HOME });
  const profile = new signer.SigningProfile(stack, 'Profile', { platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA });
  new SecureRegistry(stack, 'Registry', { signing: signingOf(profile) as SecureRegistryProps['signing'] });
  return stack;
}

const rulesOf = (count: number) => (profile: signer.ISigningProfile) =>
  Array.from({ length: count }, (_, index) => SigningRule.of(profile, RepositoryFilter.matching(`team-${index}/*`)));

test('a rule is rendered with the profile and the filters', () => {
  const stack = registryWith((profile) => [
    SigningRule.of(profile, RepositoryFilter.matching('prod/*'), RepositoryFilter.startingWith('base-')),
  ]);
  Template.fromStack(stack).hasResourceProperties('AWS::ECR::SigningConfiguration', {
    Rules: [
      {
        SigningProfileArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Profile'), 'Arn'] },
        RepositoryFilters: [
          { Filter: 'prod/*', FilterType: 'WILDCARD_MATCH' },
          { Filter: 'base-*', FilterType: 'WILDCARD_MATCH' },
        ],
      },
    ],
  });
});

test('an empty list removes the rules of the registry', () => {
  Template.fromStack(registryWith(() => [])).hasResourceProperties('AWS::ECR::SigningConfiguration', { Rules: [] });
});

test('a registry has at most 10 rules', () => {
  expect(() => registryWith(rulesOf(10))).not.toThrow();
  expect(() => registryWith(rulesOf(11))).toThrow(
    'Stack/Registry: signing has 11 rules, but Amazon ECR accepts at most 10. Combine rules. [cdk-secure-repository:signing-rule]',
  );
});

test('a rule that is equal to an earlier one is a warning', () => {
  const [all] = [RepositoryFilter.all()];
  expect(warningsOf(registryWith((profile) => [SigningRule.of(profile, all), SigningRule.of(profile, all)]))).toEqual([
    '/Stack/Registry signing[1] is equal to signing[0]. Remove the rule, or change its filters. [ack: cdk-secure-repository:registry-rule-repeated]',
  ]);
});

const filters = (count: number) => Array.from({ length: count }, (_, index) => RepositoryFilter.matching(`team-${index}/*`));

test.each<[what: string, signingOf: (profile: signer.ISigningProfile) => unknown, message: string]>([
  [
    'no filter',
    (profile) => [SigningRule.of(profile)],
    'SigningRule.of(profile, filters): filters has 0 filters, but must be a list of 1 to 100 filters.',
  ],
  ['101 filters', (profile) => [SigningRule.of(profile, ...filters(101))], 'filters has 101 filters'],
  [
    'a filter that signing does not accept',
    (profile) => [SigningRule.of(profile, RepositoryFilter.matching('prod/'))],
    'but signing accepts',
  ],
  [
    'an ARN as the profile',
    () => [SigningRule.of('arn:aws:signer:x' as never, RepositoryFilter.all())],
    'profile is "arn:aws:signer:x", but must be a signing profile.',
  ],
  [
    'no profile',
    () => [SigningRule.of(undefined as never, RepositoryFilter.all())],
    'profile is undefined, but must be a signing profile.',
  ],
  ['a rule in place of a list', (profile) => SigningRule.of(profile, RepositoryFilter.all()), 'but must be a list of SigningRule objects.'],
  ['null', () => null, 'signing is null, but must be a list of SigningRule objects.'],
  ['a list of null', () => [null], 'signing[0] is null, but must be a SigningRule.'],
])('%s is refused', (_, signingOf, message) => {
  expect(() => registryWith(signingOf)).toThrow(message);
});

test('100 filters are accepted', () => {
  expect(() => registryWith((profile) => [SigningRule.of(profile, ...filters(100))])).not.toThrow();
});

test.each([null, 'keep', {}, 'snapshot'])('the removal policy %p is refused', (removalPolicy) => {
  const props = { removalPolicy } as unknown as SecureRegistryProps;
  expect(() => new SecureRegistry(new Stack(new App(), 'Stack'), 'Registry', props)).toThrow(
    /^Stack\/Registry: removalPolicy is .*, but the settings of a registry can only be retained or deleted\. Use RemovalPolicy\.RETAIN\. \[cdk-secure-repository:deletion\]$/,
  );
});

describe('the Region of the profile', () => {
  const NORTH_VIRGINIA = { account: HOME.account, region: 'us-east-1' };
  type Profile = (scope: Stack) => signer.ISigningProfile;
  const owned: Profile = (scope) => new signer.SigningProfile(scope, 'Profile', { platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA });
  const imported: Profile = (scope) =>
    signer.SigningProfile.fromSigningProfileAttributes(scope, 'Profile', {
      signingProfileName: 'images',
      signingProfileVersion: 'abcdefghij',
    });
  const sign = (profileEnv: Environment | undefined, registryEnv: Environment | undefined, profileIn: Profile) => {
    const app = new App();
    const profile = profileIn(new Stack(app, 'Profiles', { env: profileEnv }));
    const signing = [SigningRule.of(profile, RepositoryFilter.all())];
    new SecureRegistry(new Stack(app, 'Stack', { env: registryEnv }), 'Registry', { signing });
  };

  test.each([
    ['a profile of the app', owned],
    ['an imported profile', imported],
  ])('of another Region is an error for %s', (_what, profileIn) => {
    expect(() => sign(NORTH_VIRGINIA, HOME, profileIn)).toThrow(
      'Stack/Registry: signing[0] has the profile Profiles/Profile in us-east-1, but Amazon ECR signs only with a profile in the Region of the registry ' +
        `(${HOME.region}). Use a profile in ${HOME.region}. [cdk-secure-repository:signing-rule]`,
    );
    expect(() => sign(HOME, HOME, profileIn)).not.toThrow();
    expect(() => sign({ ...HOME, account: '999999999999' }, HOME, profileIn)).not.toThrow();
  });

  test.each([
    ['the profile', undefined, HOME],
    ['the registry', HOME, undefined],
  ])('that is known only at deployment for %s is not judged', (_what, profileEnv, registryEnv) => {
    expect(() => sign(profileEnv, registryEnv, owned)).not.toThrow();
    expect(() => sign(profileEnv, registryEnv, imported)).not.toThrow();
  });
});

test('a profile of another platform causes a warning', () => {
  const warnings = (platform: signer.Platform) => {
    const stack = new Stack(new App(), 'Stack', { env: HOME });
    const profile = new signer.SigningProfile(stack, 'Profile', { platform });
    new SecureRegistry(stack, 'Registry', { signing: [SigningRule.of(profile, RepositoryFilter.all())] });
    return warningsOf(stack).filter((warning) => warning.includes('signing-platform'));
  };
  expect(warnings(signer.Platform.NOTATION_OCI_SHA384_ECDSA)).toEqual([]);
  expect(warnings(signer.Platform.AWS_LAMBDA_SHA384_ECDSA)).toEqual([
    '/Stack/Registry signing[0] has the profile Stack/Profile of the platform "AWSLambda-SHA384-ECDSA", but AWS documents Notation-OCI-SHA384-ECDSA for container images. ' +
      'Use signer.Platform.NOTATION_OCI_SHA384_ECDSA. [ack: cdk-secure-repository:signing-platform]',
  ]);
});

test('an object with the members of a profile is no profile', () => {
  expect(() => SigningRule.of({ signingProfileArn: 'arn' } as never, RepositoryFilter.all())).toThrow(
    'SigningRule.of(profile, filters): profile is {"signingProfileArn":"arn"}, but must be a signing profile.',
  );
});
