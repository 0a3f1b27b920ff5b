import { App, CfnParameter, Environment, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ReplicationRule, RepositoryFilter, SecureRegistry, SecureRegistryProps } from '../../src/index';
import { HOME } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';

const REGION = 'us-east-1';
const regions = (count: number) => Array.from({ length: count }, (_, index) => `eu-test-${index + 1}`);
const token = () => new CfnParameter(new Stack(), 'Parameter').valueAsString;

function stackWith(replication: unknown, env: Environment | undefined = HOME) {
  const stack = new Stack(new App(), 'Stack', { env });
  new SecureRegistry(stack, 'Registry', { replication: replication as SecureRegistryProps['replication'] });
  return stack;
}

function rules(...replication: ReplicationRule[]): object[] {
  const [resource] = Object.values(Template.fromStack(stackWith(replication)).findResources('AWS::ECR::ReplicationConfiguration'));
  return (resource as { Properties: { ReplicationConfiguration: { Rules: object[] } } }).Properties.ReplicationConfiguration.Rules;
}

const here = (region: string) => ({ Region: region, RegistryId: HOME.account });
const prefix = (filter: string) => ({ Filter: filter, FilterType: 'PREFIX_MATCH' });

describe('a rule is rendered', () => {
  test('for Regions of the own account, with all repositories', () => {
    expect(rules(ReplicationRule.toRegions('us-east-1', 'eu-central-1'))).toEqual([
      { Destinations: [here('us-east-1'), here('eu-central-1')] },
    ]);
  });

  test('for another account, with prefixes', () => {
    expect(rules(ReplicationRule.toAccount('222222222222', 'eu-west-1').forPrefix('prod/', 'base-'))).toEqual([
      { Destinations: [{ Region: 'eu-west-1', RegistryId: '222222222222' }], RepositoryFilters: [prefix('prod/'), prefix('base-')] },
    ]);
  });

  test('without a filter if one of the filters is for every repository', () => {
    expect(rules(ReplicationRule.toRegions(REGION).forRepositories(RepositoryFilter.all()))).toEqual([{ Destinations: [here(REGION)] }]);
  });

  test('as an empty list, which removes the rules of the registry', () => {
    expect(rules()).toEqual([]);
  });

  test('forPrefix does not change the rule itself', () => {
    const rule = ReplicationRule.toRegions(REGION);
    rule.forPrefix('prod/');
    expect(rule._prefixes()).toBeUndefined();
  });
});

describe('an argument is refused', () => {
  test.each<[what: string, create: () => unknown, message: string]>([
    [
      'no Region',
      () => ReplicationRule.toRegions(),
      'no Region was passed, but at least one is required. Pass a code such as "eu-central-1".',
    ],
    ['no Region of an account', () => ReplicationRule.toAccount('222222222222'), 'no Region was passed, but at least one is required.'],
    ['a name of a Region', () => ReplicationRule.toRegions('Ireland'), 'regions[0] is "Ireland", but must be the code of a Region.'],
    ['an empty Region', () => ReplicationRule.toRegions('us-east-1', ''), 'regions[1] is "", but must be the code of a Region.'],
    ['a Region that is no text', () => ReplicationRule.toRegions(7 as never), 'regions[0] is 7, but must be a string.'],
    ['a list', () => ReplicationRule.toRegions(['us-east-1'] as never), 'regions[0] is ["us-east-1"], but must be a string.'],
    [
      'a short account ID',
      () => ReplicationRule.toAccount('22222222222', REGION),
      'account is "22222222222", but must be a 12-digit account ID.',
    ],
    [
      'an account that is a number',
      () => ReplicationRule.toAccount(222222222222 as never, REGION),
      'account is 222222222222, but must be a string.',
    ],
    ['no prefix', () => ReplicationRule.toRegions(REGION).forPrefix(), 'filters has 0 filters, but must be a list of 1 to 100 filters.'],
    [
      'an empty prefix',
      () => ReplicationRule.toRegions(REGION).forPrefix(''),
      'prefix is empty. Use RepositoryFilter.all() for every repository.',
    ],
    [
      'a prefix of one character',
      () => ReplicationRule.toRegions(REGION).forPrefix('p'),
      'replication matches prefixes of 2 to 256 characters only.',
    ],
    [
      'a filter with a wildcard at its beginning',
      () => ReplicationRule.toRegions(REGION).forRepositories(RepositoryFilter.matching('*/prod')),
      'the filter is "*/prod", but replication matches prefixes',
    ],
    ['a text as a filter', () => ReplicationRule.toRegions(REGION).forRepositories('prod/' as never), 'filters[0] is "prod/"'],
  ])('%s', (_, create, message) => {
    expect(create).toThrow(message);
  });

  test('values that are known only at deployment are accepted', () => {
    expect(() => ReplicationRule.toAccount(token(), token()).forPrefix(token())).not.toThrow();
  });
});

