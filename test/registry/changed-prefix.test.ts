import { App, Aspects, CfnParameter, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { RepositoryCreation, RepositoryPrefix, SecureRegistry, Upstream } from '../../src';

function registryIn(stack: Stack): { readonly rule: ecr.CfnPullThroughCacheRule; readonly template: ecr.CfnRepositoryCreationTemplate } {
  const registry = new SecureRegistry(stack, 'Registry');
  registry.addPullThroughCache('Cache', { upstream: Upstream.ecrPublic(), prefix: 'ecr-public' });
  registry.addRepositoryTemplate('Team', { prefix: RepositoryPrefix.of('team-a'), createdBy: [RepositoryCreation.REPLICATION] });
  const resources = registry.node.findAll().filter((construct) => CfnResource.isCfnResource(construct));
  return {
    rule: resources.find((resource) => resource instanceof ecr.CfnPullThroughCacheRule)!,
    template: resources.find((resource) => resource instanceof ecr.CfnRepositoryCreationTemplate && resource.prefix === 'team-a') as never,
  };
}

function changed(change: (resources: ReturnType<typeof registryIn>) => void): () => void {
  const app = new App();
  change(registryIn(new Stack(app, 'Platform', { env: { account: '111122223333', region: 'eu-west-1' } })));
  return () => app.synth();
}

test.each<[string, (resources: ReturnType<typeof registryIn>) => void, string]>([
  ['an override of a template', ({ template }) => template.addPropertyOverride('Prefix', 'team-b'), 'Registry/Team] Prefix'],
  ['an assignment to a template', ({ template }) => (template.prefix = 'team-b'), 'Registry/Team] Prefix'],
  [
    'an Aspect on a template',
    ({ template }) => Aspects.of(template).add({ visit: () => (template.prefix = 'team-b') }),
    'Registry/Team] Prefix',
  ],
  [
    'an override of a cache',
    ({ rule }) => rule.addPropertyOverride('EcrRepositoryPrefix', 'team-b'),
    'Registry/Cache] EcrRepositoryPrefix',
  ],
])('%s that changes the prefix is an error, because grants name the original one', (_, change, place) => {
  expect(changed(change)).toThrow(`[Platform/${place} of the L1 was changed to "team-b", but the grants are for the repositories below "`);
});

test('a prefix that is known only at deployment is not judged', () => {
  expect(changed(({ template }) => template.addPropertyOverride('Prefix', Fn.importValue('prefix')))).not.toThrow();
});

test('a prefix of a parameter is no change', () => {
  const app = new App();
  const stack = new Stack(app, 'Platform');
  const prefix = RepositoryPrefix.of(new CfnParameter(stack, 'Prefix').valueAsString);
  new SecureRegistry(stack, 'Registry').addRepositoryTemplate('Team', { prefix, createdBy: [RepositoryCreation.REPLICATION] });
  expect(() => app.synth()).not.toThrow();
});
