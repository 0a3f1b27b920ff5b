import { Construct } from 'constructs';
import { CreationTemplate } from './creation-template';
import { RepositoryCreation } from './repository-creation';
import { RepositoryPrefix } from './repository-prefix';
import { RepositoryTemplateAccess } from './repository-template-access';
import { RepositoryTemplateProps } from './repository-template-props';
import { describeValue } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { tagMutability } from '../repository/settings';

/**
 * A template for the repositories that Amazon ECR creates below a prefix, with the settings of `SecureRepository`. `SecureRegistry.addRepositoryTemplate`
 * creates it. Repositories that exist already are not changed, and repositories that were created from the template remain when the template is
 * deleted. A template has no scan-on-push setting: the scanning configuration of the registry determines which of the repositories are scanned.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export class RepositoryTemplate extends Construct {
  /** @internal */
  public static _of(scope: Construct, id: string, props: RepositoryTemplateProps): RepositoryTemplate {
    return new RepositoryTemplate(scope, id, props);
  }

  /** The permissions on the repositories that are created from the template. */
  public readonly access: RepositoryTemplateAccess;

  /** @internal */
  public readonly _template: CreationTemplate;
  /** @internal */
  public readonly _createdBy: readonly RepositoryCreation[];

  private constructor(scope: Construct, id: string, props: RepositoryTemplateProps) {
    super(scope, id);
    checkOptions(this, 'props', props);
    const { prefix, createdBy, mutableTags } = props;
    if (!(prefix instanceof RepositoryPrefix)) {
      throw new SecureRepositoryError(
        'repository-template',
        this,
        `prefix is ${describeValue(prefix)}, but must be a RepositoryPrefix. Use RepositoryPrefix.of("team-a") or RepositoryPrefix.root().`,
      );
    }
    if (!Array.isArray(createdBy) || createdBy.length === 0) {
      throw new SecureRepositoryError(
        'repository-template',
        this,
        `createdBy is ${describeValue(createdBy)}, but must have at least one event. Pass [RepositoryCreation.CREATE_ON_PUSH], for example.`,
      );
    }
    const known = Object.values(RepositoryCreation);
    createdBy.forEach((event: unknown, index) => {
      if (known.includes(event as RepositoryCreation)) return;
      throw new SecureRepositoryError(
        'repository-template',
        this,
        `createdBy[${index}] is ${describeValue(event)}, but must be a RepositoryCreation. Use RepositoryCreation.${known.join(', ')}.`,
      );
    });
    this._createdBy = [...new Set(createdBy)];
    this._template = new CreationTemplate(this, 'Template', {
      ...props,
      namespace: prefix._namespace,
      appliedFor: this._createdBy,
      tagMutability: tagMutability(this, mutableTags),
    });
    this.access = RepositoryTemplateAccess._of(this._template.repositories);
  }
}
