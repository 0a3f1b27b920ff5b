import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessEntry, AccessReport } from './access-report';
import { actionFindings, LEVELS } from './actions';
import { GrantWriter } from './grant-writer';
import { checkAccount, checkOrganization, organizationPath } from './grantee';
import { RepositoryPolicy } from './repository-policy';
import { accountsOfProjects, anyFunctionOf, checkFunctions, CODEBUILD, LAMBDA } from './service-principals';
import { quoted } from '../private/format-value';
import { checkOptions, checkType } from '../private/input-type';
import { report, throwErrors } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isUnknown } from '../private/unknown-value';
import { checkIsRepository, RepositoryIdentity } from '../repository/repository-identity';

/** Options for `RepositoryAccess.of`. */
export interface RepositoryAccessOptions {
  /**
   * Whether the repository policy is managed outside this app, so that grants write only the identity policy. Set it to true for an
   * imported repository whose policy already contains the statement in the error message of the grant.
   * @default false - a grant that requires the policy of an imported repository is an error
   */
  readonly externalRepositoryPolicy?: boolean;
}

/** Options for `RepositoryAccess.grantPullToLambda`. */
export interface PullByLambdaOptions {
  /**
   * The 12-digit ID of the account of the functions. If it is not the account of the repository, the principals of that account are also
   * allowed to pull, because the principal that creates the function requires this permission.
   * @default - the account of the repository
   */
  readonly account?: string;
  /**
   * The ARNs of the functions, with `*` as a wildcard.
   * @default - every function of the account in the Region of the repository
   */
  readonly functionArns?: string[];
}

/** Options for `RepositoryAccess.grantPullToCodeBuild`. */
export interface PullByCodeBuildOptions {
  /** The ARNs of the projects, at least one, with `*` as a wildcard. */
  readonly projectArns: string[];
}

/**
 * Permissions on an ECR repository: a `SecureRepository`, an `ecr.Repository` or an imported repository.
 *
 * Each grant writes exactly the permissions in its name to the policy that AWS evaluates, or throws an error that describes the solution.
 * The permissions of a role of the app are in the policy of the role. Across accounts, grants write both the identity policy and the
 * repository policy.
 *
 * The login is allowed in the identity policy of the grantee. The app cannot write an identity policy for an `ArnPrincipal`, another account,
 * an organization, a permission set, or a role or user that is imported in a stack of another account. Allow
 * `ecr:GetAuthorizationToken` in the identity policies of these principals separately.
 *
 * An `ArnPrincipal` that belongs to the account of the repository and contains a wildcard is rendered as everyone with conditions on
 * `aws:PrincipalArn` and `aws:PrincipalAccount`. Permissions boundaries and session policies do not limit such a permission
 * [unless they deny it explicitly](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles).
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_service-with-iam.html
 */
export class RepositoryAccess {
  /**
   * Returns the `RepositoryAccess` object of a repository.
   * @param repository a `SecureRepository`, an `ecr.Repository` or an imported repository
   * @param options where the repository policy is managed
   */
  public static of(repository: ecr.IRepository, options: RepositoryAccessOptions = {}): RepositoryAccess {
    checkIsRepository('RepositoryAccess.of(repository)', 'repository is', repository);
    checkOptions(repository, 'options', options, { externalRepositoryPolicy: 'flag' });
    return new RepositoryAccess(repository, options.externalRepositoryPolicy ?? false);
  }

  private readonly writer: GrantWriter;

  private constructor(
    private readonly repository: ecr.IRepository,
    externalRepositoryPolicy: boolean,
  ) {
    this.writer = new GrantWriter(repository, externalRepositoryPolicy);
  }

