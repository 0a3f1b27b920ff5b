import { App, PropertyInjectors, Validations } from 'aws-cdk-lib';
import { LifecyclePolicy, RepositoryRule, RepositoryRules, SecureRepositoryDefaults } from 'cdk-secure-repository';

/**
 * Applies the company standard to the app: the defaults of every `SecureRepository`, and the rules for every repository, whichever construct
 * created it. The principals of the organization can pull.
 */
export function applyCompanyStandard(app: App, organization: string): void {
  const defaults = SecureRepositoryDefaults.of({
    lifecyclePolicy: LifecyclePolicy.keepLatest(20, { protectedTags: ['release-*'] }),
    pullByOrganization: organization,
  });
  PropertyInjectors.of(app).add(defaults);
  const extra = [
    RepositoryRule.NO_MUTABLE_TAGS,
    RepositoryRule.NO_WHOLE_ACCOUNT,
    RepositoryRule.nameMatches('^[a-z]+/[a-z0-9-]+$'),
    RepositoryRule.requiredTags('owner'),
  ];
  Validations.of(app).addPlugins(new RepositoryRules({ extra }));
}