describe('the rules of a registry', () => {
  test('are at most 25', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ReplicationRule.toRegions(REGION).forPrefix(`team-${index}/`));
    expect(() => stackWith(many(25))).not.toThrow();
    expect(() => stackWith(many(26))).toThrow(
      'Stack/Registry: replication has 26 rules, but Amazon ECR accepts at most 25. Combine rules. [cdk-secure-repository:replication]',
    );
  });

  test('have at most 100 destinations each, repetitions included', () => {
    const repeated = (count: number) => [ReplicationRule.toRegions(...Array<string>(count).fill(REGION))];
    expect(() => stackWith(repeated(100))).not.toThrow();
    expect(() => stackWith(repeated(101))).toThrow(
      'Stack/Registry: replication[0] has 101 destinations, but Amazon ECR accepts at most 100 in a rule. Remove destinations. [cdk-secure-repository:replication]',
    );
  });

  test('have at most 25 different destinations, of which tokens are not counted', () => {
    const message = 'replication has 26 different destinations, but Amazon ECR accepts at most 25 in all rules. Remove destinations.';
    expect(() => stackWith([ReplicationRule.toRegions(...regions(25))])).not.toThrow();
    expect(() => stackWith([ReplicationRule.toRegions(...regions(26))])).toThrow(message);
    const [first, ...others] = regions(25);
    const twice = [ReplicationRule.toRegions(first, ...others), ReplicationRule.toRegions(first).forPrefix('prod/')];
    expect(() => stackWith(twice)).not.toThrow();
    expect(() => stackWith([...twice, ReplicationRule.toAccount('222222222222', first)])).toThrow(message);
    expect(() => stackWith([...twice, ReplicationRule.toRegions(token())])).not.toThrow();
  });

  test('do not replicate to the registry itself', () => {
    const message =
      "Stack/Registry: replication[1] has the destination eu-west-1 of the registry's own account, which is the registry itself. Remove the destination.";
    const toItself = (rule: ReplicationRule) => [ReplicationRule.toRegions(REGION), rule];
    expect(() => stackWith(toItself(ReplicationRule.toRegions('us-east-2', 'eu-west-1')))).toThrow(message);
    expect(() => stackWith(toItself(ReplicationRule.toAccount(HOME.account, 'eu-west-1')))).toThrow(message);
    expect(() => stackWith(toItself(ReplicationRule.toRegions('eu-west-1')), { region: 'eu-west-1' })).toThrow(message);
    expect(() => stackWith(toItself(ReplicationRule.toAccount('222222222222', 'eu-west-1')))).not.toThrow();
    expect(() => stackWith(toItself(ReplicationRule.toRegions('eu-west-1')), {})).not.toThrow();
    expect(() => stackWith(toItself(ReplicationRule.toAccount(HOME.account, 'eu-west-1')), { region: 'eu-west-1' })).not.toThrow();
  });

  test.each<[what: string, replication: unknown, message: string]>([
    ['null', null, 'replication is null, but must be a list of ReplicationRule objects.'],
    ['a rule', ReplicationRule.toRegions(REGION), 'but must be a list of ReplicationRule objects.'],
    ['a list of texts', [REGION], 'replication[0] is "us-east-1", but must be a ReplicationRule.'],
    [
      'a list with undefined',
      [ReplicationRule.toRegions(REGION), undefined],
      'replication[1] is undefined, but must be a ReplicationRule.',
    ],
    ['a list of the form of the L1', [{ destinations: [] }], 'replication[0] is {"destinations":[]}, but must be a ReplicationRule.'],
  ])('that are %s are refused', (_, replication, message) => {
    expect(() => stackWith(replication)).toThrow(message);
  });

  test('that are equal, and destinations that are equal, are a warning', () => {
    const rule = () => ReplicationRule.toRegions('us-east-1', 'us-east-2').forPrefix('aa', 'bb');
    const same = ReplicationRule.toRegions('us-east-2', 'us-east-1').forPrefix('bb', 'aa');
    expect(warningsOf(stackWith([rule(), same]))).toEqual([
      '/Stack/Registry replication[1] is equal to replication[0]. Remove the rule, or change its filters. ' +
        '[ack: cdk-secure-repository:registry-rule-repeated]',
    ]);
    expect(warningsOf(stackWith([ReplicationRule.toRegions(REGION, REGION)]))).toEqual([
      '/Stack/Registry replication[0].destinations[1] is equal to replication[0].destinations[0]. Remove the destination. ' +
        '[ack: cdk-secure-repository:registry-rule-repeated]',
    ]);
    expect(warningsOf(stackWith([rule(), ReplicationRule.toRegions('us-east-1').forPrefix('aa')]))).toEqual([]);
  });
});
