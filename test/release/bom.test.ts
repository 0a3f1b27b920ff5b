import { Bom, Component, containing, describing } from '../../projenrc/packing/bom';

const PACKAGE = { name: 'cdk-secure-repository', version: '0.1.0', purl: 'pkg:pypi/cdk-secure-repository@0.1.0', sha256: 'ab' };
const OWN: Component = { type: 'library', 'bom-ref': 'own', name: 'cdk-secure-repository', version: '0.0.0' };
const PEER: Component = { type: 'library', 'bom-ref': 'peer', name: 'constructs', version: '10.5.1' };
const YAML: Component = { type: 'library', 'bom-ref': 'contained:yaml', name: 'yaml', version: '2.9.1' };
const HASHES = [{ alg: 'SHA-256', content: 'ab' }];

test('the package is the subject of its document, with the version and the checksum of the published file', () => {
  const bom: Bom = { metadata: { component: OWN }, components: [PEER] };
  const { metadata, components } = describing(bom, PACKAGE);
  expect(metadata.component).toEqual({ ...OWN, version: '0.1.0', purl: PACKAGE.purl, hashes: HASHES });
  expect(components).toEqual([PEER]);
});

test('a package that a tool lists among the components becomes the subject', () => {
  const { metadata, components } = describing({ metadata: {}, components: [OWN, PEER] }, PACKAGE);
  expect(metadata.component).toMatchObject({ 'bom-ref': 'own', version: '0.1.0', hashes: HASHES });
  expect(components).toEqual([PEER]);
});

test('a path of the machine that packed it is not in its document', () => {
  const website = { type: 'website', url: 'https://example.com' };
  const component = { ...OWN, externalReferences: [{ type: 'distribution', url: 'file:///home/me/a.whl' }, website] };
  expect(describing({ metadata: { component }, components: [] }, PACKAGE).metadata.component!.externalReferences).toEqual([website]);
});

test('a document without the package is an error', () => {
  expect(() => describing({ metadata: {}, components: [PEER] }, PACKAGE)).toThrow('the SBOM has no component cdk-secure-repository');
});

test('what the subject contains is a component that it depends on', () => {
  const bom: Bom = {
    metadata: { component: OWN },
    components: [PEER],
    dependencies: [{ ref: 'own', dependsOn: ['peer'] }, { ref: 'peer' }],
  };
  const { components, dependencies } = containing(bom, YAML);
  expect(components).toEqual([PEER, YAML]);
  expect(dependencies).toEqual([{ ref: 'own', dependsOn: ['peer', 'contained:yaml'] }, { ref: 'peer' }, { ref: 'contained:yaml' }]);
});

test('so it is where a tool has written no dependencies', () => {
  const { dependencies } = containing({ metadata: { component: OWN }, components: [] }, YAML);
  expect(dependencies).toEqual([{ ref: 'own', dependsOn: ['contained:yaml'] }, { ref: 'contained:yaml' }]);
});
