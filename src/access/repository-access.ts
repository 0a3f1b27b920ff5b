import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessEntry } from './access-entry';
import { LEVELS } from './access-level';
import { AccessRecord } from './access-record';
import { actionFault } from './action-check';
import { GrantWriter } from './grant-writer';
import { checkAccount, checkOrganization, organizationPath } from './grantee';
import { PullByCodeBuildOptions, PullByLambdaOptions, RepositoryAccessOptions } from './repository-access-options';
import { RepositoryPolicy } from './repository-policy';
import { accountOfSource, anyFunctionOf, CODEBUILD, LAMBDA } from './service-source';
import { report } from './statement-check';
import { quoted } from '../private/format-value';
import { checkOptions, checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isPlaceholder, isUnknown } from '../private/unknown-value';
import { constructOf } from '../private/values-of-other-stacks';
import { checkIsRepository, RepositoryIdentity } from '../repository/repository-identity';

/**
 * Permissions on an ECR repository: a `SecureRepository`, an `ecr.Repository` or an imported one.
 *
 * Each grant writes exactly the permissions that it names, in the policy that AWS evaluates, or throws an error that says what to do. A role of the app
 * is allowed in its own policy; across accounts both sides are written.
 *
 * Logging in is allowed in the identity policy of the grantee. `ArnPrincipal`, other accounts, organizations, permission sets, and roles and users that are
 * imported in a stack of another account have none that the app can write: they need `ecr:GetAuthorizationToken` from elsewhere.
 *
 * An `ArnPrincipal` with a wildcard in the repository's own account is rendered as everyone under conditions on `aws:PrincipalArn` and
 * `aws:PrincipalAccount`. Permissions boundaries and session policies do not limit such a permission; only an explicit deny does.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_service-with-iam.html
 */
export class RepositoryAccess {
  /**
   * The access to a repository.
   * @param repository any repository
   * @param options what else is known
   */
  public static of(repository: ecr.IRepository, options: RepositoryAccessOptions = {}): RepositoryAccess {
    checkIsRepository('RepositoryAccess.of(repository)', 'it is', repository);
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
   * Allows pulling images, and logging in: `ecr:BatchCheckLayerAvailability`, `ecr:BatchGetImage`, `ecr:GetDownloadUrlForLayer`.
   * A Lambda function of another account needs `grantPullToLambda({ account })`. A grantee without an identity policy in the app gets no login.
   */
  public grantPull(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, LEVELS.pull.actions, true);
  }

