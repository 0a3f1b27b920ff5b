import { CfnResource, PhysicalName, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RepositoryAccess } from '../../../src/access/repository-access';
import { Method, METHODS } from '../access/methods';

export type Naming = 'named' | 'without a name' | 'named if needed';

/** A grantee, or the construct that could be taken for it. */
export interface Grantee {
  readonly grant: (access: RepositoryAccess, method: Method) => void;
  /** What calls, or what a service calls for. */
  readonly construct: Construct;
  /** The endpoint through which it calls, where the grant has a condition on that. */
  readonly endpoint?: CfnResource;
}

export interface GranteeKind {
  readonly make: (scope: Stack, id: string, name: string, naming: Naming, account: string) => Grantee;
  /** The type of the resource that calls; none, where the caller is in no template. */
  readonly type?: string;
  readonly caller: 'role' | 'user' | 'lambda' | 'codebuild' | 'events';
  /** The path of an imported one. */
  readonly path?: string;
  /** What follows its name. */
  readonly suffix?: string;
  /** The policies that a grant goes to where grantee and repository are in one account. */
  readonly side: 'identity' | 'repository' | 'both';
  /** Whether the grant needs a statement of the grantee's own side that the app cannot write across accounts. */
  readonly ownSideUnknown?: true;
  /** Whether no policy of another account can name it. */
  readonly unnameable?: true;
  /** Whether it is that of a look-up that has not happened: the templates are not for deployment. */
  readonly placeholder?: true;
  /** Whether its conditions do not fit into one statement. */
  readonly conflicting?: true;
  /** Whether whoever calls in the same way is granted the same. */
  readonly everyone?: true;
}

export function physical(name: string, naming: Naming): string | undefined {
  if (naming === 'named') return name;
  return naming === 'named if needed' ? PhysicalName.GENERATE_IF_NEEDED : undefined;
}

export const to = (grantee: iam.IGrantable) => (access: RepositoryAccess, method: Method) => void METHODS[method](access, grantee);
