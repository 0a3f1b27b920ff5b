import { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import { LifecyclePolicy, SecureRepository, SecureRepositoryProps } from 'cdk-secure-repository';

/** What every repository of the company begins with; an app that says otherwise has its way. */
export class CompanyDefaults implements IPropertyInjector {
  public readonly constructUniqueId = SecureRepository.PROPERTY_INJECTION_ID;

  public inject(given: SecureRepositoryProps, _context: InjectionContext): SecureRepositoryProps {
    return { lifecyclePolicy: LifecyclePolicy.keepLatest(20, { protectedTags: ['release-*'] }), ...given };
  }
}