  /**
   * Allows pushing images, and logging in: `ecr:BatchCheckLayerAvailability`, `ecr:InitiateLayerUpload`, `ecr:UploadLayerPart`,
   * `ecr:CompleteLayerUpload`, `ecr:PutImage` and `ecr:BatchGetImage`, because clients ask for the manifest first. It does not
   * allow downloading layers: who also uses the repository as build cache or base image needs `grantPullPush`.
   */
  public grantPush(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, LEVELS.push.actions, true);
  }

  /** Allows pulling and pushing images, and logging in. One grant of both takes less of a role's policies than two grants. */
  public grantPullPush(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, [...LEVELS.pull.actions, ...LEVELS.push.actions], true);
  }

  /**
   * Allows looking at the repository and its images: `ecr:DescribeRepositories`, `ecr:DescribeImages`, `ecr:ListImages`,
   * `ecr:ListTagsForResource`.
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, LEVELS.read.actions);
  }

  /** Allows reading what scans have found: `ecr:DescribeImages`, `ecr:DescribeImageScanFindings`. */
  public grantReadFindings(grantee: iam.IGrantable): iam.Grant {
    return this.writer.allow(grantee, LEVELS.readFindings.actions);
  }

  /** Allows starting a scan, which works while the registry is on basic scanning: `ecr:StartImageScan`. */
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
   * Allows actions of your choice, without logging in.
   * @param grantee the principal
   * @param actions at least one IAM action on a repository, such as `ecr:TagResource`. An action on the registry and a misspelt one
   *   are errors; an `ecr:` action that this version does not know, and a wildcard, are warnings.
   */
  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    if (actions.length === 0) {
      throw new SecureRepositoryError(
        'input-type',
        this.repository,
        'grant was given no actions, expected at least one, such as "ecr:BatchGetImage"',
      );
    }
    actions.forEach((action, index) => checkType(this.repository, `actions[${index}]`, action, 'text'));
    const faults = actions.filter((action) => !isUnknown(action)).flatMap((action) => actionFault(action) ?? []);
    report(
      faults.filter(({ level }) => level === 'error'),
      this.repository,
    );
    const grant = this.writer.allow(grantee, actions);
    // a grant that is refused leaves no warning
    report(faults, this.repository);
    return grant;
  }

  /**
   * Allows everyone in an organization to pull. The permission is in the repository policy; cdk-nag's `AwsSolutions-ECR1`, which ignores
   * conditions, is acknowledged on the repository. Principals of other accounts need the same permissions in their own policies.
   * @param organizationId such as `o-a1b2c3d4e5`
   */
  public grantPullToOrganization(organizationId: string): iam.Grant {
    checkType(this.repository, 'organizationId', organizationId, 'text');
    checkOrganization(this.repository, organizationId);
    return this.everyoneWith({ StringEquals: { 'aws:PrincipalOrgID': organizationId } });
  }

  /**
   * Allows everyone in an organizational unit, and in the units below it, to pull: see `grantPullToOrganization`.
   * @param path from the organization down, such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111`
   */
  public grantPullToOrganizationalUnit(path: string): iam.Grant {
    checkType(this.repository, 'path', path, 'text');
    return this.everyoneWith({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': organizationPath(this.repository, path) } });
  }

  /**
   * Allows Lambda to pull for functions: `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer` for `lambda.amazonaws.com`, narrowed
   * by `aws:SourceArn`. For another account, that account's principals may pull as well.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
   */
  public grantPullToLambda(options: PullByLambdaOptions = {}): iam.Grant {
    checkOptions(this.repository, 'options', options, { account: 'text', functionArns: 'texts' });
    const { account = RepositoryIdentity.of(this.repository).account, functionArns } = options;
    checkAccount(this.repository, account);
    this.checkFunctions(functionArns, account);
    const sources = functionArns ?? anyFunctionOf(this.repository, account);
    const service = new iam.ServicePrincipal(LAMBDA).withConditions({ ArnLike: { 'aws:SourceArn': sources } });
    const pull = this.writer.allow(service, LEVELS.pullByService.actions);
    const foreign = areKnownToDiffer(account, RepositoryIdentity.of(this.repository).account);
    return foreign ? pull.combine(this.writer.allow(new iam.AccountPrincipal(account), LEVELS.pullByService.actions)) : pull;
  }

  /**
   * Allows CodeBuild to pull the image of a project's environment as a service: `ecr:BatchGetImage` and
   * `ecr:GetDownloadUrlForLayer` for `codebuild.amazonaws.com`, narrowed by `aws:SourceArn` and `aws:SourceAccount`. A project that
   * pulls with its service role needs `grantPull(project)` instead.
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html
   */
  public grantPullToCodeBuild(options: PullByCodeBuildOptions): iam.Grant {
    checkOptions(this.repository, 'options', options, { projectArns: 'texts' });
    const { projectArns } = options;
    if (!projectArns?.length) {
      throw new SecureRepositoryError(
        'input-type',
        this.repository,
        `projectArns is ${quoted(projectArns)}, expected the ARN of at least one project`,
      );
    }
    const accounts = [...new Set(projectArns.map((arn) => accountOfSource(this.repository, arn, 'codebuild')))];
    const service = new iam.ServicePrincipal(CODEBUILD).withConditions({
      ArnLike: { 'aws:SourceArn': projectArns },
      StringEquals: { 'aws:SourceAccount': accounts },
    });
    return this.writer.allow(service, LEVELS.pullByService.actions);
  }

  /** Describes the permissions on the repository in this app, in alphabetical order, for reviews and audits. */
  public describe(): AccessEntry[] {
    return AccessRecord.of(this.repository).describe(RepositoryPolicy.of(this.repository).statementsOfUser);
  }

  private everyoneWith(conditions: { [operator: string]: { [key: string]: string } }): iam.Grant {
    return this.writer.allow(new iam.AnyPrincipal().withConditions(conditions), LEVELS.pull.actions);
  }

  private checkFunctions(functionArns: string[] | undefined, account: string): void {
    if (functionArns?.length === 0) {
      throw new SecureRepositoryError(
        'input-type',
        this.repository,
        'functionArns is [], expected at least one ARN: leave it out for every function',
      );
    }
    for (const arn of functionArns ?? []) {
      const given = accountOfSource(this.repository, arn, 'lambda');
      this.checkRegionOf(arn);
      if (!areKnownToDiffer(given, account)) continue;
      throw new SecureRepositoryError(
        'input-type',
        this.repository,
        `functionArns has ${quoted(arn)}, expected functions of account ${account}: give the account of the functions as "account"`,
      );
    }
  }

  private checkRegionOf(functionArn: string): void {
    const { region } = RepositoryIdentity.of(this.repository);
    if (isPlaceholder(functionArn)) return;
    const construct = constructOf(functionArn);
    const there = construct ? Stack.of(construct).region : (functionArn.split(':')[3] ?? '');
    if (there === '' || /[*?]/.test(there) || !areKnownToDiffer(there, region)) return;
    throw new SecureRepositoryError(
      'input-type',
      this.repository,
      `functionArns has ${quoted(functionArn)}, and Lambda pulls images of its own Region only, which is not the repository's (${region}): ` +
        `replicate the repository to ${there} and grant there`,
    );
  }
}