  /**
   * Allows pulling images, and the login: `ecr:BatchCheckLayerAvailability`, `ecr:BatchGetImage`, `ecr:GetDownloadUrlForLayer`.
   * A Lambda function of another account requires `grantPullToLambda({ account })`. If the app does not write the identity policy of the
   * grantee, allow the login separately.
   */
  public grantPull(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, LEVELS.pull.actions, true);
  }

  /**
   * Allows pushing images, and the login: `ecr:BatchCheckLayerAvailability`, `ecr:InitiateLayerUpload`, `ecr:UploadLayerPart`,
   * `ecr:CompleteLayerUpload`, `ecr:PutImage`, and `ecr:BatchGetImage`, because clients request the manifest first. Downloading layers is not
   * allowed: a principal that also uses the repository as build cache or base image requires `grantPullPush`.
   *
   * If a signing rule of a `SecureRegistry` of the app signs the images of the repository, the identity policy of the grantee also allows
   * `signer:SignPayload` on the signing profile. If the app does not write that policy, synthesis reports a warning.
   */
  public grantPush(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, LEVELS.push.actions, true);
  }

  /**
   * Allows pulling and pushing images, the login, and signing as for `grantPush`. This grant uses fewer characters in the policies of a role than
   * `grantPull` and `grantPush`.
   */
  public grantPullPush(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, [...LEVELS.pull.actions, ...LEVELS.push.actions], true);
  }

  /**
   * Allows describing the repository and listing its images: `ecr:DescribeRepositories`, `ecr:DescribeImages`, `ecr:ListImages`,
   * `ecr:ListTagsForResource`.
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, LEVELS.read.actions);
  }

  /** Allows reading scan findings: `ecr:DescribeImages`, `ecr:DescribeImageScanFindings`. */
  public grantReadFindings(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, LEVELS.readFindings.actions);
  }

  /** Allows starting a scan: `ecr:StartImageScan`. ECR accepts the request only while the registry uses basic scanning. */
  public grantStartScan(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, LEVELS.startScan.actions);
  }

  /**
   * Allows requesting a preview of a lifecycle policy from the service: `ecr:StartLifecyclePolicyPreview`, `ecr:GetLifecyclePolicyPreview`,
   * `ecr:GetLifecyclePolicy`.
   */
  public grantPreviewLifecycle(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, LEVELS.previewLifecycle.actions);
  }

  /** Allows deleting images: `ecr:BatchDeleteImage`, `ecr:ListImages`. */
  public grantDeleteImages(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, LEVELS.deleteImages.actions);
  }

  /**
   * Allows the specified actions, without the login.
   * @param grantee the principal
   * @param actions at least one IAM action on a repository, such as `ecr:TagResource`. A registry action or a misspelled action is an error.
   *   A wildcard, or an `ecr:` action that this version does not know, is a warning.
   */
  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    if (actions.length === 0) {
      throw new SecureRepositoryError(
        'input-type',
        this.repository,
        'grant received no actions, but requires at least one. Pass an action such as "ecr:BatchGetImage".',
      );
    }
    actions.forEach((action, index) => checkType(this.repository, `actions[${index}]`, action, 'text'));
    const findings = actions.filter((action) => !isUnknown(action)).flatMap(actionFindings);
    throwErrors(this.repository, findings);
    const grant = this.writer.allow(grantee, actions);
    // a grant that is refused reports no warnings
    report(this.repository, findings);
    return grant;
  }

  /**
   * Allows all principals in an organization to pull. The permission is in the repository policy. The cdk-nag rule `AwsSolutions-ECR1`,
   * which ignores conditions, is acknowledged on the repository. Principals of other accounts also require the permissions in their own
   * policies.
   * @param organizationId the ID of the organization, such as `o-a1b2c3d4e5`
   */
  public grantPullToOrganization(organizationId: string): iam.Grant {
    checkType(this.repository, 'organizationId', organizationId, 'text');
    checkOrganization(this.repository, organizationId);
    return this.everyoneWith({ StringEquals: { 'aws:PrincipalOrgID': organizationId } });
  }

  /**
   * Allows all principals in an organizational unit, and in the units below it, to pull. See `grantPullToOrganization`.
   * @param path the path of the unit from the organization, such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111`
   */
  public grantPullToOrganizationalUnit(path: string): iam.Grant {
    checkType(this.repository, 'path', path, 'text');
    return this.everyoneWith({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': organizationPath(this.repository, path) } });
  }

  /**
   * Allows Lambda to pull for functions: `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer` for `lambda.amazonaws.com`, restricted by
   * `aws:SourceArn`. For another account, the principals of that account are also allowed to pull.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
   */
  public grantPullToLambda(options: PullByLambdaOptions = {}): iam.Grant {
    checkOptions(this.repository, 'options', options, { account: 'text', functionArns: 'texts' });
    const { account = RepositoryIdentity.of(this.repository).account, functionArns } = options;
    checkAccount(this.repository, account);
    if (functionArns) checkFunctions(this.repository, functionArns, account);
    const sources = functionArns ?? anyFunctionOf(this.repository, account);
    const service = new iam.ServicePrincipal(LAMBDA).withConditions({ ArnLike: { 'aws:SourceArn': sources } });
    const pull = this.writer.allow(service, LEVELS.pullByService.actions);
    const isOtherAccount = areKnownToDiffer(account, RepositoryIdentity.of(this.repository).account);
    return isOtherAccount ? pull.combine(this.writer.allow(new iam.AccountPrincipal(account), LEVELS.pullByService.actions)) : pull;
  }

  /**
   * Allows the CodeBuild service to pull the image of a project's environment: `ecr:BatchGetImage` and
   * `ecr:GetDownloadUrlForLayer` for `codebuild.amazonaws.com`, restricted by `aws:SourceArn` and `aws:SourceAccount`. A project that
   * pulls with its service role requires `grantPull(project)` instead.
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html
   */
  public grantPullToCodeBuild(options: PullByCodeBuildOptions): iam.Grant {
    checkOptions(this.repository, 'options', options, { projectArns: 'texts' });
    const { projectArns } = options;
    if (!projectArns?.length) {
      throw new SecureRepositoryError(
        'input-type',
        this.repository,
        `projectArns is ${quoted(projectArns)}, but must contain at least one ARN. Pass the ARNs of the projects.`,
      );
    }
    const accounts = accountsOfProjects(this.repository, projectArns);
    const service = new iam.ServicePrincipal(CODEBUILD).withConditions({
      ArnLike: { 'aws:SourceArn': projectArns },
      StringEquals: { 'aws:SourceAccount': accounts },
    });
    return this.writer.allow(service, LEVELS.pullByService.actions);
  }

  /** Describes the permissions on the repository that this app grants, in alphabetical order, for reviews and audits. */
  public describe(): AccessEntry[] {
    return AccessReport.of(this.repository).describe(RepositoryPolicy.of(this.repository).statementsOfUser);
  }

  private everyoneWith(conditions: { [operator: string]: { [key: string]: string } }): iam.Grant {
    return this.writer.allow(new iam.AnyPrincipal().withConditions(conditions), LEVELS.pull.actions);
  }
}
