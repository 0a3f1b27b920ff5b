import { Annotations, Aspects, Duration, IAspect, Lazy, Stack, Stage } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { IConstruct, IMixin } from 'constructs';
import { isOfThirdParty } from './third-party';
import { LifecyclePolicy } from '../lifecycle/lifecycle-policy';
import { renderedResource } from '../private/cdk-internals';
import { warningFinding } from '../private/finding';
import { checkOptions } from '../private/input-type';
import { annotate } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { tagMutability } from '../repository/settings';

/** Options for `RepositoryDefaults`. */
export interface RepositoryDefaultsOptions {
  /**
   * The lifecycle policy of repositories that have none. A policy that can expire tagged images applies to constructs of other packages
   * only with `includeThirdParty`.
   * @default - untagged images expire 14 days after the push
   */
  readonly lifecyclePolicy?: LifecyclePolicy;

  /**
   * Whether to make tags immutable in repositories that do not set the tag mutability. This applies to constructs of other packages only
   * with `includeThirdParty`, because a construct that pushes a fixed tag repeatedly would fail.
   * @default false
   */
  readonly immutableTags?: boolean;

  /**
   * The tags that can be overwritten although `immutableTags` is true, at most 5, with `*` for zero or more characters.
   * @default - none
   */
  readonly mutableTags?: string[];

  /**
   * Whether immutable tags, and a lifecycle policy that can expire tagged images, also apply to repositories in constructs of other packages.
   * @default false
   */
  readonly includeThirdParty?: boolean;
}

/**
 * Sets missing properties on every `CfnRepository` in a scope, regardless of the construct that created it.
 *
 * It never changes a setting that is present in the template, and never sets the encryption, because that would replace the repository. An
 * information message on each changed repository lists the properties that were set.
 *
 * @example
 * declare const app: App;
 * Aspects.of(app).add(RepositoryDefaults.asAspect());
 *
 * @see https://github.com/cdk-secure-repository/cdk-secure-repository/blob/main/docs/rules.md
 */
export class RepositoryDefaults {
  /**
   * Returns an Aspect, which also applies to repositories that are created later. An Aspect on a scope does not apply to
   * the Stages in that scope. Add it to each Stage as well.
   */
  public static asAspect(options: RepositoryDefaultsOptions = {}): IAspect {
    return new RepositoryDefaultsAspect(options);
  }

  /** Returns a Mixin, which changes the repositories that exist when it is applied: `Mixins.of(scope).apply(RepositoryDefaults.asMixin())`. */
  public static asMixin(options: RepositoryDefaultsOptions = {}): IMixin {
    return new RepositoryDefaultsMixin(options);
  }

  private constructor() {}
}

class RepositoryDefaultsAspect implements IAspect {
  private readonly mixin: RepositoryDefaultsMixin;

  constructor(options: RepositoryDefaultsOptions) {
    this.mixin = new RepositoryDefaultsMixin(options);
  }

  public visit(construct: IConstruct): void {
    this.mixin.applyTo(construct);
    for (const child of construct.node.children) if (Stage.isStage(child)) warnOfStage(child);
  }
}

/** A Stage is synthesized before the Aspects of the scopes around it are invoked, and they never reach it. */
function warnOfStage(stage: Stage): void {
  if (Aspects.of(stage).all.some((aspect) => aspect instanceof RepositoryDefaultsAspect)) return;
  const message = `Aspects outside the Stage ${stage.node.path} do not apply to it. Add RepositoryDefaults.asAspect() to the Stage as well.`;
  annotate(stage.node.scope!, warningFinding('defaults-outside-stage', message));
}

/** Sets what is missing, resource by resource. */
class RepositoryDefaultsMixin implements IMixin {
  private readonly lifecyclePolicy: LifecyclePolicy;

  constructor(private readonly options: RepositoryDefaultsOptions) {
    const place = 'RepositoryDefaults';
    checkOptions(place, 'options', options, { immutableTags: 'flag', mutableTags: 'texts', includeThirdParty: 'flag' });
    const { lifecyclePolicy = LifecyclePolicy.expireUntaggedAfter(Duration.days(14)), mutableTags, immutableTags } = options;
    LifecyclePolicy._check(place, lifecyclePolicy);
    if (mutableTags !== undefined && !immutableTags) {
      throw new SecureRepositoryError(
        'rule-option',
        place,
        'mutableTags has an effect only with immutableTags. Set immutableTags to true, or remove mutableTags.',
      );
    }
    this.lifecyclePolicy = lifecyclePolicy;
  }

  public supports(construct: IConstruct): construct is CfnRepository {
    return CfnRepository.isCfnRepository(construct);
  }

  public applyTo(construct: IConstruct): void {
    if (!this.supports(construct)) return;
    const changes = [this.setScanOnPush(construct), this.setTagMutability(construct), this.setLifecyclePolicy(construct)];
    // an override can delete what was set
    const set = changes.filter((change) => change !== undefined && present(construct, change.split(/[. ]/, 1)[0]));
    if (set.length > 0) Annotations.of(construct).addInfo(`RepositoryDefaults set ${set.join(', ')}.`);
  }

  private setScanOnPush(resource: CfnRepository): string | undefined {
    if (present(resource, 'ImageScanningConfiguration')) return undefined;
    resource.imageScanningConfiguration = { scanOnPush: true };
    return 'ImageScanningConfiguration.ScanOnPush to true';
  }

  private setTagMutability(resource: CfnRepository): string | undefined {
    if (!this.options.immutableTags || !this.reaches(resource)) return undefined;
    // filters without a mutability are a mistake of their owner, which would become another one
    if (present(resource, 'ImageTagMutability') || present(resource, 'ImageTagMutabilityExclusionFilters')) return undefined;
    Object.assign(resource, tagMutability(resource, this.options.mutableTags));
    return `ImageTagMutability to ${resource.imageTagMutability}`;
  }

  private setLifecyclePolicy(resource: CfnRepository): string | undefined {
    const lifecyclePolicyText = this.lifecyclePolicy.toText();
    if (lifecyclePolicyText === '' || present(resource, 'LifecyclePolicy')) return undefined;
    if (canExpireTaggedImages(lifecyclePolicyText) && !this.reaches(resource)) return undefined;
    const owners = resource.lifecyclePolicy;
    const resolvedHere = (value: unknown): unknown => Stack.of(resource).resolve(value);
    // rules that the owner adds later replace the default
    resource.lifecyclePolicy = Lazy.uncachedAny({ produce: () => resolvedHere(owners) ?? { lifecyclePolicyText } });
    return `LifecyclePolicy to "${this.lifecyclePolicy.describe().join('; ')}"`;
  }

  private reaches(resource: CfnRepository): boolean {
    return this.options.includeThirdParty === true || !isOfThirdParty(resource);
  }
}

/** Whether the template would contain the property now, whether it was set on the L1 or by an override. */
function present(resource: CfnRepository, property: string): boolean {
  return renderedResource(resource, { repositoryPolicyText: undefined }).Properties[property] !== undefined;
}

/** Only rules on untagged images leave tagged images alone. */
function canExpireTaggedImages(text: string): boolean {
  const { rules } = JSON.parse(text) as { rules: { selection: { tagStatus: string } }[] };
  return rules.some(({ selection }) => selection.tagStatus !== 'untagged');
}
