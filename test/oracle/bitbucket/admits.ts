/** What Bitbucket knows of a step when it issues a token. Written from Atlassian's documentation, without the library. */
export interface BitbucketStep {
  /** The ID of the workspace, which its owners can change, and which is in the URL of the issuer. */
  readonly workspace: string;
  readonly workspaceUuid: string;
  readonly repositoryUuid: string;
  readonly environmentUuid?: string;
  readonly stepUuid: string;
  /** `audiences` of `oidc`, which replace the default audience. */
  readonly audience?: string;
  /** Claims of a token that Bitbucket does not issue, in place of its own. Undefined takes the claim out. */
  readonly forged?: { readonly sub?: string; readonly aud?: string };
}

export interface BitbucketToken {
  /** The issuer without its scheme. */
  readonly issuer: string;
  readonly claims: { readonly sub?: string; readonly aud?: string };
}

/** Steps that a publisher is to admit, as its author means it, and not as a policy states it. */
export interface BitbucketAdmission {
  readonly workspace: string;
  readonly workspaceUuid: string;
  readonly subjects: readonly { readonly repositoryUuid: string; readonly environmentUuid?: string }[];
}

/** The token of a step. */
export function bitbucketToken(step: BitbucketStep): BitbucketToken {
  const parts = [step.repositoryUuid, ...(step.environmentUuid ? [step.environmentUuid] : []), step.stepUuid];
  const sub = parts.map((uuid) => `{${uuid}}`).join(':');
  return {
    issuer: `api.bitbucket.org/2.0/workspaces/${step.workspace}/pipelines-config/identity/oidc`,
    claims: { sub, aud: audienceIn(step), ...step.forged },
  };
}

/** Whether a publisher admits a step. The second implementation beside the evaluator of IAM: it reads no policy. */
export function bitbucketAdmits({ workspace, workspaceUuid, subjects }: BitbucketAdmission, step: BitbucketStep): boolean {
  if (step.forged !== undefined || step.workspace !== workspace) return false;
  if (audienceIn(step) !== `ari:cloud:bitbucket::workspace/${workspaceUuid}`) return false;
  return subjects.some(
    ({ repositoryUuid, environmentUuid }) =>
      repositoryUuid === step.repositoryUuid && (environmentUuid === undefined || environmentUuid === step.environmentUuid),
  );
}

function audienceIn({ audience, workspaceUuid }: BitbucketStep): string {
  return audience ?? `ari:cloud:bitbucket::workspace/${workspaceUuid}`;
}
