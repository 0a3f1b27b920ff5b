import * as iam from 'aws-cdk-lib/aws-iam';
import { AWAY, HOME, ORGANIZATION, UNIT } from './accounts';
import { RepositoryAccess } from '../../../src/access/repository-access';

/** Every method that takes a grantee; what each allows stands in test/access/expected-actions.ts under the same name. */
export const METHODS = {
  grantPull: (access, grantee) => access.grantPull(grantee),
  grantPush: (access, grantee) => access.grantPush(grantee),
  grantPullPush: (access, grantee) => access.grantPullPush(grantee),
  grantRead: (access, grantee) => access.grantRead(grantee),
  grantReadFindings: (access, grantee) => access.grantReadFindings(grantee),
  grantStartScan: (access, grantee) => access.grantStartScan(grantee),
  grantPreviewLifecycle: (access, grantee) => access.grantPreviewLifecycle(grantee),
  grantDeleteImages: (access, grantee) => access.grantDeleteImages(grantee),
  grant: (access, grantee) => access.grant(grantee, 'ecr:TagResource', 'ecr:PutImageTagMutability'),
} satisfies Readonly<Record<string, (access: RepositoryAccess, grantee: iam.IGrantable) => iam.Grant>>;

export type Method = keyof typeof METHODS;

/** Every method that says itself to whom. */
export const METHODS_WITHOUT_GRANTEE = {
  grantPullToOrganization: (access) => access.grantPullToOrganization(ORGANIZATION),
  grantPullToOrganizationalUnit: (access) => access.grantPullToOrganizationalUnit(UNIT),
  'grantPullToLambda at home': (access) => access.grantPullToLambda(),
  'grantPullToLambda for one function': (access) =>
    access.grantPullToLambda({ functionArns: [`arn:aws:lambda:${HOME.region}:${HOME.account}:function:web`] }),
  'grantPullToLambda in another account': (access) => access.grantPullToLambda({ account: AWAY.account }),
  grantPullToCodeBuild: (access) =>
    access.grantPullToCodeBuild({ projectArns: [`arn:aws:codebuild:${HOME.region}:${HOME.account}:project/build`] }),
} satisfies Readonly<Record<string, (access: RepositoryAccess) => iam.Grant>>;
