import { REGISTRY_CONSTRAINTS } from './constraints';
import { faultText } from './registry-resources';
import { resourceFaults } from './resource-faults';
import { SOUND_RESOURCES } from './sound-resources';
import { violations } from './violations';
import { Json, JsonObject } from '../cloudformation/template';

const faults = (type: string, properties: JsonObject) => resourceFaults(type, properties).map(faultText);

test('the seven types of the registry have constraints', () => {
  expect(Object.keys(REGISTRY_CONSTRAINTS).sort()).toEqual(Object.keys(SOUND_RESOURCES).sort());
});

test.each(Object.entries(SOUND_RESOURCES))('a resource with every property is sound: %s', (type, properties) => {
  expect(faults(type, properties)).toEqual([]);
});

test.each(Object.entries(SOUND_RESOURCES))('the sound resource has every property that has constraints: %s', (type, properties) => {
  expect(pathsIn(properties)).toEqual(Object.keys(REGISTRY_CONSTRAINTS[type]).sort());
});

describe('every rule of every property is found broken', () => {
  test.each(violations().map((violation) => [`${violation.type} ${faultText(violation.fault)}`, violation] as const))(
    '%s',
    (_, { type, properties, fault }) => {
      expect(faults(type, properties)).toContain(faultText(fault));
    },
  );
});

test('the faults of all elements are found, each with its index', () => {
  const filters = ['prod/*', 'Prod/*', 'prod-'].map((filter) => ({ Filter: filter, FilterType: 'PREFIX_MATCH' }));
  const rules = [{ ScanFrequency: 'MANUAL', RepositoryFilters: filters }];
  expect(faults('AWS::ECR::RegistryScanningConfiguration', { ScanType: 'BASIC', Rules: rules })).toEqual([
    'Rules[0].ScanFrequency values',
    'Rules[0].RepositoryFilters[0].FilterType values',
    'Rules[0].RepositoryFilters[1].Filter patterns',
    'Rules[0].RepositoryFilters[1].FilterType values',
    'Rules[0].RepositoryFilters[2].Filter patterns',
    'Rules[0].RepositoryFilters[2].FilterType values',
  ]);
});

test('a policy is measured as the text that the API receives', () => {
  const policy = (characters: number) => ({ PolicyText: { Sid: 'a'.repeat(characters - '{"Sid":""}'.length) } });
  expect(faults('AWS::ECR::RegistryPolicy', policy(10_240))).toEqual([]);
  expect(faults('AWS::ECR::RegistryPolicy', policy(10_241))).toEqual(['PolicyText max']);
});

test('a property that AWS::NoValue has left out is absent', () => {
  expect(faults('AWS::ECR::PullTimeUpdateExclusion', { PrincipalArn: undefined, Other: undefined })).toEqual(['PrincipalArn required']);
});

test('a resource of another type is not judged', () => {
  expect(() => resourceFaults('AWS::ECR::Repository', {})).toThrow('AWS::ECR::Repository is not a type of the registry');
});

/** The paths of everything in a value, without repetition. */
function pathsIn(value: Json, path = ''): string[] {
  // the statements of a policy are not properties
  const inside = path === 'PolicyText' || typeof value !== 'object' || value === null ? [] : Object.entries(value);
  const below = inside.flatMap(([key, inner]) => {
    if (Array.isArray(value)) return pathsIn(inner as Json, `${path}[]`);
    return pathsIn(inner as Json, path === '' ? key : `${path}.${key}`);
  });
  return [...new Set([...(path === '' ? [] : [path]), ...below])].sort();
}
