import { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import { LifecyclePolicy } from '../lifecycle/lifecycle-policy';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { checkRepositoryProps } from '../repository/props-check';
import { SecureRepository } from '../secure-repository';
import { SecureRepositoryDefaultProps, SecureRepositoryProps } from '../secure-repository-props';

/**
 * Organization-wide defaults for the properties of every `SecureRepository`.
 *
 * A property of a `SecureRepository` replaces the default, unless it is `undefined`. The injector of a `Stack` replaces the injector of the
 * `App`.
 *
 * @example
 * new App({
 *   propertyInjectors: [SecureRepositoryDefaults.of({ lifecyclePolicy: LifecyclePolicy.keepLatest(20), pullByOrganization: 'o-a1b2c3d4e5' })],
 * });
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/blueprints.html
 */
export class SecureRepositoryDefaults implements IPropertyInjector {
  /** Returns a property injector with these defaults. */
  public static of(defaults: SecureRepositoryDefaultProps): SecureRepositoryDefaults {
    const place = 'SecureRepositoryDefaults.of';
    checkRepositoryProps(place, defaults);
    checkOptions(place, 'defaults', defaults, { mutableTags: 'texts' });
    const own = ['repositoryName', 'encryption', 'encryptionKey', 'implicitEncryption'].find(
      (name) => Reflect.get(defaults, name) !== undefined,
    );
    if (own !== undefined) {
      const problem = `${own} cannot be a default, because it differs between repositories, or because changing it replaces a repository. Set it on each SecureRepository.`;
      throw new SecureRepositoryError('rule-option', place, problem);
    }
    if (defaults.lifecyclePolicy !== undefined) LifecyclePolicy._check(place, defaults.lifecyclePolicy);
    return new SecureRepositoryDefaults(defaults);
  }

  /** The ID of the class that receives the defaults. */
  public readonly constructUniqueId = SecureRepository.PROPERTY_INJECTION_ID;

  private constructor(private readonly defaults: SecureRepositoryDefaultProps) {}

  /** Returns the properties with the defaults. Called by `aws-cdk-lib` before the construct is created. */
  public inject(originalProps: unknown, _context: InjectionContext): unknown {
    return withDefaults(originalProps as SecureRepositoryProps | undefined, this.defaults);
  }
}

function withDefaults(props: SecureRepositoryProps = {}, defaults: SecureRepositoryDefaultProps): SecureRepositoryProps {
  const set = Object.entries(props).filter(([, value]) => value !== undefined && value !== null);
  return { ...defaults, ...Object.fromEntries(set) };
}
