import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RegistryScanning, RepositoryFilter, SecureRegistry, SecureRegistryProps } from '../../src/index';
import { HOME } from '../fixtures/environments';

const prod = RepositoryFilter.matching('prod/*');
const filters = (count: number) => Array.from({ length: count }, (_, index) => RepositoryFilter.matching(`team-${index}/*`));

function rendered(scanning: RegistryScanning) {
  const stack = new Stack(new App(), 'Stack', { env: HOME });
  new SecureRegistry(stack, 'Registry', { scanning });
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::ECR::RegistryScanningConfiguration'));
  return resource as { Properties: object; DeletionPolicy: string };
}

const wildcard = (filter: string) => ({ Filter: filter, FilterType: 'WILDCARD' });

test('basic scanning scans on push', () => {
  expect(rendered(RegistryScanning.basic(prod, RepositoryFilter.startingWith('lab-'))).Properties).toEqual({
    ScanType: 'BASIC',
    Rules: [{ ScanFrequency: 'SCAN_ON_PUSH', RepositoryFilters: [wildcard('prod/*'), wildcard('lab-*')] }],
  });
});

test('enhanced scanning has a rule for each frequency', () => {
  expect(rendered(RegistryScanning.enhanced({ continuous: [prod], onPush: [RepositoryFilter.all()] })).Properties).toEqual({
    ScanType: 'ENHANCED',
    Rules: [
      { ScanFrequency: 'CONTINUOUS_SCAN', RepositoryFilters: [wildcard('prod/*')] },
      { ScanFrequency: 'SCAN_ON_PUSH', RepositoryFilters: [wildcard('*')] },
    ],
  });
});

test('manual scanning has no rule', () => {
  expect(rendered(RegistryScanning.manual()).Properties).toEqual({ ScanType: 'BASIC', Rules: [] });
});

test('the configuration is retained', () => {
  expect(rendered(RegistryScanning.manual()).DeletionPolicy).toBe('Retain');
});

test('a list has at most 100 filters', () => {
  expect(() => RegistryScanning.basic(...filters(100))).not.toThrow();
  expect(() => RegistryScanning.basic(...filters(101))).toThrow(
    'RegistryScanning.basic(onPush): onPush has 101 filters, but must be a list of 1 to 100 filters.',
  );
  expect(() => RegistryScanning.enhanced({ continuous: filters(101) })).toThrow(
    'RegistryScanning.enhanced(continuous): continuous has 101 filters',
  );
});

test.each<[what: string, create: () => unknown, message: string]>([
  ['basic scanning without a filter', () => RegistryScanning.basic(), 'onPush has 0 filters, but must be a list of 1 to 100 filters.'],
  [
    'enhanced scanning without a list',
    () => RegistryScanning.enhanced({}),
    'options has neither continuous nor onPush, so no image would be scanned.',
  ],
  ['an empty list', () => RegistryScanning.enhanced({ onPush: [] }), 'onPush has 0 filters'],
  ['a list that is null', () => RegistryScanning.enhanced({ onPush: null as never }), 'onPush is null'],
  ['a filter in place of a list', () => RegistryScanning.enhanced({ onPush: prod as never }), 'but must be a list of 1 to 100 filters'],
  [
    'options that are missing',
    () => RegistryScanning.enhanced(undefined as never),
    'options is undefined, but must be an object with options.',
  ],
  ['a text in place of options', () => RegistryScanning.enhanced('*' as never), 'options is "*", but must be an object with options.'],
  ['a text in place of a filter', () => RegistryScanning.basic('*' as never), 'onPush[0] is "*", but must be a RepositoryFilter.'],
  ['a filter that scanning does not accept', () => RegistryScanning.basic(RepositoryFilter.matching('prod-')), 'but scanning accepts'],
])('%s is refused', (_, create, message) => {
  expect(create).toThrow(message);
});

test.each([null, 'BASIC', {}, [RegistryScanning.manual()]])('%p is no scanning configuration', (value) => {
  const stack = new Stack(new App(), 'Stack');
  const scanning = value as unknown as SecureRegistryProps['scanning'];
  expect(() => new SecureRegistry(stack, 'Registry', { scanning })).toThrow(
    /^Stack\/Registry: scanning is .*, but must be a RegistryScanning\. Use RegistryScanning\.basic.*\[cdk-secure-repository:registry-scanning\]$/,
  );
});
