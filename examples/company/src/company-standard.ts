import { App, Validations } from 'aws-cdk-lib';
import { LifecyclePolicy, RepositoryRule, RepositoryRules, RepositoryRulesOptions, SecureRepositoryDefaults } from 'cdk-secure-repository';

/** The defaults and the rules of the company. */
export class CompanyStandard {
  /** Returns the defaults, for the `propertyInjectors` of an app. */
  public static defaults(): SecureRepositoryDefaults {
    return SecureRepositoryDefaults.of({
      lifecyclePolicy: LifecyclePolicy.keepLatest(20, { protectedTags: ['release-*'] }),
      pullByOrganization: 'o-a1b2c3d4e5',
    });
  }

  /** Checks every repository of an app, with the rules of the company in addition to those of the options. */
  public static check(app: App, options: RepositoryRulesOptions = {}): void {
    const extra = [RepositoryRule.NO_WHOLE_ACCOUNT, RepositoryRule.nameMatches('^[a-z]+/[a-z0-9-]+$'), ...(options.extra ?? [])];
    Validations.of(app).addPlugins(new RepositoryRules({ baseline: options.baseline, extra }));
  }

  private constructor() {}
}
