import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BitbucketSubject } from './bitbucket-subject';
import { checkUuid } from './identifier';
import { issuerName } from './issuer';
import { PublisherProps } from './publisher-props';
import { checkPublisherProps, PublisherRole } from './publisher-role';
import { checkSubjects, subjectPatterns } from './subject';
import { describeValue, quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** Properties for `BitbucketPublisher`. */
export interface BitbucketPublisherProps extends PublisherProps {
  /**
   * The ID (slug) of the workspace, as in `https://bitbucket.org/WORKSPACE`. The URL of the issuer contains it. After the ID was changed, the tokens
   * have another issuer, and the publisher requires the new ID.
   */
  readonly workspace: string;

  /**
   * The UUID of the workspace in lower case, with or without braces. The default audience of the tokens contains it. The step must not set `audiences`
   * of `oidc`, which replace that audience.
   */
  readonly workspaceUuid: string;

  /**
   * The steps that can assume the role, at least one. All subjects are in one trust policy, which IAM limits to 2,048 characters
   * unless the quota of the account was raised. A longer policy causes a warning.
   */
  readonly subjects: BitbucketSubject[];
}

/**
 * A role for the Bitbucket Pipelines that publish images. By default, the role allows only logging in and pushing to its repositories. A step with
 * `oidc: true` receives a token, which AWS STS exchanges for a session if its audience (`aud`) and its subject (`sub`) match.
 *
 * Repository settings, Pipelines, OpenID Connect displays the UUIDs of the workspace, the repository and the deployment environments.
 *
 * @example
 * declare const repository: ecr.IRepository;
 * new BitbucketPublisher(this, 'Publisher', {
 *   repositories: [repository],
 *   workspace: 'my-workspace',
 *   workspaceUuid: '9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a',
 *   subjects: [BitbucketSubject.environment('1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b', '2b3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c')],
 * });
 *
 * @see https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/
 */
export class BitbucketPublisher extends Construct implements iam.IGrantable {
  /** The role that the steps assume. A step requires its ARN. */
  public readonly role: iam.Role;

  /** The OIDC provider that the role trusts. Pass it to the other publishers of the account. */
  public readonly oidcProvider: iam.IOIDCProviderRef;

  private readonly publisher: PublisherRole;

  constructor(scope: Construct, id: string, props: BitbucketPublisherProps) {
    super(scope, id);
    checkPublisherProps(this, 'bitbucket-publisher', props, { workspace: 'text', workspaceUuid: 'text' });
    checkSubjects(this, 'bitbucket-publisher', props.subjects, 'BitbucketSubject', "BitbucketSubject.repository('1a2b3c4d-…')");
    const uuid = checkUuid(this, 'bitbucket-publisher', 'workspaceUuid', props.workspaceUuid);
    const url = `https://api.bitbucket.org/2.0/workspaces/${checkWorkspace(this, props.workspace, uuid)}/pipelines-config/identity/oidc`;
    const trusted = {
      issuer: issuerName(this, url, 'Use the ID of the workspace.'),
      audience: `ari:cloud:bitbucket::workspace/${uuid}`,
      subjects: subjectPatterns(props.subjects),
      claims: {},
    };
    this.publisher = new PublisherRole(this, props, trusted, 'Bitbucket Pipelines');
    this.role = this.publisher.role;
    this.oidcProvider = this.publisher.oidcProvider;
  }

  public get grantPrincipal(): iam.IPrincipal {
    return this.publisher.grantPrincipal;
  }
}

/** Returns the ID of the workspace, which the names of condition keys contain, so that it cannot be a token. */
function checkWorkspace(place: Construct, workspace: unknown, uuid: string): string {
  const isId = typeof workspace === 'string' && !Token.isUnresolved(workspace) && (isUnknown(workspace) || /^[\w-]+$/.test(workspace));
  if (isId && workspace !== uuid) return workspace;
  // in the URL of the workspace, or in the one of the identity provider
  const [, id] = /bitbucket\.org\/(?:2\.0\/workspaces\/)?([\w-]+)/.exec(String(workspace)) ?? [];
  const remedy = id === undefined ? 'Use the ID in the URL of the workspace, https://bitbucket.org/WORKSPACE' : `Use ${quoted(id)}`;
  throw new SecureRepositoryError(
    'bitbucket-publisher',
    place,
    `workspace is ${describeValue(workspace)}, but must be the literal ID of the workspace${isId ? ' instead of its UUID' : ''}. ${remedy}.`,
  );
}
