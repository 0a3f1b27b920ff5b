import { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import { LifecyclePolicy, SecureRepository, SecureRepositoryProps } from 'cdk-secure-repository';

/** Defaults of a company for every repository. A value that an app passes replaces the default; `undefined`, which wrappers pass on, does not. */
export class CompanyDefaults implements IPropertyInjector {
  public readonly constructUniqueId = SecureRepository.PROPERTY_INJECTION_ID;

  public inject(given: SecureRepositoryProps = {}, _context: InjectionContext): SecureRepositoryProps {
    return { ...given, lifecyclePolicy: given.lifecyclePolicy ?? LifecyclePolicy.keepLatest(20, { protectedTags: ['release-*'] }) };
  }
}
