import { App, Aspects, Mixins, Stack, Validations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import {
  LifecyclePolicy,
  RepositoryDefaults,
  RepositoryRule,
  RepositoryRules,
  SecureRepository,
  SecureRepositoryDefaults,
} from 'cdk-secure-repository';

const app = new App({
  propertyInjectors: [SecureRepositoryDefaults.of({ lifecyclePolicy: LifecyclePolicy.keepLatest(20), mutableTags: ['latest'] })],
});
const plugin = new RepositoryRules({
  baseline: process.env.ECR_BASELINE,
  extra: [RepositoryRule.NO_MUTABLE_TAGS, RepositoryRule.nameMatches('^team/'), RepositoryRule.requiredTags('owner')],
});
Validations.of(app).addPlugins(plugin);

const found = new Stack(app, 'Found');
new ecr.CfnRepository(found, 'Raw', { imageTagMutability: 'MUTABLE' });
const plain = new ecr.Repository(found, 'Plain', { repositoryName: 'team/plain' });
Validations.of(plain).acknowledge({ id: 'cdk-secure-repository::scanned-on-push', reason: 'Another product scans its images.' });
new SecureRepository(found, 'Secure', { repositoryName: 'team/secure' });

new ecr.CfnRepository(new Stack(app, 'Known'), 'Raw', { imageTagMutability: 'MUTABLE' });

const repaired = new Stack(app, 'Repaired');
Aspects.of(repaired).add(RepositoryDefaults.asAspect({ immutableTags: true, lifecyclePolicy: LifecyclePolicy.keepLatest(50) }));
new ecr.Repository(repaired, 'Plain', { repositoryName: 'team/plain' });
new ecr.CfnRepository(repaired, 'Raw', { repositoryName: 'team/raw', imageTagMutability: 'MUTABLE' });
new SecureRepository(repaired, 'Secure', { repositoryName: 'team/secure' });

const mixed = new Stack(app, 'Mixed');
new ecr.Repository(mixed, 'Plain', { repositoryName: 'team/mixed' });
Mixins.of(mixed).apply(RepositoryDefaults.asMixin());

app.synth();
